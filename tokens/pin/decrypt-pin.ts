import { webcrypto } from 'node:crypto';
import { z } from 'zod';
import { SaoyError } from '../../domain/problem';
import { boundData, boxKey, type PinContext, type PinEnvelope } from './encrypt-pin';

/** No encrypted PIN is good for longer, whatever its sender wrote. */
const longestMs = 15 * 60_000;

const envelopeShape = z.strictObject({
  v: z.literal(1),
  context: z.strictObject({
    dossierId: z.string(),
    step: z.enum(['sign', 'seal']),
    token: z.string(),
  }),
  expiresAt: z.int(),
  epk: z.string(),
  iv: z.string(),
  box: z.string(),
});

/**
 * Decrypts a PIN for the one thing it was encrypted for.
 * @param privateKey of `readPinKey`
 * @param now milliseconds since 1970
 * @returns the PIN in UTF-8; the caller wipes it (`fill(0)`)
 * @throws SaoyError `pin-unreadable` (damaged, altered, or encrypted to another key),
 *   `pin-context-mismatch`, `pin-expired`
 */
export async function decryptPin(
  privateKey: webcrypto.CryptoKey,
  ciphertext: string,
  context: PinContext,
  now: number,
): Promise<Uint8Array> {
  const envelope = readEnvelope(ciphertext);
  const padded = await decryptBox(privateKey, envelope);
  try {
    // Judged after decryption: only what it authenticates is believed.
    const { dossierId, step, token } = envelope.context;
    if (dossierId !== context.dossierId || step !== context.step || token !== context.token)
      throw new SaoyError('pin-context-mismatch');
    if (envelope.expiresAt <= now || envelope.expiresAt > now + longestMs)
      throw new SaoyError('pin-expired');
    return padded.slice(1, 1 + padded[0]!);
  } finally {
    padded.fill(0);
  }
}

function readEnvelope(ciphertext: string): PinEnvelope {
  try {
    return envelopeShape.parse(JSON.parse(Buffer.from(ciphertext, 'base64url').toString('utf8')));
  } catch {
    throw new SaoyError('pin-unreadable');
  }
}

async function decryptBox(
  privateKey: webcrypto.CryptoKey,
  envelope: PinEnvelope,
): Promise<Uint8Array> {
  const { subtle } = webcrypto;
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  try {
    const theirs = await subtle.importKey(
      'raw',
      bytes(envelope.epk),
      { name: 'ECDH', namedCurve: 'P-256' },
      false,
      [],
    );
    const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
    const padded = await subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(envelope.iv), additionalData: boundData(envelope) },
      await boxKey(secret, 'decrypt'),
      bytes(envelope.box),
    );
    return new Uint8Array(padded);
  } catch {
    throw new SaoyError('pin-unreadable');
  }
}
