import { type DataSource, In } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Dossier, Remark, Visit } from './entity';
import type { OutboxItem } from '../notices/entity';
import { findNewestMail } from '../notices/outbox';
import { type DossierLine, type RawLine, selectLines, toLine } from './dossier-row';
import { inSnapshot } from '../transaction';

/** All that one dossier's page shows. */
export interface WholeDossier {
  line: DossierLine;
  dossier: Dossier;
  visit: Visit;
  /** The newest mail to the requester: copy, refusal or revocation; null until there is one. */
  delivery: OutboxItem | null;
  /** What was written when it was returned, refused, cancelled or withdrawn last. */
  remark: string | null;
}

/**
 * Everything as of one instant: a due time never stands beside the reasons of the one before.
 * @throws SaoyError `dossier-unknown` where none of these offices has it.
 */
export async function getDossier(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<WholeDossier> {
  return inSnapshot(db, async (snapshot) => {
    const dossier = await snapshot.findOneBy(Dossier, { id, officeId: In([...officeIds]) });
    if (!dossier) throw new SaoyError('dossier-unknown');
    const { visitId, lastRemarkId } = dossier;
    const visit = await snapshot.findOneByOrFail(Visit, { id: visitId });
    const rows = await snapshot.query<RawLine[]>(`${selectLines} WHERE d.id = ?`, [id]);
    const delivery = await findNewestMail(snapshot, id);
    const remark = lastRemarkId ? await snapshot.findOneBy(Remark, { id: lastRemarkId }) : null;
    const line = toLine(rows[0] as RawLine);
    return { line, dossier, visit, delivery, remark: remark?.text ?? null };
  });
}
