import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import type { ListName } from '../../domain/work-lists';
import { stagesOfList } from './list-dossiers';

type WorkList = Exclude<ListName, 'all'>;

export type DossierCounts = Record<WorkList | 'near' | 'late', number> & {
  /** Of them those whose running step a person holds, and those that nobody does. */
  mine: Record<WorkList, number>;
  unassigned: Record<WorkList, number>;
};

/** An office's open dossiers by work list, and how many of them are near or over their due. */
export async function countDossiers(
  db: DataSource,
  officeId: string,
  personId: string,
  now: Date,
): Promise<DossierCounts> {
  const rows = await db.query<({ stage: Stage } & Record<Column, string>)[]>(
    `SELECT d.stage, COUNT(*) AS total,
        SUM(held.personId <=> ?) AS mine, SUM(c.step IS NOT NULL AND held.personId IS NULL) AS unassigned,
        SUM(COALESCE(c.due, d.legalDue) < ?) AS late,
        SUM(COALESCE(c.due, d.legalDue) >= ? AND c.noticeAt IS NOT NULL AND c.noticeAt <= ?) AS near
      FROM dossier d
      LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
      LEFT JOIN assignment held ON held.dossierId = d.id AND held.step = c.step
      WHERE d.officeId = ? AND d.stage IN (?)
      GROUP BY d.stage`,
    [personId, now, now, now, officeId, stagesOfList.open],
  );
  const sum = (stages: readonly Stage[], column: Column) =>
    rows
      .filter(({ stage }) => stages.includes(stage))
      .reduce((total, row) => total + Number(row[column]), 0);
  const byList = (column: Column): Record<WorkList, number> => ({
    create: sum(stagesOfList.create, column),
    returned: sum(stagesOfList.returned, column),
    sign: sum(stagesOfList.sign, column),
    seal: sum(stagesOfList.seal, column),
    open: sum(stagesOfList.open, column),
  });
  return {
    ...byList('total'),
    mine: byList('mine'),
    unassigned: byList('unassigned'),
    near: sum(stagesOfList.open, 'near'),
    late: sum(stagesOfList.open, 'late'),
  };
}

type Column = 'total' | 'mine' | 'unassigned' | 'near' | 'late';

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
