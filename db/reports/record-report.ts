import { type DataSource, type EntityManager, IsNull } from 'typeorm';
import { Office } from '../offices/entity';
import type { Person } from '../people/entity';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { Report } from './entity';

type Asked = Pick<
  Report,
  'id' | 'kind' | 'officeId' | 'branch' | 'fromDay' | 'toDay' | 'asOf' | 'askedBy' | 'askedAt'
> &
  Partial<Pick<Report, 'scheduleId'>>;

/** Writes that a report is wanted. */
export async function recordReportAsked(db: DataSource, asked: Asked): Promise<void> {
  const { id, kind, officeId, branch, fromDay, toDay, asOf, askedBy: actorId, askedAt: at } = asked;
  await inTransaction(db, async (inside) => {
    await inside.insert(Report, {
      ...{ ...asked, progress: 0, doneAt: null, failure: null, figures: null, dataHash: null },
      ...{ workbookHash: null, pdfHash: null },
    });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'report-asked', at },
      actKey: `report-asked ${id}`,
      details: { reportId: id, kind, branch, from: fromDay, to: toDay, asOf: asOf.toISOString() },
    });
  });
}

export function getReport({ manager }: { manager: EntityManager }, id: string): Promise<Report> {
  return manager.findOneByOrFail(Report, { id });
}

/** @returns null where this office has no such report */
export function findReport(db: DataSource, officeId: string, id: string): Promise<Report | null> {
  return db.manager.findOneBy(Report, { id, officeId });
}

export type ReportLine = Omit<Report, 'figures'>;

const withoutFigures = {
  ...{ id: true, kind: true, officeId: true, branch: true, fromDay: true, toDay: true, asOf: true },
  ...{ askedBy: true, askedAt: true, progress: true, doneAt: true, failure: true },
  ...{ dataHash: true, workbookHash: true, pdfHash: true, scheduleId: true },
} as const satisfies Record<keyof ReportLine, true>;

/** The newest first, without their figures. */
export async function listReports(
  db: DataSource,
  officeId: string,
  limit: number,
): Promise<ReportLine[]> {
  return db.manager.find(Report, {
    select: withoutFigures,
    where: { officeId },
    order: { askedAt: 'DESC', id: 'ASC' },
    take: limit,
  });
}

export async function recordProgress(db: DataSource, id: string, progress: number): Promise<void> {
  await db.manager.update(Report, { id }, { progress });
}

/** Writes what came of it: its figures and files, or why there are none. */
export async function recordReportDone(
  db: DataSource,
  id: string,
  outcome:
    | Pick<Report, 'doneAt' | 'figures' | 'dataHash' | 'workbookHash' | 'pdfHash' | 'progress'>
    | Pick<Report, 'doneAt' | 'failure'>,
): Promise<void> {
  const report = await db.manager.findOneByOrFail(Report, { id });
  await db.manager.save(Report, { ...report, ...outcome });
}

/** Takes away a report that nobody will make. */
export async function removeReport(db: DataSource, id: string): Promise<void> {
  await db.manager.delete(Report, { id, doneAt: IsNull() });
}

export type ReportOffice = Pick<
  Office,
  'id' | 'code' | 'name' | 'kind' | 'parentId' | 'parentName' | 'path' | 'policyId'
>;

/** The offices that a report is about: one, or with all below it; by name. */
export async function listReportOffices(
  db: DataSource,
  { officeId, branch }: Pick<Report, 'officeId' | 'branch'>,
): Promise<ReportOffice[]> {
  const office = await db.manager.findOneByOrFail(Office, { id: officeId });
  if (!branch) return [office];
  return db.query(
    `SELECT id, code, name, kind, parentId, parentName, path, policyId FROM office WHERE path = ? OR path LIKE ?
     ORDER BY nameFolded, id`,
    [office.path, `${office.path}/%`],
  );
}

/** Full names by id. */
export async function readNames(
  db: DataSource,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Pick<Person, 'id' | 'fullName'>[]>(
    'SELECT id, fullName FROM person WHERE id IN (?)',
    [ids],
  );
  return new Map(rows.map(({ id, fullName }) => [id, fullName]));
}
