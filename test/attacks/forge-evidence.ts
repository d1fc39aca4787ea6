import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  integer,
  nil,
  octets,
  oid,
  sequence,
  setOf,
  tagged,
  tags,
  write,
} from '../../documents/evidence/der';
import { readCertificate } from '../../documents/verify/proof/certificate';
import { readSignerInfo } from '../../documents/evidence/signed-data';
import { readElement } from '../../documents/verify/proof/der';
import { appendRevision, edited, sizeOf, viewOf } from './append-revision';
import {
  buildCms,
  numbers,
  plainDocument,
  signDocument,
  type CmsOptions,
  type Signer,
} from './sign-anything';
import { stream } from '../documents/draw-scan';

/** Certificates, answers, lists and time stamps with whatever is wrong in them, made byte by byte. */

const second = 1000;
const day = 86_400_000;

export const time = (ms: number) =>
  write(
    tags.generalizedTime,
    Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')}`, 'latin1'),
  );
const bits = (bytes: Uint8Array) => write(tags.bits, Buffer.from([0]), bytes);
const yes = () => write(tags.boolean, Buffer.from([0xff]));
const ecdsaWithSha256 = () => sequence(oid('1.2.840.10045.4.3.2'));
const ecdsaWithSha1 = () => sequence(oid('1.2.840.10045.4.1'));
const nameOf = (common: string) =>
  sequence(setOf(sequence(oid('2.5.4.3'), write(0x0c, Buffer.from(common)))));
export const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(value));

/** Who signs evidence. */
export interface Authority {
  certificate: Uint8Array;
  key: KeyObject;
}

export const keyUsageBits = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyCertSign: 0x04,
  cRLSign: 0x02,
};

export interface CertificateOptions {
  /** Who signs it; itself where nobody is named. */
  issuer?: Authority;
  key?: 'rsa' | 'ec';
  name?: string;
  /** Its whole name, DER, where that is more than a common one. */
  subject?: Uint8Array;
  /** A CA; with how many below it, where that is said. */
  ca?: { pathLength?: number };
  usage?: (keyof typeof keyUsageBits)[];
  extended?: { oids: string[]; critical?: boolean };
  noCheck?: boolean;
  /** Another critical extension. */
  critical?: string;
  /** Extensions beside them, DER each. */
  extensions?: Uint8Array[];
  /** The number that it gets, where that is no other's. */
  serial?: Uint8Array;
  /** The issuer signs by SHA-1. */
  isWeak?: boolean;
  notBefore?: number;
  notAfter?: number;
}

let rsa: ReturnType<typeof makeRsa> | undefined;
const makeRsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A certificate as asked; valid from yesterday for ten days where nothing is said. */
export function forgeCertificate(options: CertificateOptions): Authority {
  const keys =
    options.key === 'rsa'
      ? (rsa ??= makeRsa())
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const usage = (options.usage ?? []).reduce((sum, name) => sum | keyUsageBits[name], 0);
  const { ca, extended } = options;
  const length = ca?.pathLength === undefined ? [] : [integer(ca.pathLength)];
  const extensions = [
    ...(ca ? [extension('2.5.29.19', sequence(yes(), ...length), true)] : []),
    ...(options.usage
      ? [extension('2.5.29.15', write(tags.bits, Buffer.from([0, usage])), true)]
      : []),
    ...(extended
      ? [extension('2.5.29.37', sequence(...extended.oids.map(oid)), extended.critical)]
      : []),
    ...(options.noCheck ? [extension('1.3.6.1.5.5.7.48.1.5', nil())] : []),
    ...(options.critical ? [extension(options.critical, nil(), true)] : []),
    ...(options.extensions ?? []),
  ];
  const subject =
    options.subject ?? nameOf(options.name ?? `Ví Dụ ${randomBytes(4).toString('hex')}`);
  const { issuer } = options;
  const tbs = sequence(
    write(tagged(0), integer(2)),
    integer(options.serial ?? Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    options.isWeak ? ecdsaWithSha1() : ecdsaWithSha256(),
    issuer ? readCertificate(issuer.certificate).subject : subject,
    sequence(
      time(options.notBefore ?? Date.now() - day),
      time(options.notAfter ?? Date.now() + 9 * day),
    ),
    subject,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    write(tagged(3), sequence(...extensions)),
  );
  const key = issuer?.key ?? keys.privateKey;
  const certificate = options.isWeak
    ? sequence(tbs, ecdsaWithSha1(), bits(sign('sha1', tbs, key)))
    : signed(tbs, key);
  return { certificate, key: keys.privateKey };
}

/** What is signed, the algorithm and the signature. */
function signed(tbs: Uint8Array, key: KeyObject, ...more: Uint8Array[]): Buffer {
  return Buffer.from(sequence(tbs, ecdsaWithSha256(), bits(sign('sha256', tbs, key)), ...more));
}

export interface CrlOptions {
  thisUpdate?: number;
  /** Null: it does not say. */
  nextUpdate?: number | null;
  /** The certificates, when they were revoked, and what is said of each beside it, DER each. */
  revoked?: [Authority, number, ...details: Uint8Array[]][];
  /** Extensions of the list, DER each. */
  extensions?: Uint8Array[];
  /** The number that the entries name, written out. */
  serial?: Uint8Array;
  /** What the list says inside that it is signed by, where not what stands beside it. */
  algorithm?: Uint8Array;
}

/** A list, complete and of a second from now where nothing is said. */
export function forgeCrl(issuer: Authority, options: CrlOptions = {}): Buffer {
  const thisUpdate = options.thisUpdate ?? Date.now() + second;
  const revoked = (options.revoked ?? []).map(([{ certificate }, at, ...details]) =>
    sequence(
      options.serial ?? integer(readCertificate(certificate).serial),
      time(at),
      ...(details.length > 0 ? [sequence(...details)] : []),
    ),
  );
  const tbs = sequence(
    integer(1),
    options.algorithm ?? ecdsaWithSha256(),
    readCertificate(issuer.certificate).subject,
    time(thisUpdate),
    ...(options.nextUpdate === null ? [] : [time(options.nextUpdate ?? thisUpdate + 7 * day)]),
    ...(revoked.length > 0 ? [sequence(...revoked)] : []),
    ...(options.extensions ? [write(tagged(0), sequence(...options.extensions))] : []),
  );
  return signed(tbs, issuer.key);
}

/** The issuing distribution point of a list, with one flag of its own. */
export const pointOf = (flag: number) =>
  extension('2.5.29.28', sequence(write(flag, Buffer.from([0xff]))), true);
/**
 * Where lists are: of a certificate (2.5.29.31), or the place that a list is one of several for (2.5.29.28).
 * @param names each of which stands for an address
 */
export const placesOf = (id: '2.5.29.31' | '2.5.29.28', names: string[]) => {
  const urls = names.map((name) => write(0x86, Buffer.from(`http://crl.example/${name}`)));
  const place = write(tagged(0), write(tagged(0), ...urls));
  const isList = id === '2.5.29.28';
  return extension(id, isList ? sequence(place) : sequence(sequence(place)), isList);
};
export const deltaOf = () => extension('2.5.29.27', integer(1), true);

export interface OcspOptions {
  /** Whose certificate is asked about, and its issuer. */
  about: Authority;
  issuer: Authority;
  responder: Authority;
  /** The certificates enclosed, where not the responder's. */
  enclosed?: Authority[];
  status?: 'good' | 'unknown' | { revokedAt: number; reason?: number };
  /** What the answer says of the certificate once more, after that. */
  contradictions?: OcspOptions['status'][];
  /** The nonce that it says was asked with, as its extension carries it. */
  nonce?: Uint8Array;
  /** Extensions of the answer beside it, DER each, and its version, written out. */
  extensions?: Uint8Array[];
  /** Extensions of what it says of the certificate, DER each. */
  ownExtensions?: Uint8Array[];
  hasVersion?: boolean;
  producedAt?: number;
  thisUpdate?: number;
  nextUpdate?: number | null;
  byName?: boolean;
  /** What stands for the responder, written out. */
  responderAs?: Uint8Array;
  /** Changes the issuer's hashes. */
  hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'md5';
  wrongNameHash?: boolean;
  wrongKeyHash?: boolean;
}

const hashOids = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  md5: '1.2.840.113549.2.5',
};

/** An answer of a second from now where nothing is said. */
export function forgeOcsp(options: OcspOptions): Buffer {
  const hash = options.hash ?? 'sha1';
  const digest = (bytes: Uint8Array, name: string = hash) =>
    createHash(name).update(bytes).digest();
  const issuer = readCertificate(options.issuer.certificate);
  const responder = readCertificate(options.responder.certificate);
  const thisUpdate = options.thisUpdate ?? Date.now() + second;
  const spoilt = (bytes: Buffer, isWrong = false) => (isWrong ? digest(bytes) : bytes);
  const id = sequence(
    sequence(oid(hashOids[hash]), nil()),
    octets(spoilt(digest(issuer.subject), options.wrongNameHash)),
    octets(spoilt(digest(issuer.publicKey), options.wrongKeyHash)),
    integer(readCertificate(options.about.certificate).serial),
  );
  const wordOf = (status: OcspOptions['status'] = 'good') =>
    status === 'good'
      ? write(0x80)
      : status === 'unknown'
        ? write(0x82)
        : write(
            tagged(1),
            time(status.revokedAt),
            ...(status.reason === undefined
              ? []
              : [write(tagged(0), write(tags.enumerated, Buffer.from([status.reason])))]),
          );
  const next = options.nextUpdate === undefined ? thisUpdate + day : options.nextUpdate;
  const answers = [options.status, ...(options.contradictions ?? [])].map((status) =>
    sequence(
      id,
      wordOf(status),
      time(thisUpdate),
      ...(next === null ? [] : [write(tagged(0), time(next))]),
      ...(options.ownExtensions ? [write(tagged(1), sequence(...options.ownExtensions))] : []),
    ),
  );
  const extensions = [
    ...(options.extensions ?? []),
    ...(options.nonce ? [extension('1.3.6.1.5.5.7.48.1.2', options.nonce)] : []),
  ];
  const tbs = sequence(
    ...(options.hasVersion ? [write(tagged(0), integer(0))] : []),
    options.responderAs ??
      (options.byName
        ? write(tagged(1), responder.subject)
        : write(tagged(2), octets(digest(responder.publicKey, 'sha1')))),
    time(options.producedAt ?? thisUpdate),
    sequence(...answers),
    ...(extensions.length > 0 ? [write(tagged(1), sequence(...extensions))] : []),
  );
  const enclosed = (options.enclosed ?? [options.responder]).map(({ certificate }) => certificate);
  const basic = signed(tbs, options.responder.key, write(tagged(0), sequence(...enclosed)));
  const wrapped = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic));
  return Buffer.from(sequence(write(tags.enumerated, Buffer.from([0])), write(tagged(0), wrapped)));
}

export interface StampOptions {
  /** What the token says the hash is. */
  hash?: keyof typeof hashOids;
  cms?: CmsOptions;
  /** What stands in place of the stamp's own words. */
  content?: Uint8Array;
}

/** A time stamp token over a hash, at a time. */
export function forgeStamp(
  tsa: Authority,
  imprint: Uint8Array,
  at: number,
  options: StampOptions = {},
): Buffer {
  const info = sequence(
    integer(1),
    oid('1.2.3.4.1'),
    sequence(sequence(oid(hashOids[options.hash ?? 'sha256'])), octets(imprint)),
    integer(randomBytes(8)),
    time(at),
  );
  return buildCms(
    options.content ?? info,
    { ...tsa, chain: [] },
    { contentType: '1.2.840.113549.1.9.16.1.4', isEnclosed: true, ...options.cms },
  );
}

/** A plain document signed with an RSA key, whose one value for one content a stamp can be over. */
export function signAndStamp(
  signer: Signer,
  stampOf: (imprint: Buffer) => Uint8Array,
  rest: Parameters<typeof signDocument>[2] = {},
): Buffer {
  const bare = signDocument(plainDocument(), signer, rest);
  const at = bare.lastIndexOf('/Contents <') + '/Contents <'.length;
  const padded = Buffer.from(bare.toString('latin1', at, bare.indexOf('>', at)), 'hex');
  const { signature } = readSignerInfo(readElement(padded, 0).raw);
  const timestampToken = stampOf(createHash('sha256').update(signature).digest());
  return signDocument(plainDocument(), signer, { ...rest, cms: { ...rest.cms, timestampToken } });
}

/** Saves a document time stamp over the whole file. */
export function addDocumentStamp(
  file: Uint8Array,
  tsa: Authority,
  at: number,
  imprintOf = (covered: Uint8Array) => createHash('sha256').update(covered).digest(),
): Buffer {
  return signDocument(
    file,
    { ...tsa, chain: [] },
    {
      subFilter: 'ETSI.RFC3161',
      contentsOf: (covered) => forgeStamp(tsa, imprintOf(covered), at),
    },
  );
}

export interface Store {
  certificates?: Uint8Array[];
  ocsps?: Uint8Array[];
  crls?: Uint8Array[];
}

/** Saves a security store (DSS) with the evidence. */
export function withStore(file: Uint8Array, store: Store): Buffer {
  const objects = new Map<number, string>();
  const list = (items: Uint8Array[] = []) =>
    items.map((item) => {
      const num = sizeOf(file) + objects.size;
      objects.set(num, stream('', Buffer.from(item)).toString('latin1'));
      return `${num} 0 R`;
    });
  const parts = `/Certs [${list(store.certificates).join(' ')}]
    /OCSPs [${list(store.ocsps).join(' ')}] /CRLs [${list(store.crls).join(' ')}]`;
  objects.set(numbers.catalog, edited(viewOf(file).catalog(), { DSS: `<< ${parts} >>` }));
  return appendRevision(file, objects);
}
