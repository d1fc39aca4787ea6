import type { DataSource } from 'typeorm';
import type { SignatureRequest } from '../../db/signing/entity';
import {
  advanceSequence,
  countPairingTry,
  findAgent,
  recordAgent,
  recordOffered,
  recordPairing,
  usePairing,
} from '../../db/agents/agents';
import {
  type Answer,
  listOffer,
  offerSignatureRequests,
  recordAnswers,
} from '../../db/signing/signature-requests';
import type { AgentStore, SigningRequest } from '../../tokens/agent/agent-desk';
import { bounds } from '../../tokens/agent/protocol';

/** The desk's port on our database: what must be atomic is one statement or one transaction. */
export function createAgentStore(db: DataSource, now: () => number): AgentStore {
  return {
    savePairing: ({ pairingId, secret, officerId, expiresAt }) =>
      recordPairing(db, {
        pairingId,
        secret,
        personId: officerId,
        expiresAt: new Date(expiresAt),
      }),

    async tryPairing(pairingId) {
      const found = await countPairingTry(db, pairingId);
      if (!found) return undefined;
      const { secret, personId: officerId, expiresAt, tries } = found;
      return { pairing: { pairingId, secret, officerId, expiresAt: expiresAt.getTime() }, tries };
    },

    usePairing: (pairingId) => usePairing(db, pairingId),

    saveAgent: ({ agentId, officerId, publicKey, computerName, pairedAt }) =>
      recordAgent(db, {
        id: agentId,
        personId: officerId,
        publicKey: Buffer.from(publicKey),
        computerName,
        pairedAt: new Date(pairedAt),
      }),

    async findAgent(agentId) {
      const found = await findAgent(db, agentId);
      return (
        found && {
          agentId,
          officerId: found.personId,
          publicKey: found.publicKey,
          computerName: found.computerName,
          pairedAt: found.pairedAt.getTime(),
        }
      );
    },

    advanceSequence: (agentId, sequence) => advanceSequence(db, agentId, sequence, new Date(now())),

    keepCertificates: (agentId, certificates) => recordOffered(db, agentId, certificates),

    async listOpenRequests(officerId, at) {
      const open = await offerSignatureRequests(
        db,
        officerId,
        new Date(at),
        bounds.itemsPerRequest,
      );
      const requests = new Map<string, SignatureRequest[]>();
      for (const asked of open) {
        const id = String(asked.offerId);
        requests.set(id, [...(requests.get(id) ?? []), asked]);
      }
      return [...requests.values()].flatMap((items) => toRequest(items) ?? []);
    },

    async findRequest(requestId) {
      return toRequest(await listOffer(db, requestId));
    },

    answerRequest: (_requestId, outcomes) =>
      recordAnswers(
        db,
        new Map(
          outcomes.map(({ itemId, ...outcome }): [string, Answer] => {
            if (!('code' in outcome)) return [itemId, outcome];
            const { code, triesLeft } = outcome;
            return [itemId, { failure: code, ...(triesLeft === undefined ? {} : { triesLeft }) }];
          }),
        ),
        new Date(now()),
      ),
  };
}

/** A request ends with the first of its items. */
function toRequest(items: SignatureRequest[]): SigningRequest | undefined {
  const [first] = items;
  if (!first) return undefined;
  return {
    requestId: String(first.offerId),
    officerId: first.personId,
    step: first.step,
    certificate: first.certificate,
    mechanism: first.mechanism,
    expiresAt: Math.min(...items.map(({ expiresAt }) => expiresAt.getTime())),
    items: items.map(({ id, code, initials, pages, toBeSigned }) => ({
      itemId: id,
      dossier: code,
      initials,
      pages,
      toBeSigned: toBeSigned.toString('base64'),
    })),
  };
}
