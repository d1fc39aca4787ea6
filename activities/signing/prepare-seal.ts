import type { ActivityDeps } from '../deps';
import { getReadySigner, keepPrepared, type PrepareOrder } from './signature-work';
import { getSigningFacts } from '../../db/signing/find-signing-facts';
import { prepareSeal } from '../../documents/copy/prepare-seal';

/** Fills number and date and makes what the agency's token must sign (revision 2). */
export function createPrepareSeal(deps: ActivityDeps) {
  const { db, store } = deps;
  return async (order: PrepareOrder): Promise<void> => {
    const act = { ...order, step: 'seal' } as const;
    const facts = await getSigningFacts(db.manager, act);
    const { dossier, office, entry, pictureHash } = facts;
    if (entry === null) throw new Error('a seal is prepared for a dossier without a number');
    const key = await getReadySigner(deps, facts, act);
    const certifiedHash = String(dossier.certifiedHash);
    await keepPrepared(deps, act, facts.isPrepared, key, certifiedHash, async (certified) =>
      prepareSeal({
        certified,
        number: entry.numberText,
        book: entry.book,
        date: partsOf(entry.certifiedOn),
        officeName: office.name,
        ...(pictureHash ? { sealImage: await store.get(pictureHash) } : {}),
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
