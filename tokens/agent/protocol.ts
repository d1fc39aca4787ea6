import {
  createHash,
  createHmac,
  createPublicKey,
  randomInt,
  scrypt,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { SaoyError } from '../../domain/problem';
import { mechanisms } from '../pkcs11/mechanisms';

/**
 * What the officer's program and our server say to each other (docs/tokens.md). Each message is a
 * body signed with Ed25519 by the one who says it, under the name of its kind, so that no message
 * can be taken for another. Pairing exchanges the keys under a short code.
 */

export type MessageKind = 'poll' | 'poll-answer' | 'outcome' | 'outcome-answer';

/** Sizes and times that both sides keep to. */
export const bounds = {
  pairingMs: 5 * 60_000,
  pairingTries: 5,
  itemsPerRequest: 100,
  toBeSignedBytes: 16_384,
  messageBytes: 4 * 1024 * 1024,
  /** Of what a computer's tokens hold. */
  certificates: 20,
  certificateBytes: 8_192,
};

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const signedMessage = z.strictObject({
  /** JSON, signed as it stands here. */
  body: z.string().max(bounds.messageBytes),
  signature: base64,
});
export type SignedMessage = z.infer<typeof signedMessage>;

/** On the head of each message of an agent. Sequence numbers only rise: an old one is a replay. */
const agentHead = { agentId: z.uuid(), sequence: z.int().positive(), nonce: z.string().min(16) };

/** A certificate on a token of the officer's computer. */
const offeredCertificate = z.strictObject({
  /** What is shown holds no control characters. */
  tokenLabel: z.string().regex(/^[^\p{C}]{1,64}$/u),
  /** DER. */
  der: base64.max((bounds.certificateBytes * 4) / 3),
});
export type OfferedCertificate = z.infer<typeof offeredCertificate>;

export const pollBody = z.strictObject({
  ...agentHead,
  /** What the tokens hold, when that changed; such a poll is answered at once. */
  certificates: z.array(offeredCertificate).max(bounds.certificates).optional(),
});

/** One dossier to sign, with what its officer is shown. */
const signingItem = z.strictObject({
  itemId: z.string().min(1).max(64),
  /** Code of the dossier. What is shown holds no control characters: it goes to a terminal. */
  dossier: z.string().regex(/^[\p{L}\p{N} ./_-]{1,64}$/u),
  /** Initials of the requester: enough to recognise, not to know. */
  initials: z.string().regex(/^[\p{L}\p{N} .]{1,32}$/u),
  pages: z.int().positive(),
  /** DER of the CMS signed attributes. */
  toBeSigned: base64.max((bounds.toBeSignedBytes * 4) / 3),
});
export type SigningItem = z.infer<typeof signingItem>;

const offeredRequest = z.strictObject({
  requestId: z.uuid(),
  step: z.enum(['sign', 'seal']),
  /** SHA-256 of the certificate that must sign, hex. */
  certificateFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  mechanism: z.enum(mechanisms),
  /** Counted from now, so that the clock of the officer's computer may be wrong. */
  expiresInMs: z.int().positive(),
  items: z.array(signingItem).min(1).max(bounds.itemsPerRequest),
});
export type OfferedRequest = z.infer<typeof offeredRequest>;

export const pollAnswerBody = z.strictObject({
  /** The nonce of the question: an old answer does not fit. */
  nonce: z.string(),
  requests: z.array(offeredRequest),
});
export type PollAnswerBody = z.infer<typeof pollAnswerBody>;

const itemOutcome = z.union([
  z.strictObject({ itemId: z.string(), signature: base64 }),
  z.strictObject({
    itemId: z.string(),
    code: z.string().regex(/^[a-z\d-]{1,60}$/),
    triesLeft: z.int().min(0).optional(),
  }),
]);
export type ItemOutcome = z.infer<typeof itemOutcome>;

export const outcomeBody = z.strictObject({
  ...agentHead,
  requestId: z.uuid(),
  outcomes: z.array(itemOutcome).min(1).max(bounds.itemsPerRequest),
});

export const outcomeAnswerBody = z.strictObject({
  nonce: z.string(),
  /** What became of each item, as the server judged it. */
  outcomes: z.array(
    z.strictObject({ itemId: z.string(), accepted: z.boolean(), code: z.string().optional() }),
  ),
});
export type OutcomeAnswerBody = z.infer<typeof outcomeAnswerBody>;

/** What the agent sends to be paired; unsigned, for its key is not known yet, but under the code. */
export const pairingRequest = z.strictObject({
  pairingId: z.string().regex(/^[\x21-\x7e]{4}$/),
  /** Ed25519, SPKI DER. */
  publicKey: base64,
  /** Shown beside the pairing in the page. */
  computerName: z.string().regex(/^[^\p{C}]{1,64}$/u),
  nonce: z.string().min(16),
  mac: base64,
});
export type PairingRequest = z.infer<typeof pairingRequest>;

export const pairingAnswer = z.strictObject({
  agentId: z.uuid(),
  publicKey: base64,
  mac: base64,
});
export type PairingAnswer = z.infer<typeof pairingAnswer>;

/** Signs a message. */
export function signMessage(kind: MessageKind, body: unknown, key: KeyObject): SignedMessage {
  const text = JSON.stringify(body);
  return { body: text, signature: sign(null, bound(kind, text), key).toString('base64') };
}

/**
 * Opens a message of a known sender.
 * @throws SaoyError `agent-message-invalid` for a wrong signature, kind or shape
 */
export function openMessage<T>(
  kind: MessageKind,
  message: SignedMessage,
  publicKey: Uint8Array,
  shape: z.ZodType<T>,
): T {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  const signature = Buffer.from(message.signature, 'base64');
  if (!verify(null, bound(kind, message.body), key, signature))
    throw new SaoyError('agent-message-invalid');
  const parsed = shape.safeParse(JSON.parse(message.body));
  if (!parsed.success) throw new SaoyError('agent-message-invalid', {}, { cause: parsed.error });
  return parsed.data;
}

/** Letters and digits that are not taken for one another (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A pairing code, shown as `XXXX-XXXX-XXXX`: four characters name the pairing, eight are secret. */
export function newPairingCode(): { pairingId: string; secret: string; shown: string } {
  const draw = (count: number) =>
    Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
  const [pairingId, secret] = [draw(4), draw(8)];
  return { pairingId, secret, shown: `${pairingId}-${secret.slice(0, 4)}-${secret.slice(4)}` };
}

/** Reads a code as typed: lower case, without dashes, O for 0, I and L for 1. */
export function readPairingCode(typed: string): { pairingId: string; secret: string } | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (text.length !== 12 || [...text].some((c) => !alphabet.includes(c))) return undefined;
  return { pairingId: text.slice(0, 4), secret: text.slice(4) };
}

/**
 * The key that both sides draw from the code. Slow on purpose: who listens in on a pairing would
 * have to try 2^40 codes at this price within minutes.
 */
export function pairingKey(secret: string, nonce: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      secret,
      `saoy agent pairing ${nonce}`,
      32,
      { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

/** Ties keys and names to the code; the side is in it, so that neither can be mirrored. */
export function pairingMac(key: Buffer, side: 'agent' | 'server', parts: string[]): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([side, ...parts]))
    .digest('base64');
}

export function macEquals(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'base64'), Buffer.from(b, 'base64')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** What both screens show of an agent's key, for people to compare: `ab12 cd34 ef56 7890`. */
export function keyFingerprint(publicKey: Uint8Array): string {
  const hex = createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}

function bound(kind: MessageKind, body: string): Buffer {
  return Buffer.from(`saoy agent v1\n${kind}\n${body}`, 'utf8');
}
