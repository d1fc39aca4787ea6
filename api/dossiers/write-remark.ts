import { recordRemark } from '../../db/dossiers/record-remark';
import type { ApiDeps } from '../http/deps';

/** Keeps free text beside the dossier; only its id travels through the workflow. */
export function writeRemark(
  { db, now }: ApiDeps,
  dossierId: string,
  actorId: string,
  text: string,
): Promise<string> {
  return recordRemark(db.manager, { dossierId, actorId, text, at: new Date(now()) });
}
