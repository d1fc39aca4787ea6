import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { formatCheckpoint, openCheckpoint, originOf } from '../domain/register-log/checkpoint';
import {
  formatNote,
  isSignedBy,
  logKey,
  parseNote,
  signBody,
} from '../domain/register-log/signed-note';
import { emptyRoot } from '../domain/register-log/merkle';
import { quickEd25519 } from './quick-ed25519';

const book = '9c6e1a52-3a1b-4b5e-9d0e-0123456789ab';
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const origin = originOf(book);
const body = formatCheckpoint({ origin, size: 0, root: emptyRoot });
const key = logKey(origin, publicKey);
const signature = signBody(body, key, (message) => sign(null, message, privateKey));
const text = formatNote({ body, signatures: [signature] });

test('what is signed is opened, quickly and as pages do', () => {
  expect(quickEd25519(signature.bytes, Buffer.from(body), publicKey)).toBe(true);
  expect(openCheckpoint(text, publicKey, book, quickEd25519)).toEqual(
    openCheckpoint(text, publicKey, book),
  );
});

test.each([
  ['another body', { body: body.replace('\n0\n', '\n1\n') }],
  ['a signature of which a bit was turned', { turned: 40 }],
  ['a signature that is cut short', { cut: 63 }],
  ['another key', { other: true }],
])('%s is taken neither quickly nor as pages do', (_what, how) => {
  const bytes = Uint8Array.from(signature.bytes);
  if ('turned' in how) bytes[how.turned]! ^= 1;
  const changed = 'cut' in how ? bytes.slice(0, how.cut) : bytes;
  const note = {
    ...parseNote(text),
    ...('body' in how && { body: how.body }),
    signatures: [{ ...signature, bytes: changed }],
  };
  const foreign = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
  const by = 'other' in how ? { ...key, publicKey: Buffer.from(foreign, 'base64url') } : key;
  expect(quickEd25519(changed, Buffer.from(note.body), by.publicKey)).toBe(false);
  expect(isSignedBy(note, by, quickEd25519)).toBe(false);
  expect(isSignedBy(note, by)).toBe(false);
});

test('what is no key says nothing good, and throws nothing', () => {
  expect(quickEd25519(signature.bytes, Buffer.from(body), new Uint8Array(5))).toBe(false);
});

test('what the quick look does not take for good is still decided by ours', () => {
  expect(isSignedBy(parseNote(text), key, () => false)).toBe(true);
});
