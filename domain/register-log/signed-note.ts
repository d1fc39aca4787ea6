/** Signed notes (C2SP signed-note) with Ed25519 keys and cosignatures (C2SP tlog-cosignature). Pure. */
import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { areEqual } from './merkle';
import { concat, fromBase64, hexOf, toBase64 } from './bytes';

hashes.sha512 = sha512;

const ed25519 = 1;
const cosignatureV1 = 4;
type Algorithm = typeof ed25519 | typeof cosignatureV1;

export interface NoteKey {
  name: string;
  algorithm: Algorithm;
  /** 32 bytes. */
  publicKey: Uint8Array;
}

export interface NoteSignature {
  name: string;
  /** First four bytes of the hash of name and key. */
  keyId: Uint8Array;
  bytes: Uint8Array;
}

export interface SignedNote {
  /** Ends with a line feed; what is signed. */
  body: string;
  signatures: NoteSignature[];
}

/**
 * A faster look at an Ed25519 signature than ours, where there is one. What it takes for good has to be good by
 * RFC 8032; of what it does not, ours decides (ZIP 215), so that no verdict depends on who looks.
 */
export type QuickCheck = (
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
) => boolean;

/** A log's own key, under the name that a note is signed by. */
export function logKey(name: string, publicKey: Uint8Array): NoteKey {
  return { name, algorithm: ed25519, publicKey };
}

/** @throws Error where it is no verifier key (`name+hash+base64`) of an algorithm that we know */
export function parseKey(text: string): NoteKey {
  const [, name = '', hash = '', encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const [algorithm, ...rest] = fromBase64(encoded);
  if (rest.length !== 32 || (algorithm !== ed25519 && algorithm !== cosignatureV1)) {
    throw new Error('This is no public key of a log or a witness (name+hash+base64).');
  }
  const key: NoteKey = { name, algorithm, publicKey: Uint8Array.from(rest) };
  if (hexOf(keyIdOf(key)) !== hash) throw new Error('The key and its hash disagree.');
  return key;
}

/** `name+hash+base64`, as verifiers are given it. */
export function formatKey(key: NoteKey): string {
  const encoded = toBase64(concat(Uint8Array.of(key.algorithm), key.publicKey));
  return `${key.name}+${hexOf(keyIdOf(key))}+${encoded}`;
}

/** @throws Error where the text has not the shape of a signed note */
export function parseNote(text: string): SignedNote {
  const end = text.lastIndexOf('\n\n');
  const lines = text.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || lines.length === 0)
    throw new Error('This is no signed note.');
  return { body: text.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

export function formatNote({ body, signatures }: SignedNote): string {
  return `${body}\n${signatures.map(formatSignature).join('')}`;
}

/**
 * @param sign makes the Ed25519 signature over bytes
 * @returns the line of our own signature under a note
 */
export function signBody(
  body: string,
  key: NoteKey,
  sign: (message: Uint8Array) => Uint8Array,
): NoteSignature {
  return { name: key.name, keyId: keyIdOf(key), bytes: sign(utf8(body)) };
}

/** Whether a note carries a good signature of this key; of a witness: with its time. */
export function isSignedBy(note: SignedNote, key: NoteKey, quick?: QuickCheck): boolean {
  return findSignature(note, key, quick) !== undefined;
}

/** The good signature of this key under a note; undefined where there is none. */
export function findSignature(
  note: SignedNote,
  key: NoteKey,
  quick?: QuickCheck,
): NoteSignature | undefined {
  const keyId = keyIdOf(key);
  return note.signatures.find(
    (signature) =>
      signature.name === key.name &&
      areEqual(signature.keyId, keyId) &&
      isGood(note.body, signature.bytes, key, quick),
  );
}

function isGood(
  body: string,
  bytes: Uint8Array,
  { algorithm, publicKey }: NoteKey,
  quick: QuickCheck = () => false,
): boolean {
  const isRight: QuickCheck = (signature, message, key) =>
    quick(signature, message, key) || verify(signature, message, key);
  try {
    if (algorithm === ed25519) return isRight(bytes, utf8(body), publicKey);
    const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
    return isRight(bytes.slice(8), utf8(`cosignature/v1\ntime ${time}\n${body}`), publicKey);
  } catch {
    return false;
  }
}

function keyIdOf({ name, algorithm, publicKey }: NoteKey): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, 4);
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (bytes.length < 5) throw new Error('This is no signature of a note.');
  return { name, keyId: bytes.slice(0, 4), bytes: bytes.slice(4) };
}

function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(concat(keyId, bytes))}\n`;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
