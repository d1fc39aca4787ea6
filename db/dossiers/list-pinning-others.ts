import { type EntityManager, In, MoreThan, Not } from 'typeorm';
import { isFinal, stages } from '../../domain/process';
import { Dossier, Pause, StepClock } from './entity';

const openStages = stages.filter((stage) => !isFinal(stage));

/** Open dossiers that pin another version than this one of a calendar, by id. */
export function listPinningOthers(
  manager: EntityManager,
  { calendar, after, limit }: { calendar: string; after: string; limit: number },
): Promise<Dossier[]> {
  return manager.find(Dossier, {
    where: { id: MoreThan(after), stage: In(openStages), calendar: Not(calendar) },
    order: { id: 'ASC' },
    take: limit,
  });
}

/** All clocks and pauses of these dossiers, by dossier; one without any is left out. */
export async function readClocksOf(
  manager: EntityManager,
  dossierIds: readonly string[],
): Promise<{ clocks: Map<string, StepClock[]>; pauses: Map<string, Pause[]> }> {
  if (dossierIds.length === 0) return { clocks: new Map(), pauses: new Map() };
  const where = { dossierId: In(dossierIds) };
  return {
    clocks: byDossier(await manager.find(StepClock, { where })),
    pauses: byDossier(await manager.find(Pause, { where })),
  };
}

function byDossier<Row extends { dossierId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    grouped.set(row.dossierId, [...(grouped.get(row.dossierId) ?? []), row]);
  }
  return grouped;
}
