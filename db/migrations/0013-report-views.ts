import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Views for programs of others that draw figures (Metabase, Superset): who reads them sees no name, no identifier, no
 * code that is printed on a paper, and no words that anybody typed. Times are on the clock of Vietnam.
 * `docs/report-views.md` says what each column holds; a test compares the two.
 */
export class ReportViews1764271000000 implements MigrationInterface {
  name = 'ReportViews1764271000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, select] of Object.entries(views)) {
      await runner.query(`CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${name} AS ${select}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(views)) await runner.query(`DROP VIEW ${name}`);
  }
}

/** Compared as codes are, whatever collation the reader's connection has. */
function letters(expression: string): string {
  return `CONVERT(${expression} USING ascii) COLLATE ascii_bin`;
}
const local = (column: string) => `${column} + INTERVAL 7 HOUR`;
/** The same dossier in every view, and in nothing else. */
const key = letters('LEFT(SHA2(d.id, 256), 16)');
/** As reports mark it: early is on an earlier day. */
const mark = letters(
  `CASE WHEN d.deliveredAt IS NULL THEN NULL WHEN d.deliveredAt > d.legalDue THEN 'late'
  WHEN DATE(${local('d.deliveredAt')}) < DATE(${local('d.legalDue')}) THEN 'early' ELSE 'on-time' END`,
);

const views = {
  report_office: `SELECT o.code AS officeCode, o.name, o.kind, p.code AS parentCode, o.validFrom, o.validTo
    FROM office o LEFT JOIN office p ON p.id = o.parentId`,
  report_dossier: `SELECT ${key} AS dossierKey, o.code AS officeCode, d.stage, d.originalPages, d.copies, d.complex,
      d.extensionGround, d.extensionDays, d.refusalGround,
      CAST(JSON_VALUE(d.fee, '$.total') AS UNSIGNED) AS feeDong,
      ${local('d.acceptedAt')} AS acceptedAt, ${local('d.legalDue')} AS legalDue,
      ${local('d.endedAt')} AS endedAt, ${local('d.deliveredAt')} AS deliveredAt, ${mark} AS kept
    FROM dossier d JOIN office o ON o.id = d.officeId`,
  report_step: `SELECT ${key} AS dossierKey, o.code AS officeCode, c.step, c.round,
      ${local('c.startedAt')} AS startedAt, ${local('c.endedAt')} AS endedAt, c.usedMs / 60000 AS workingMinutes,
      ${local('c.dueByHours')} AS dueByHours, ${local('c.due')} AS due
    FROM step_clock c JOIN dossier d ON d.id = c.dossierId JOIN office o ON o.id = d.officeId`,
  report_act_day: `SELECT o.code AS officeCode, DATE(${local('a.at')}) AS day, a.action, COUNT(*) AS acts
    FROM audit_event a JOIN office o ON o.id = a.officeId WHERE a.dossierId IS NOT NULL
    GROUP BY o.code, DATE(${local('a.at')}), a.action`,
  report_number: `SELECT o.code AS officeCode, b.year, b.name AS book, e.number, e.certifiedOn, e.copies,
      e.fee AS feeDong, v.number IS NOT NULL AS isVoid
    FROM register_entry e JOIN book b ON b.id = e.bookId JOIN office o ON o.id = b.officeId
      LEFT JOIN register_void v ON v.bookId = e.bookId AND v.number = e.number`,
  report_fee_day: `SELECT o.code AS officeCode, DATE(${local('d.acceptedAt')}) AS day,
      COUNT(DISTINCT d.visitId) AS receipts, COUNT(*) AS dossiers, SUM(d.copies) AS copies,
      SUM(CAST(JSON_VALUE(d.fee, '$.total') AS UNSIGNED)) AS feeDong
    FROM dossier d JOIN office o ON o.id = d.officeId GROUP BY o.code, DATE(${local('d.acceptedAt')})`,
  report_target: `SELECT o.code AS officeCode, t.period, t.number, ${local('t.setAt')} AS setAt
    FROM target t JOIN office o ON o.id = t.officeId`,
} as const;
