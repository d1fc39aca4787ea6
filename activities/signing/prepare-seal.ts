import { prepareSeal } from '../../documents/copy/prepare-seal';
import { findMarkPicture } from '../../db/marks/find-marks';
import { Dossier } from '../../db/dossiers/entity';
import { Office } from '../../db/offices/entity';
import { Book, RegisterEntry } from '../../db/registers/entity';
import type { ActivityDeps } from '../deps';
import { getReadySigner, keepPrepared, type PrepareOrder } from './signature-work';

/** Fills number and date and makes what the agency's token must sign (revision 2). */
export function createPrepareSeal(deps: ActivityDeps) {
  const { db, store } = deps;
  return async (order: PrepareOrder): Promise<void> => {
    const dossier = await db.manager.findOneByOrFail(Dossier, { id: order.dossierId });
    const entry = await db.manager.findOneByOrFail(RegisterEntry, { dossierId: dossier.id });
    const book = await db.manager.findOneByOrFail(Book, { id: entry.bookId });
    const office = await db.manager.findOneByOrFail(Office, { id: dossier.officeId });
    const key = await getReadySigner(deps, { ...order, office, step: 'seal' });
    const seal = await findMarkPicture(db.manager, 'seal', office.id);
    const certifiedHash = String(dossier.certifiedHash);
    await keepPrepared(deps, { ...order, step: 'seal' }, key, certifiedHash, async (certified) =>
      prepareSeal({
        certified,
        number: entry.numberText,
        book: book.name,
        date: partsOf(entry.certifiedOn),
        officeName: office.name,
        ...(seal ? { sealImage: await store.get(seal.sha256) } : {}),
        signer: key,
        tokenBytes: key.tokenBytes,
        signedAt: order.at,
      }),
    );
  };
}

/** The parts of yyyy-MM-dd as they are written on the page. */
function partsOf(date: string) {
  const [year = '', month = '', day = ''] = date.split('-');
  return { day, month, year };
}
