import {
  asciiOf,
  bitStringOf,
  booleanOf,
  childrenOf,
  DerFault,
  DerSequence,
  hasBit,
  hexOf,
  integerOf,
  oidOf,
  readDer,
  smallInteger,
  tag,
  timeOf,
  type Der,
} from './der';

/** A certificate as far as proofs need it (RFC 5280). */
export interface Certificate {
  raw: Uint8Array;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
  serial: Uint8Array;
  issuer: Uint8Array;
  subject: Uint8Array;
  /** Milliseconds since 1970, both ends inclusive. */
  notBefore: number;
  notAfter: number;
  spki: Uint8Array;
  /** The octets of the public key alone, as OCSP hashes them. */
  publicKey: Uint8Array;
  isCa: boolean;
  pathLength: number | undefined;
  /** Undefined where the extension is absent. */
  keyUsage: ((bit: KeyUsageBit) => boolean) | undefined;
  extendedUsage: { oids: string[]; critical: boolean } | undefined;
  subjectKeyId: string | undefined;
  hasNoCheck: boolean;
  /** A critical extension that this verifier does not know: such a certificate is not used. */
  hasUnknownCritical: boolean;
  ocspUrls: string[];
  crlUrls: string[];
  /** Where its lists are, as the names stand there (GeneralName, DER in hex). */
  crlNames: string[];
  issuerUrls: string[];
}

export type KeyUsageBit = keyof typeof keyUsageBits;

const keyUsageBits = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, cRLSign: 6 };

/** Critical extensions that are looked at, or that restrict nothing judged here (policies). */
const knownExtensions = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
]);

/** @throws DerFault */
export function readCertificate(raw: Uint8Array): Certificate {
  const outer = new DerSequence(readDer(raw));
  const tbs = outer.take(tag.sequence);
  const algorithm = outer.take(tag.sequence);
  const signature = bitStringOf(outer.take(tag.bitString));
  outer.end();
  const parts = new DerSequence(tbs);
  parts.takeIf(0xa0);
  const serial = integerOf(parts.take(tag.integer));
  if (hexOf(parts.take(tag.sequence).raw) !== hexOf(algorithm.raw))
    throw new DerFault('two signature algorithms');
  const issuer = parts.take(tag.sequence).raw;
  const validity = new DerSequence(parts.take(tag.sequence));
  const notBefore = timeOf(validity.take());
  const notAfter = timeOf(validity.take());
  const subject = parts.take(tag.sequence).raw;
  const spki = parts.take(tag.sequence);
  parts.takeIf(0x81);
  parts.takeIf(0x82);
  const extensions = readExtensions(parts.takeIf(0xa3));
  const key = new DerSequence(spki);
  key.take(tag.sequence);
  return {
    raw,
    tbs: tbs.raw,
    algorithm,
    signature,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki: spki.raw,
    publicKey: bitStringOf(key.take(tag.bitString)),
    ...readUsage(extensions),
    hasUnknownCritical: [...extensions].some(
      ([oid, { critical }]) => critical && !knownExtensions.has(oid),
    ),
    ...readAddresses(extensions),
  };
}

interface Extension {
  critical: boolean;
  value: Uint8Array;
}

/** @throws DerFault also where an extension is given twice (RFC 5280, 4.2) */
export function readExtensions(wrapper: Der | undefined): Map<string, Extension> {
  return wrapper ? extensionsIn(readDer(wrapper.body)) : new Map<string, Extension>();
}

/** @throws DerFault as {@link readExtensions} */
export function extensionsIn(list: Der): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const item of childrenOf(list, tag.sequence)) {
    const parts = new DerSequence(item);
    const oid = oidOf(parts.take(tag.oid));
    const flag = parts.takeIf(tag.boolean);
    const critical = flag !== undefined && booleanOf(flag);
    const value = parts.take(tag.octetString).body;
    if (found.has(oid)) throw new DerFault('an extension is given twice');
    found.set(oid, { critical, value });
  }
  return found;
}

function readUsage(extensions: Map<string, Extension>) {
  const value = (oid: string) => extensions.get(oid)?.value;
  const constraints = value('2.5.29.19');
  const basic = constraints && new DerSequence(readDer(constraints));
  const flag = basic?.takeIf(tag.boolean);
  const isCa = flag !== undefined && booleanOf(flag);
  const length = basic?.takeIf(tag.integer);
  const usage = value('2.5.29.15');
  const bits = usage && readDer(usage, tag.bitString);
  const extended = extensions.get('2.5.29.37');
  const keyId = value('2.5.29.14');
  return {
    isCa,
    pathLength: length && smallInteger(length),
    keyUsage: bits ? (bit: KeyUsageBit) => hasBit(bits, keyUsageBits[bit]) : undefined,
    extendedUsage: extended && {
      oids: childrenOf(readDer(extended.value), tag.sequence).map(oidOf),
      critical: extended.critical,
    },
    subjectKeyId: keyId && hexOf(readDer(keyId, tag.octetString).body),
    hasNoCheck: extensions.has('1.3.6.1.5.5.7.48.1.5'),
  };
}

function readAddresses(extensions: Map<string, Extension>) {
  const ocspUrls: string[] = [];
  const issuerUrls: string[] = [];
  const access = extensions.get('1.3.6.1.5.5.7.1.1');
  for (const item of access ? childrenOf(readDer(access.value)) : []) {
    const parts = new DerSequence(item);
    const method = oidOf(parts.take(tag.oid));
    const place = parts.take();
    if (place.tag !== 0x86) continue;
    if (method === '1.3.6.1.5.5.7.48.1') ocspUrls.push(asciiOf(place.body));
    if (method === '1.3.6.1.5.5.7.48.2') issuerUrls.push(asciiOf(place.body));
  }
  const points = extensions.get('2.5.29.31');
  const places = points ? childrenOf(readDer(points.value)).flatMap(fullNames) : [];
  return {
    ocspUrls,
    issuerUrls,
    crlUrls: places.filter(({ tag: kind }) => kind === 0x86).map(({ body }) => asciiOf(body)),
    crlNames: places.map(({ raw }) => hexOf(raw)),
  };
}

/** The full names of a distribution point (RFC 5280, 4.2.1.13 and 5.2.5). @throws DerFault */
export function fullNames(point: Der): Der[] {
  const name = childrenOf(point).find((part) => part.tag === 0xa0);
  const full = name && childrenOf(name).find((part) => part.tag === 0xa0);
  return full ? childrenOf(full) : [];
}

const attributeNames = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['1.2.840.113549.1.9.1', 'E'],
]);

/** A distinguished name for reading, in the order it is written. */
export function nameText(name: Uint8Array): string {
  return nameParts(name)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** The first attribute of a kind (`CN`, `O`) in a distinguished name. */
export function namePart(name: Uint8Array, key: string): string | undefined {
  return nameParts(name).find(([found]) => found === key)?.[1];
}

function nameParts(name: Uint8Array): [string, string][] {
  return childrenOf(readDer(name)).flatMap((set) =>
    childrenOf(set).map((item): [string, string] => {
      const parts = new DerSequence(item);
      const oid = oidOf(parts.take(tag.oid));
      return [attributeNames.get(oid) ?? oid, stringOf(parts.take())];
    }),
  );
}

function stringOf(element: Der): string {
  if (element.tag !== 0x1e) return new TextDecoder().decode(element.body);
  let text = '';
  for (let i = 0; i + 1 < element.body.length; i += 2)
    text += String.fromCharCode(
      (element.body[i] as number) * 256 + (element.body[i + 1] as number),
    );
  return text;
}
