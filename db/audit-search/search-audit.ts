import type { DataSource } from 'typeorm';
import { inBranches } from '../people/in-branches';
import { valueOfJson } from '../value-of-json';
import type { AuditEvent } from '../audit/entity';

/** An event of the log with the names of what it speaks of. */
export interface AuditLine extends Omit<AuditEvent, 'actKey'> {
  officeName: string;
  actorName: string | null;
  /** Of the dossier. */
  code: string | null;
  /** Whom an act of administration was done to. */
  personName: string | null;
  /** Of the session, as long as it is kept. */
  browser: string | null;
  os: string | null;
  address: string | null;
}

export interface AuditFilter {
  /** Path of the branch, or one office alone. */
  within: { branch: string } | { officeId: string };
  from: Date;
  before: Date;
  action?: string | undefined;
  /** Who acted. */
  actorId?: string | undefined;
  /** To whom it was done. */
  personId?: string | undefined;
  dossierCode?: string | undefined;
  inSession?: string | undefined;
}

/** The last line of the page before. */
export interface AuditAfter {
  at: Date;
  officeId: string;
  sequence: number;
}

type Row = Omit<AuditLine, 'sequence' | 'details'> & {
  sequence: string | number;
  details: unknown;
};

/** The newest first. One line more than `limit` says that there are more. */
export async function searchAudit(
  db: DataSource,
  filter: AuditFilter,
  { after, limit }: { after?: AuditAfter | undefined; limit: number },
): Promise<{ lines: AuditLine[]; next: AuditAfter | null }> {
  const { where, parameters } = conditionsOf(filter);
  const beyond = after ? 'AND (e.at, e.officeId, e.sequence) < (?, ?, ?)' : '';
  const place = after ? [after.at, after.officeId, after.sequence] : [];
  const rows = await db.query<Row[]>(
    `SELECT e.officeId, e.sequence, e.dossierId, e.actorId, e.inSession, e.action, e.details, e.at,
        e.previousHash, e.hash, o.name AS officeName, p.fullName AS actorName, d.code,
        whom.fullName AS personName, s.browser, s.os, s.address
      FROM audit_event e
      JOIN office o ON o.id = e.officeId
      LEFT JOIN person p ON p.id = e.actorId
      LEFT JOIN dossier d ON d.id = e.dossierId
      LEFT JOIN person whom ON whom.id = JSON_VALUE(e.details, '$.personId')
      LEFT JOIN session s ON s.id = e.inSession
      WHERE ${where} ${beyond} ORDER BY e.at DESC, e.officeId DESC, e.sequence DESC LIMIT ?`,
    [...parameters, ...place, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(({ sequence, details, ...row }) => ({
      ...row,
      sequence: Number(sequence),
      details: valueOfJson(details) as AuditEvent['details'],
    })),
    next:
      rows.length > limit && last
        ? { at: last.at, officeId: last.officeId, sequence: Number(last.sequence) }
        : null,
  };
}

function conditionsOf(filter: AuditFilter): { where: string; parameters: unknown[] } {
  const { within, from, before, action, actorId, personId, dossierCode, inSession } = filter;
  const branch = 'branch' in within ? inBranches([within.branch]) : undefined;
  const conditions: [sql: string, ...parameters: unknown[]][] = [
    branch
      ? [branch.sql, ...branch.parameters]
      : ['e.officeId = ?', (within as { officeId: string }).officeId],
    ['e.at >= ? AND e.at < ?', from, before],
  ];
  if (action) conditions.push(['e.action = ?', action]);
  if (actorId) conditions.push(['e.actorId = ?', actorId]);
  if (inSession) conditions.push(['e.inSession = ?', inSession]);
  if (dossierCode) conditions.push(['d.code = ?', dossierCode]);
  if (personId) conditions.push(["JSON_VALUE(e.details, '$.personId') = ?", personId]);
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...rest]) => rest),
  };
}
