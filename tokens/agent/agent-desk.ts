import { createHash, createPublicKey, randomUUID, type KeyObject } from 'node:crypto';
import { isProblemCode, SaoyError, type ProblemCode } from '../../domain/problem';
import { isSignedBy, type Mechanism } from '../pkcs11/mechanisms';
import {
  bounds,
  macEquals,
  newPairingCode,
  openMessage,
  outcomeBody,
  pairingKey,
  pairingMac,
  pollBody,
  signMessage,
  type ItemOutcome,
  type OfferedCertificate,
  type OfferedRequest,
  type OutcomeAnswerBody,
  type PairingAnswer,
  type PairingRequest,
  type PollAnswerBody,
  type SignedMessage,
  type SigningItem,
} from './protocol';

export interface Pairing {
  pairingId: string;
  secret: string;
  officerId: string;
  /** Milliseconds since 1970, as every instant here. */
  expiresAt: number;
}

export interface PairedAgent {
  agentId: string;
  officerId: string;
  /** Ed25519, SPKI DER. */
  publicKey: Uint8Array;
  computerName: string;
  pairedAt: number;
}

export interface SigningRequest {
  requestId: string;
  officerId: string;
  step: 'sign' | 'seal';
  /** DER of the officer's registered certificate: nothing else may answer. */
  certificate: Uint8Array;
  mechanism: Mechanism;
  expiresAt: number;
  items: SigningItem[];
}

/** What became of one item: the raw signature, verified, or why there is none. */
export type JudgedOutcome =
  | { itemId: string; signature: Uint8Array }
  | { itemId: string; code: ProblemCode; triesLeft?: number };

/** Where the desk keeps things; each method that says so must be atomic. */
export interface AgentStore {
  savePairing(pairing: Pairing): Promise<void>;
  /** Counts a try and gives the pairing with the number of tries so far, this one among them (atomic). */
  tryPairing(pairingId: string): Promise<{ pairing: Pairing; tries: number } | undefined>;
  /** Takes the pairing away; false where it was gone already (atomic). */
  usePairing(pairingId: string): Promise<boolean>;
  saveAgent(agent: PairedAgent): Promise<void>;
  /** Undefined for agents that were removed. */
  findAgent(agentId: string): Promise<PairedAgent | undefined>;
  /** Sets the last sequence number if this one is higher; false otherwise (atomic). */
  advanceSequence(agentId: string, sequence: number): Promise<boolean>;
  /** What the tokens of a computer hold now. */
  keepCertificates(agentId: string, certificates: OfferedCertificate[]): Promise<void>;
  /** Requests of an officer that are neither answered nor ended. */
  listOpenRequests(officerId: string, now: number): Promise<SigningRequest[]>;
  /** With the items that are still open; undefined where there are none. */
  findRequest(requestId: string): Promise<SigningRequest | undefined>;
  /** Records an answer to each item that is still open (atomic). @returns ids of those */
  answerRequest(requestId: string, outcomes: JudgedOutcome[]): Promise<string[]>;
}

/** How often a waiting agent's requests are looked for: other processes make them. */
const lookMs = 1000;
/** Polls of one officer that wait at once; one more is answered without a wait. */
const waitingMax = 8;

/**
 * The server's side of the officer's own token: pairs agents, offers them requests, judges answers.
 * It keeps nothing but who is waiting. Routes hand it parsed bodies; it throws SaoyError codes.
 */
export class AgentDesk {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(
    private readonly store: AgentStore,
    /** Ed25519 private key of the server; agents pin its public key. */
    private readonly serverKey: KeyObject,
    private readonly clock: () => number = Date.now,
  ) {}

  /** @returns the code to show to the officer, good once and for five minutes */
  async openPairing(officerId: string): Promise<{ code: string; expiresAt: number }> {
    const { pairingId, secret, shown } = newPairingCode();
    const expiresAt = this.clock() + bounds.pairingMs;
    await this.store.savePairing({ pairingId, secret, officerId, expiresAt });
    return { code: shown, expiresAt };
  }

  /** @throws SaoyError `agent-code-wrong`, `agent-code-expired`, `agent-message-invalid` */
  async pair(request: PairingRequest): Promise<PairingAnswer> {
    const agentKey = readEd25519(request.publicKey);
    const found = await this.store.tryPairing(request.pairingId);
    if (!found) throw new SaoyError('agent-code-wrong');
    const { pairing, tries } = found;
    if (pairing.expiresAt <= this.clock() || tries > bounds.pairingTries)
      throw new SaoyError('agent-code-expired');
    const { publicKey, computerName, nonce } = request;
    const key = await pairingKey(pairing.secret, nonce);
    if (!macEquals(request.mac, pairingMac(key, 'agent', [publicKey, computerName, nonce])))
      throw new SaoyError('agent-code-wrong');
    if (!(await this.store.usePairing(pairing.pairingId)))
      throw new SaoyError('agent-code-expired');
    const agentId = randomUUID();
    await this.store.saveAgent({
      agentId,
      officerId: pairing.officerId,
      publicKey: agentKey,
      computerName,
      pairedAt: this.clock(),
    });
    const ours = createPublicKey(this.serverKey)
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
    const mac = pairingMac(key, 'server', [agentId, ours, publicKey, nonce]);
    return { agentId, publicKey: ours, mac };
  }

  /**
   * Answers with the officer's open requests, waiting for the first one for a while.
   * @throws SaoyError `agent-unknown`, `agent-message-invalid`, `agent-replayed`
   */
  async poll(message: SignedMessage, waitMs: number): Promise<SignedMessage> {
    const { agent, body } = await this.open('poll', message, pollBody);
    if (body.certificates) await this.store.keepCertificates(agent.agentId, body.certificates);
    const isFull = (this.waiting.get(agent.officerId)?.size ?? 0) >= waitingMax;
    const until = this.clock() + (body.certificates || isFull ? 0 : waitMs);
    let requests = await this.offer(agent.officerId);
    while (requests.length === 0 && this.clock() < until) {
      await this.untilWoken(agent.officerId, Math.min(lookMs, until - this.clock()));
      requests = await this.offer(agent.officerId);
    }
    const answer: PollAnswerBody = { nonce: body.nonce, requests };
    return signMessage('poll-answer', answer, this.serverKey);
  }

  /** Says that an officer has a new request: agents that wait hear of it at once. */
  wake(officerId: string): void {
    for (const wakeOne of this.waiting.get(officerId) ?? []) wakeOne();
  }

  /**
   * Judges what an agent answers. A signature counts only if the officer's registered certificate
   * made it over the very bytes that were asked: whoever holds the pairing alone has nothing.
   * @returns ids of the items that are answered now, and the message for the agent
   * @throws SaoyError as `poll`, and `agent-request-closed` for one answered, ended or not its own
   */
  async answer(message: SignedMessage): Promise<{ taken: string[]; reply: SignedMessage }> {
    const { agent, body } = await this.open('outcome', message, outcomeBody);
    const request = await this.store.findRequest(body.requestId);
    if (request?.officerId !== agent.officerId || request.expiresAt <= this.clock())
      throw new SaoyError('agent-request-closed');
    const outcomes = request.items.map((item) => judge(request, item, body.outcomes));
    const taken = await this.store.answerRequest(request.requestId, outcomes);
    if (taken.length === 0) throw new SaoyError('agent-request-closed');
    const reply: OutcomeAnswerBody = {
      nonce: body.nonce,
      outcomes: outcomes.map(({ itemId, ...outcome }) => {
        if (!taken.includes(itemId))
          return { itemId, accepted: false, code: 'agent-request-closed' };
        return 'code' in outcome
          ? { itemId, accepted: false, code: outcome.code }
          : { itemId, accepted: true };
      }),
    };
    return { taken, reply: signMessage('outcome-answer', reply, this.serverKey) };
  }

  private async open<T extends { agentId: string; sequence: number }>(
    kind: 'poll' | 'outcome',
    message: SignedMessage,
    shape: Parameters<typeof openMessage<T>>[3],
  ): Promise<{ agent: PairedAgent; body: T }> {
    const agent = await this.store.findAgent(claimedAgentId(message));
    if (!agent) throw new SaoyError('agent-unknown');
    const body = openMessage(kind, message, agent.publicKey, shape);
    if (!(await this.store.advanceSequence(agent.agentId, body.sequence)))
      throw new SaoyError('agent-replayed');
    return { agent, body };
  }

  private untilWoken(officerId: string, ms: number): Promise<void> {
    const waiting = this.waiting.get(officerId) ?? new Set();
    this.waiting.set(officerId, waiting);
    return new Promise((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer);
        waiting.delete(wakeUp);
        if (waiting.size === 0) this.waiting.delete(officerId);
        resolve();
      };
      const timer = setTimeout(wakeUp, ms);
      waiting.add(wakeUp);
    });
  }

  private async offer(officerId: string): Promise<OfferedRequest[]> {
    const now = this.clock();
    const requests = await this.store.listOpenRequests(officerId, now);
    return requests.map(({ requestId, step, certificate, mechanism, expiresAt, items }) => ({
      requestId,
      step,
      certificateFingerprint: createHash('sha256').update(certificate).digest('hex'),
      mechanism,
      expiresInMs: expiresAt - now,
      items,
    }));
  }
}

function judge(request: SigningRequest, item: SigningItem, given: ItemOutcome[]): JudgedOutcome {
  const { itemId } = item;
  const [outcome, ...more] = given.filter((candidate) => candidate.itemId === itemId);
  if (!outcome || more.length > 0) return { itemId, code: 'agent-signature-invalid' };
  if ('code' in outcome) {
    const code = isProblemCode(outcome.code) ? outcome.code : 'token-failed';
    return outcome.triesLeft === undefined
      ? { itemId, code }
      : { itemId, code, triesLeft: outcome.triesLeft };
  }
  const signature = Buffer.from(outcome.signature, 'base64');
  const data = Buffer.from(item.toBeSigned, 'base64');
  return isSignedBy(request.certificate, request.mechanism, data, signature)
    ? { itemId, signature }
    : { itemId, code: 'agent-signature-invalid' };
}

/** Whom the message says it is from; believed only once its signature held. */
function claimedAgentId(message: SignedMessage): string {
  try {
    const { agentId } = JSON.parse(message.body) as { agentId?: unknown };
    return typeof agentId === 'string' ? agentId : '';
  } catch {
    throw new SaoyError('agent-message-invalid');
  }
}

function readEd25519(publicKey: string): Uint8Array {
  const der = Buffer.from(publicKey, 'base64');
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return der;
  } catch {
    // falls through: no key at all
  }
  throw new SaoyError('agent-message-invalid');
}
