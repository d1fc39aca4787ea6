import { type DataSource, In } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Dossier, Remark, Visit } from '../entities/dossier';
import { OutboxItem } from '../entities/trace';
import { type DossierLine, type RawLine, selectLines, toLine } from './dossier-row';

/** All that one dossier's page shows. */
export interface WholeDossier {
  line: DossierLine;
  dossier: Dossier;
  visit: Visit;
  /** The mail with the copy; null until there is one. */
  delivery: OutboxItem | null;
  /** What was written when it was returned, refused, cancelled or withdrawn last. */
  remark: string | null;
}

/** @throws SaoyError `dossier-unknown` where none of these offices has it. */
export async function getDossier(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<WholeDossier> {
  const dossier = await db.manager.findOneBy(Dossier, { id, officeId: In([...officeIds]) });
  if (!dossier) throw new SaoyError('dossier-unknown');
  const [visit, rows, delivery, remark] = await Promise.all([
    db.manager.findOneByOrFail(Visit, { id: dossier.visitId }),
    db.query<RawLine[]>(`${selectLines} WHERE d.id = ?`, [id]),
    db.manager.findOneBy(OutboxItem, { dossierId: id, kind: 'mail-copy' }),
    dossier.lastRemarkId ? db.manager.findOneBy(Remark, { id: dossier.lastRemarkId }) : null,
  ]);
  return {
    line: toLine(rows[0] as RawLine),
    dossier,
    visit,
    delivery,
    remark: remark?.text ?? null,
  };
}
