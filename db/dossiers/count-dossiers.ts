import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import { type DossierListName, stagesOfList } from './list-dossiers';

export type DossierCounts = Record<Exclude<DossierListName, 'all'> | 'near' | 'late', number>;

/** An office's open dossiers by work list, and how many of them are near or over their due. */
export async function countDossiers(
  db: DataSource,
  officeId: string,
  now: Date,
): Promise<DossierCounts> {
  const rows = await db.query<{ stage: Stage; total: string; near: string; late: string }[]>(
    `SELECT d.stage, COUNT(*) AS total,
        SUM(COALESCE(c.due, d.legalDue) < ?) AS late,
        SUM(COALESCE(c.due, d.legalDue) >= ? AND c.noticeAt IS NOT NULL AND c.noticeAt <= ?) AS near
      FROM dossier d
      LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
      WHERE d.officeId = ? AND d.stage IN (?)
      GROUP BY d.stage`,
    [now, now, now, officeId, stagesOfList.open],
  );
  const sum = (stages: readonly Stage[], column: 'total' | 'near' | 'late') =>
    rows
      .filter(({ stage }) => stages.includes(stage))
      .reduce((total, row) => total + Number(row[column]), 0);
  return {
    create: sum(stagesOfList.create, 'total'),
    returned: sum(stagesOfList.returned, 'total'),
    sign: sum(stagesOfList.sign, 'total'),
    seal: sum(stagesOfList.seal, 'total'),
    open: sum(stagesOfList.open, 'total'),
    near: sum(stagesOfList.open, 'near'),
    late: sum(stagesOfList.open, 'late'),
  };
}

export type Mark = 'ok' | 'near' | 'late';

/**
 * How a dossier stands at `now`: over the due of its step (or of the law, where no step runs), past
 * the notice of its step, or neither. Pure; `countDossiers` says the same in SQL.
 */
export function markOf(
  dossier: { legalDue: Date; clock: { due: Date; noticeAt: Date } | null },
  now: Date,
): Mark {
  if ((dossier.clock?.due ?? dossier.legalDue) < now) return 'late';
  return dossier.clock && dossier.clock.noticeAt <= now ? 'near' : 'ok';
}
