import {
  DerFault,
  DerSequence,
  oidOf,
  readDer,
  smallInteger,
  tag,
  tryRead,
  unsignedOf,
  type Der,
} from './der';

export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512' | 'weak';

const hashes = new Map<string, HashName>([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
  ['1.3.14.3.2.26', 'SHA-1'],
  ['1.2.840.113549.2.5', 'weak'],
  ['1.2.840.113549.2.2', 'weak'],
  ['1.3.36.3.2.1', 'weak'],
]);

type Scheme = 'RSASSA-PKCS1-v1_5' | 'RSA-PSS' | 'ECDSA' | 'Ed25519';

const signatureAlgorithms = new Map<string, { scheme: Scheme; hash: HashName | undefined }>([
  ['1.2.840.113549.1.1.1', { scheme: 'RSASSA-PKCS1-v1_5', hash: undefined }],
  ['1.2.840.113549.1.1.4', { scheme: 'RSASSA-PKCS1-v1_5', hash: 'weak' }],
  ['1.2.840.113549.1.1.5', { scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }],
  ['1.2.840.113549.1.1.11', { scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }],
  ['1.2.840.10045.2.1', { scheme: 'ECDSA', hash: undefined }],
  ['1.2.840.10045.4.1', { scheme: 'ECDSA', hash: 'SHA-1' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ECDSA', hash: 'SHA-256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ECDSA', hash: 'SHA-384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ECDSA', hash: 'SHA-512' }],
  // It hashes by itself; the digest beside it is of the content (RFC 8419, 3.1).
  ['1.3.101.112', { scheme: 'Ed25519', hash: undefined }],
]);
const ed25519Oid = '1.3.101.112';
const pssOid = '1.2.840.113549.1.1.10';
const mgf1Oid = '1.2.840.113549.1.1.8';

/** RSA keys that are accepted, in bits; above, checking costs too much. */
const rsaBits = { min: 2048, max: 8192 };
const curves = new Map([
  ['1.2.840.10045.3.1.7', { name: 'P-256', octets: 32 }],
  ['1.3.132.0.34', { name: 'P-384', octets: 48 }],
  ['1.3.132.0.35', { name: 'P-521', octets: 66 }],
]);

export type SignatureCheck = 'right' | 'wrong' | 'hash-weak' | 'key-weak' | 'algorithm-unsupported';

/** The hash of an AlgorithmIdentifier; undefined where it is not known. */
export function hashOf(algorithm: Der): HashName | undefined {
  return hashes.get(oidOf(new DerSequence(algorithm).take(tag.oid)));
}

export async function digest(hash: HashName, data: Uint8Array): Promise<Uint8Array> {
  if (hash === 'weak') throw new DerFault('a hash that is not computed');
  return new Uint8Array(await crypto.subtle.digest(hash, plain(data)));
}

/**
 * Checks a signature made with a key of the accepted kinds and strengths.
 * @param options.spki SubjectPublicKeyInfo of the signer
 * @param options.algorithm AlgorithmIdentifier of the signature
 * @param options.hash the digest declared beside it, where there is one: both must agree
 */
export async function checkSignature(options: {
  spki: Uint8Array;
  algorithm: Der;
  hash?: HashName;
  data: Uint8Array;
  signature: Uint8Array;
}): Promise<SignatureCheck> {
  const declared = tryRead(() => readSignatureAlgorithm(options.algorithm));
  if (!declared) return 'algorithm-unsupported';
  if (options.hash && declared.hash && options.hash !== declared.hash) return 'wrong';
  const hash = declared.hash ?? options.hash ?? (declared.scheme === 'Ed25519' ? 'SHA-512' : null);
  if (!hash) return 'algorithm-unsupported';
  if (hash === 'SHA-1' || hash === 'weak') return 'hash-weak';
  const key = readKey(options.spki);
  if (typeof key === 'string') return key;
  if (!schemesOf[key.kind].includes(declared.scheme)) return 'wrong';
  const signature =
    key.kind === 'EC' ? fixedPair(options.signature, key.octets) : options.signature;
  if (!signature) return 'wrong';
  return verify(
    options.spki,
    { ...declared, hash },
    key.kind === 'EC' ? key.curve : undefined,
    signature,
    options.data,
  );
}

const schemesOf: Record<Key['kind'], Scheme[]> = {
  RSA: ['RSASSA-PKCS1-v1_5', 'RSA-PSS'],
  EC: ['ECDSA'],
  Ed25519: ['Ed25519'],
};

async function verify(
  spki: Uint8Array,
  declared: { scheme: Scheme; hash: HashName; saltBytes?: number },
  curve: string | undefined,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<'right' | 'wrong' | 'algorithm-unsupported'> {
  const { scheme, hash, saltBytes } = declared;
  try {
    const algorithm = curve ? { name: scheme, namedCurve: curve } : { name: scheme, hash };
    const key = await importKey(spki, algorithm);
    const parameters = {
      name: scheme,
      hash,
      saltLength: saltBytes ?? 0,
    };
    const isRight = await crypto.subtle.verify(parameters, key, plain(signature), plain(data));
    return isRight ? 'right' : 'wrong';
  } catch (error) {
    // Not every browser knows Ed25519.
    const isUnknown = error instanceof DOMException && error.name === 'NotSupportedError';
    return isUnknown ? 'algorithm-unsupported' : 'wrong';
  }
}

type ImportedKey = ReturnType<typeof crypto.subtle.importKey>;

/** An authority's key is asked many times in one file. */
const imported = new WeakMap<Uint8Array, Map<string, ImportedKey>>();

function importKey(
  spki: Uint8Array,
  algorithm: { name: Scheme; namedCurve: string } | { name: Scheme; hash: HashName },
): ImportedKey {
  const ofKey = imported.get(spki) ?? new Map<string, ImportedKey>();
  imported.set(spki, ofKey);
  const name = JSON.stringify(algorithm);
  const known = ofKey.get(name);
  if (known) return known;
  const key = crypto.subtle.importKey('spki', plain(spki), algorithm, false, ['verify']);
  ofKey.set(name, key);
  return key;
}

/** Whether a key is of an accepted kind and strength. */
export function judgeKey(spki: Uint8Array): 'right' | 'key-weak' | 'algorithm-unsupported' {
  const key = readKey(spki);
  return typeof key === 'string' ? key : 'right';
}

type Key = { kind: 'RSA' } | { kind: 'Ed25519' } | { kind: 'EC'; curve: string; octets: number };

/** A certificate of the right name may hold no key at all: anybody can put one beside a copy. */
function readKey(spki: Uint8Array): Key | 'key-weak' | 'algorithm-unsupported' {
  return tryRead(() => parseKey(spki)) ?? 'algorithm-unsupported';
}

function parseKey(spki: Uint8Array): Key | 'key-weak' | 'algorithm-unsupported' {
  const info = new DerSequence(readDer(spki));
  const algorithm = new DerSequence(info.take(tag.sequence));
  const kind = oidOf(algorithm.take(tag.oid));
  if (kind === '1.2.840.10045.2.1') {
    const name = algorithm.takeIf(tag.oid);
    if (!name) return 'algorithm-unsupported';
    const curve = curves.get(oidOf(name));
    if (curve) return { kind: 'EC', curve: curve.name, octets: curve.octets };
    return weakCurves.has(oidOf(name)) ? 'key-weak' : 'algorithm-unsupported';
  }
  if (kind === ed25519Oid) return { kind: 'Ed25519' };
  if (kind !== '1.2.840.113549.1.1.1') return 'algorithm-unsupported';
  const rsa = new DerSequence(readDer(info.take(tag.bitString).body.subarray(1)));
  const modulus = unsignedOf(rsa.take(tag.integer));
  const exponent = smallInteger(rsa.take(tag.integer));
  const bits = modulus.length * 8 - Math.clz32((modulus[0] ?? 0) << 24);
  if (bits < rsaBits.min || exponent < 3 || exponent % 2 === 0) return 'key-weak';
  return bits > rsaBits.max ? 'algorithm-unsupported' : { kind: 'RSA' };
}

/** Curves below 256 bits. */
const weakCurves = new Set(['1.2.840.10045.3.1.1', '1.3.132.0.33', '1.3.132.0.6', '1.3.132.0.8']);

function readSignatureAlgorithm(
  algorithm: Der,
): { scheme: Scheme; hash: HashName | undefined; saltBytes?: number } | undefined {
  const parts = new DerSequence(algorithm);
  const oid = oidOf(parts.take(tag.oid));
  return oid === pssOid ? readPss(parts) : signatureAlgorithms.get(oid);
}

/** RSASSA-PSS-params (RFC 4055, 3.1); MGF1 must use the same hash. */
function readPss(
  parts: DerSequence,
): { scheme: Scheme; hash: HashName; saltBytes: number } | undefined {
  const parameters = parts.takeIf(tag.sequence);
  if (!parameters) return undefined;
  const fields = new DerSequence(parameters);
  const hashField = fields.takeIf(0xa0);
  const maskField = fields.takeIf(0xa1);
  const saltField = fields.takeIf(0xa2);
  if (!hashField || !maskField) return { scheme: 'RSA-PSS', hash: 'SHA-1', saltBytes: 20 };
  const hash = hashOf(readDer(hashField.body));
  const mask = new DerSequence(readDer(maskField.body));
  if (oidOf(mask.take(tag.oid)) !== mgf1Oid || hashOf(mask.take(tag.sequence)) !== hash)
    return undefined;
  const saltBytes = saltField ? smallInteger(readDer(saltField.body)) : 20;
  return hash ? { scheme: 'RSA-PSS', hash, saltBytes } : undefined;
}

/** An ECDSA signature as WebCrypto wants it: r and s at fixed length. */
function fixedPair(signature: Uint8Array, octets: number): Uint8Array | undefined {
  return tryRead(() => {
    const pair = new DerSequence(readDer(signature));
    const [r, s] = [pair.take(tag.integer), pair.take(tag.integer)].map(unsignedOf) as [
      Uint8Array,
      Uint8Array,
    ];
    pair.end();
    if (r.length > octets || s.length > octets) return undefined;
    const fixed = new Uint8Array(octets * 2);
    fixed.set(r, octets - r.length);
    fixed.set(s, octets * 2 - s.length);
    return fixed;
  });
}

/** WebCrypto's types demand a buffer that is not shared. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
