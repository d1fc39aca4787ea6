import type { EntityManager } from 'typeorm';
import { ReceivedFile } from './entity';

/** The files of a dossier's scan as they were handed over. */
export function listReceivedFiles(
  manager: EntityManager,
  dossierId: string,
): Promise<ReceivedFile[]> {
  return manager.findBy(ReceivedFile, { dossierId });
}
