import { randomUUID } from 'node:crypto';
import { Remark } from '../../db/dossiers/entity';
import type { ApiDeps } from '../http/deps';

/** Keeps free text beside the dossier; only its id travels through the workflow. */
export async function writeRemark(
  { db, now }: ApiDeps,
  dossierId: string,
  actorId: string,
  text: string,
): Promise<string> {
  const id = randomUUID();
  await db.manager.insert(Remark, { id, dossierId, actorId, text, at: new Date(now()) });
  return id;
}
