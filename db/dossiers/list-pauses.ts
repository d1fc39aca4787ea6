import { IsNull, type EntityManager } from 'typeorm';
import { Pause } from './entity';

/** The pauses of a dossier, ended and open, oldest first; most policies allow none. */
export function listPauses(manager: EntityManager, dossierId: string): Promise<Pause[]> {
  return manager.find(Pause, { where: { dossierId }, order: { startedAt: 'ASC' } });
}

/** The open pause of a dossier. */
export function findOpenPause(manager: EntityManager, dossierId: string): Promise<Pause | null> {
  return manager.findOneBy(Pause, { dossierId, endedAt: IsNull() });
}
