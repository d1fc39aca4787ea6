import { Dossier, Visit } from '../../db/dossiers/entity';
import { AskedSignature } from '../../db/signing/entity';
import { endAsked, recordAsked } from '../../db/signing/asked-signatures';
import type { ProblemParams } from '../../domain/problem';
import type { ActivityDeps } from '../deps';
import { getSignatureWork } from './signature-work';

/** Time to see it, to read, to type a PIN or sign in; the dossier takes no other act meanwhile. */
const patienceMs = { agent: 5 * 60_000, remote: 150_000, consent: 5 * 60_000 };

interface Act {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
  at: number;
}

export type AskedAnswer =
  | { status: 'open'; expiresAt: number }
  | { status: 'signed'; signature: string }
  | { status: 'failed'; code: string; params: ProblemParams };

/** A signature asked of a person's own key: put where their computer finds it, and looked after. */
export function createAskSignature(deps: ActivityDeps) {
  const { db, now } = deps;
  const getAsked = ({ dossierId, step, actKey: attempt }: Act) =>
    db.manager.findOneByOrFail(AskedSignature, { dossierId, step, attempt });

  return {
    async askSignature(order: Act & { actorId: string }): Promise<void> {
      const { dossierId, step, actKey: attempt } = order;
      const work = await getSignatureWork(deps, order);
      if (work.way === 'token') throw new Error('a token at our server is asked by its process');
      const dossier = await db.manager.findOneByOrFail(Dossier, { id: dossierId });
      const visit = await db.manager.findOneByOrFail(Visit, { id: dossier.visitId });
      const askedAt = now();
      await recordAsked(db, {
        way: work.way,
        dossierId,
        officeId: dossier.officeId,
        personId: order.actorId,
        step,
        attempt,
        code: dossier.code,
        initials: initialsOf(visit.requesterName),
        pages: dossier.scanPages ?? dossier.originalPages,
        certificate: Buffer.from(work.certificates[0] ?? '', 'base64'),
        mechanism: work.mechanism,
        toBeSigned: work.toBeSigned,
        askedAt,
        expiresAt: new Date(askedAt.getTime() + patienceMs[work.way]),
      });
    },

    /** What became of it; one whose time is over ends here, whoever looks first. */
    async lookForAnswer(order: Act): Promise<AskedAnswer> {
      const asked = await getAsked(order);
      const at = now();
      if (asked.answeredAt !== null) return answerOf(asked);
      if (asked.expiresAt > at) return { status: 'open', expiresAt: asked.expiresAt.getTime() };
      const code = asked.way === 'consent' ? 'consent-expired' : 'signing-expired';
      return answerOf(await endAsked(db, asked.id, code, at));
    },

    async endSignatureRequest(order: Act & { code: string }): Promise<void> {
      await endAsked(db, (await getAsked(order)).id, order.code, now());
    },
  };
}

function answerOf({ signature, failure, triesLeft }: AskedSignature): AskedAnswer {
  if (signature !== null) return { status: 'signed', signature: signature.toString('base64') };
  const params: ProblemParams = triesLeft === null ? {} : { triesLeft };
  return { status: 'failed', code: failure ?? 'signing-expired', params };
}

/** "Nguyễn Thị Ví Dụ" as "N.T.V.D.": enough to recognise, not to know. */
export function initialsOf(name: string): string {
  const words = name.normalize('NFC').match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  const initials = words.slice(0, 10).map((word) => `${(word[0] as string).toUpperCase()}.`);
  return initials.join('') || 'X.';
}
