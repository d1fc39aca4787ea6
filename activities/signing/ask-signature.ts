import { getDossierRow, getVisitOf } from '../../db/dossiers/rows';
import type { SignatureRequest } from '../../db/signing/entity';
import { getPreparedSignature } from '../../db/signing/prepared-signatures';
import {
  endSignatureRequest,
  getSignatureRequest,
  recordSignatureRequest,
} from '../../db/signing/signature-requests';
import type { ProblemParams } from '../../domain/problem';
import type { ActivityDeps } from '../deps';

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

/** A signature request to a person's own key: recorded for their computer to find, answered or ended. */
export function createAskSignature(deps: ActivityDeps) {
  const { db, now } = deps;

  return {
    async askSignature(input: Act & { actorId: string }): Promise<void> {
      const { dossierId, step, actKey: attempt } = input;
      const prepared = await getPreparedSignature(db.manager, input);
      if (prepared.method === 'token')
        throw new Error('a token at our server is asked by its process');
      const dossier = await getDossierRow(db, dossierId);
      const visit = await getVisitOf(db, dossier);
      const askedAt = now();
      await recordSignatureRequest(db, {
        method: prepared.method,
        dossierId,
        officeId: dossier.officeId,
        personId: input.actorId,
        step,
        attempt,
        code: dossier.code,
        initials: initialsOf(visit.requesterName),
        pages: dossier.scanPages ?? dossier.originalPages,
        certificate: Buffer.from(prepared.certificates[0] ?? '', 'base64'),
        mechanism: prepared.mechanism,
        toBeSigned: prepared.toBeSigned,
        askedAt,
        expiresAt: new Date(askedAt.getTime() + patienceMs[prepared.method]),
      });
    },

    /** The answer so far. A request whose time is over is ended here. */
    async lookForAnswer(input: Act): Promise<AskedAnswer> {
      const asked = await getSignatureRequest(db.manager, input);
      const at = now();
      if (asked.answeredAt !== null) return answerOf(asked);
      if (asked.expiresAt > at) return { status: 'open', expiresAt: asked.expiresAt.getTime() };
      const code = asked.method === 'consent' ? 'consent-expired' : 'signing-expired';
      return answerOf(await endSignatureRequest(db, asked.id, code, at));
    },

    async endSignatureRequest(input: Act & { code: string }): Promise<void> {
      const { id } = await getSignatureRequest(db.manager, input);
      await endSignatureRequest(db, id, input.code, now());
    },
  };
}

function answerOf({ signature, failure, triesLeft }: SignatureRequest): AskedAnswer {
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
