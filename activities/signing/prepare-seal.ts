import type { ActivityDeps } from '../deps';
import { assignNumberTo } from '../registers/assign-number';
import { getReadySigner, keepPrepared, type PrepareInput } from './prepare-signature';
import { getSigningFacts, type SigningFacts } from '../../db/signing/find-signing-facts';
import { prepareSeal } from '../../documents/copy/prepare-seal';

/**
 * Takes the number, fills it in with its date and makes what the agency's token must sign (revision 2).
 * @throws SaoyError as `getReadySigner`, `book-unknown`, `book-closed`
 */
export function createPrepareSeal(deps: ActivityDeps) {
  const { db, store } = deps;
  return async (input: PrepareInput & { bookId: string | null }): Promise<void> => {
    const act = { ...input, step: 'seal' } as const;
    const facts = await getSigningFacts(db.manager, act);
    // Where the key cannot sign, no number is taken.
    const key = await getReadySigner(deps, facts, act);
    const { dossier, office, pictureHash } = facts;
    const entry = facts.entry ?? (await takeEntry(act));
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
        signedAt: input.at,
      }),
    );
  };

  async function takeEntry(
    act: PrepareInput & { bookId: string | null; step: 'seal' },
  ): Promise<NonNullable<SigningFacts['entry']>> {
    await assignNumberTo(deps, act);
    const { entry } = await getSigningFacts(db.manager, act);
    if (entry === null) throw new Error('the number that was taken is in no register');
    return entry;
  }
}

/** The parts of yyyy-MM-dd as they are written on the page. */
function partsOf(date: string) {
  const [year = '', month = '', day = ''] = date.split('-');
  return { day, month, year };
}
