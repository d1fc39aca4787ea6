import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integer, nil, octets, oid, sequence, tags, write } from '../../documents/evidence/der';
import { readCertificate } from '../../documents/verify/proof/certificate';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import type { VerificationReport } from '../../documents/verify/report';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { readAuthority } from '../../tokens/pki/create-development-pki';
import { openWorkshop, type Workshop } from '../documents/make-copy';
import {
  deltaOf,
  extension,
  forgeCertificate,
  forgeCrl,
  forgeOcsp,
  forgeStamp,
  placesOf,
  pointOf,
  signAndStamp,
  time,
  withStore,
  type Authority,
  type CertificateOptions,
  type CrlOptions,
  type OcspOptions,
  type StampOptions,
  type Store,
} from './forge-evidence';
import { attribute, olderReference, type SignOptions } from './sign-anything';

/** A document that is valid by its evidence, and the same with one thing in the evidence wrong. */

const hour = 3_600_000;
const day = 24 * hour;
const stamping = '1.3.6.1.5.5.7.3.8';
const answering = '1.3.6.1.5.5.7.3.9';

let workshop: Workshop;
let root: Authority;
let issuing: Authority;
beforeAll(async () => {
  workshop = await openWorkshop();
  root = await readAuthority(workshop.pki.dir, 'root');
  issuing = await readAuthority(workshop.pki.dir, 'issuing');
});
afterAll(() => workshop.close());

interface Scene {
  signer?: Partial<CertificateOptions>;
  tsa?: Partial<CertificateOptions>;
  /** The CA above the signer alone, where not the issuing one, with the CAs above it. */
  under?: Authority[];
  sign?: (signer: Authority, responder: Authority) => SignOptions;
  /** When the stamp says it was made. */
  stampedAt?: number;
  imprint?: Buffer;
  stamp?: (tsa: Authority) => StampOptions;
  /** Another key than the authority's signed the stamp. */
  isStampForged?: boolean;
  /** Nothing is said of the stamp's authority. */
  isStampOpen?: boolean;
  /** The list of the root, on the CAs. */
  rootList?: CrlOptions;
  /** What is added to the store, or stands in place of the lists that say good. */
  store?: (parts: { signer: Authority; tsa: Authority; responder: Authority }) => Store;
  /** Word on the signer is left to `store`; on everything else there are lists. */
  isSignerOpen?: boolean;
}

/** Signed, stamped, and with lists of every authority that say good. */
function stage(scene: Scene = {}): Buffer {
  const above = scene.under ?? [issuing];
  const issuer = above[0] ?? issuing;
  const signer = forgeCertificate({
    issuer,
    key: 'rsa',
    usage: ['digitalSignature', 'nonRepudiation'],
    ...scene.signer,
  });
  const tsa = forgeCertificate({
    issuer: issuing,
    usage: ['digitalSignature'],
    extended: { oids: [stamping], critical: true },
    ...scene.tsa,
  });
  const responder = forgeCertificate({
    issuer,
    extended: { oids: [answering] },
    noCheck: true,
  });
  const file = signAndStamp(
    { ...signer, chain: above.map(({ certificate }) => certificate) },
    (imprint) =>
      forgeStamp(
        { ...tsa, ...(scene.isStampForged ? { key: root.key } : {}) },
        scene.imprint ?? imprint,
        scene.stampedAt ?? Date.now(),
        scene.stamp?.(tsa),
      ),
    scene.sign?.(signer, responder),
  );
  const own = scene.store?.({ signer, tsa, responder }) ?? {};
  const tsaAnswer = forgeOcsp({ about: tsa, issuer: issuing, responder: issuing, enclosed: [] });
  return withStore(file, {
    certificates: [workshop.pki.issuing, ...(own.certificates ?? [])],
    ocsps: [...(scene.isStampOpen ? [] : [tsaAnswer]), ...(own.ocsps ?? [])],
    crls: [
      forgeCrl(root, scene.rootList),
      ...(scene.isSignerOpen ? [] : [forgeCrl(issuer)]),
      ...(own.crls ?? []),
    ],
  });
}

const verify = (file: Uint8Array) =>
  // A moment later than all that is made: words of the next second are not of the future.
  verifyCopy(file, {
    trustAnchors: [workshop.pki.root],
    at: Date.now() + 5_000,
    online: false,
  });

/** The signer's word comes from one list alone. */
const byList = (options: CrlOptions): Scene => ({
  isSignerOpen: true,
  store: () => ({ crls: [forgeCrl(issuing, options)] }),
});

/** The signer's word comes from one OCSP answer alone. */
const byAnswer = (options: Partial<OcspOptions> = {}, more: Store = {}): Scene => ({
  isSignerOpen: true,
  store: ({ signer, responder }) => ({
    ...more,
    ocsps: [forgeOcsp({ about: signer, issuer: issuing, responder, ...options })],
  }),
});

/** The signer's word stands in a signed attribute, as Acrobat puts it (revocation information archival). */
const inSignature = (word: (signer: Authority, responder: Authority) => Uint8Array): Scene => ({
  isSignerOpen: true,
  sign: (signer, responder) => ({
    cms: {
      attributesBeside: [attribute('1.2.840.113583.1.1.8', sequence(word(signer, responder)))],
    },
  }),
});

const strange = extension('1.2.3.4', Buffer.from([4, 0]), true);
const reason = extension('2.5.29.21', write(tags.enumerated, Buffer.from([4])), true);
const invalidSince = extension('2.5.29.24', time(Date.now() - day), true);

/** Of the issuing CA's name, signed by nobody, with nothing where its key should be. */
function keyless(): Uint8Array {
  const { subject } = readCertificate(issuing.certificate);
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const key = sequence(
    sequence(oid('1.2.840.113549.1.1.1')),
    write(tags.bits, Buffer.from([0, 5])),
  );
  const until = [time(Date.now() - day), time(Date.now() + day)];
  const tbs = sequence(integer(1), algorithm, subject, sequence(...until), subject, key);
  return sequence(tbs, algorithm, write(tags.bits, Buffer.from([0, 5])));
}

/** The signer's word comes from one OCSP answer, some bytes of which stand otherwise. */
const byAnswerWith = (from: string, to: string): Scene => ({
  isSignerOpen: true,
  store: ({ signer, responder }) => {
    const answer = forgeOcsp({ about: signer, issuer: issuing, responder }).toString('hex');
    return { ocsps: [Buffer.from(answer.replace(from, to), 'hex')] };
  },
});

/** The signer's word comes from a list with an entry about another. */
const byListWith = (...details: Uint8Array[]): Scene => ({
  isSignerOpen: true,
  store: ({ tsa }) => ({
    crls: [forgeCrl(issuing, { revoked: [[tsa, Date.now() + day, ...details]] })],
  }),
});

/** A responder of the issuing CA that is not as its responders are. */
const responderOf = (options: Partial<CertificateOptions>) =>
  forgeCertificate({ issuer: issuing, extended: { oids: [answering] }, noCheck: true, ...options });

/** The signer's word comes from a responder that needs to be listed good itself. */
function byListedResponder(list: (responder: Authority) => CrlOptions[]): Scene {
  const responder = responderOf({ noCheck: false });
  const crls = list(responder).map((options) =>
    forgeCrl(issuing, { thisUpdate: Date.now() - hour, ...options }),
  );
  return byAnswer({ responder }, { crls });
}

const caUnder = (issuer: Authority, options: Partial<CertificateOptions> = {}) =>
  forgeCertificate({ issuer, ca: {}, usage: ['keyCertSign', 'cRLSign'], ...options });

const good: [string, () => Scene][] = [
  ['by lists', () => ({})],
  ['by a list of users alone', () => byList({ extensions: [pointOf(0x81)] })],
  [
    'by a word on the stamp of a responder that ended since',
    () => ({
      isStampOpen: true,
      isSignerOpen: true,
      store: ({ signer, tsa, responder }) => ({
        ocsps: [
          forgeOcsp({ about: signer, issuer: issuing, responder }),
          forgeOcsp({
            about: tsa,
            issuer: issuing,
            responder: responderOf({ notAfter: Date.now() + 3_000 }),
          }),
        ],
      }),
    }),
  ],
  [
    'by one of several lists, whose place the certificate names',
    () => ({
      ...byList({ extensions: [placesOf('2.5.29.28', ['other', 'one'])] }),
      signer: { extensions: [placesOf('2.5.29.31', ['one', 'two'])] },
    }),
  ],
  [
    'by a list of users that says it is no list of authorities',
    () =>
      byList({
        extensions: [
          extension(
            '2.5.29.28',
            sequence(write(0x81, Buffer.from([0xff])), write(0x82, Buffer.from([0]))),
            true,
          ),
        ],
      }),
  ],
  [
    'by a list that says it is of no kind alone',
    () =>
      byList({
        extensions: [extension('2.5.29.28', sequence(write(0x82, Buffer.from([0]))), true)],
      }),
  ],
  [
    'by a list with a number, and entries with their reasons',
    () => ({
      isSignerOpen: true,
      store: ({ tsa }) => ({
        crls: [
          forgeCrl(issuing, {
            revoked: [[tsa, Date.now() + day, reason, invalidSince]],
            extensions: [extension('2.5.29.20', integer(7))],
          }),
        ],
      }),
    }),
  ],
  [
    'by an answer that bears a nonce, marked critical',
    () =>
      byAnswer({ extensions: [extension('1.3.6.1.5.5.7.48.1.2', octets(Buffer.alloc(8)), true)] }),
  ],
  [
    'by an answer with an extension that nobody knows and nobody must',
    () => byAnswer({ extensions: [extension('1.2.3.4', nil())] }),
  ],
  [
    'beside a certificate of the issuer’s name that holds no key',
    () => ({
      sign: ({ certificate }) => ({
        cms: { certificates: [certificate, keyless(), issuing.certificate] },
      }),
    }),
  ],
  ...[write(0xa3, octets(Buffer.alloc(20))), write(0xa2, Buffer.from([1]))].map(
    (responderAs, i): [string, () => Scene] => [
      `beside an answer whose responder nobody can name (${i})`,
      () => ({
        store: ({ signer, responder }) => ({
          ocsps: [forgeOcsp({ about: signer, issuer: issuing, responder, responderAs })],
        }),
      }),
    ],
  ),
  ['by an answer of a responder', () => byAnswer()],
  [
    'by an answer that the signature itself carries',
    () =>
      inSignature((signer, responder) =>
        write(0xa1, sequence(forgeOcsp({ about: signer, issuer: issuing, responder }))),
      ),
  ],
  [
    'by a list that the signature itself carries',
    () => inSignature(() => write(0xa0, sequence(forgeCrl(issuing)))),
  ],
  [
    'with a stamp that names its certificate the older way',
    () => ({
      stamp: (tsa) => ({ cms: { withoutEss: true, attributesBeside: [olderReference(tsa)] } }),
    }),
  ],
  ['by an answer of a responder that is named', () => byAnswer({ byName: true })],
  ['by an answer of the CA itself', () => byAnswer({ responder: issuing, enclosed: [] })],
  ['by an answer without an end', () => byAnswer({ nextUpdate: null })],
  ['by an answer about SHA-256', () => byAnswer({ hash: 'sha256' })],
  ['by an answer about SHA-384', () => byAnswer({ hash: 'sha384' })],
  ['by an answer about SHA-512', () => byAnswer({ hash: 'sha512' })],
  ['by a responder that its CA lists as good', () => byListedResponder(() => [{}])],
  [
    'by a responder whose certificate is in the store',
    () => {
      const responder = responderOf({});
      return byAnswer({ responder, enclosed: [] }, { certificates: [responder.certificate] });
    },
  ],
  [
    'though revoked after the stamp',
    () => ({
      isSignerOpen: true,
      store: ({ signer }) => ({
        crls: [forgeCrl(issuing, { revoked: [[signer, Date.now() + 2_000]] })],
      }),
    }),
  ],
  [
    'under a CA of a CA',
    () => {
      const ca = caUnder(root);
      return { under: [ca] };
    },
  ],
  [
    'with a usage for documents',
    () => ({ signer: { extended: { oids: ['1.3.6.1.5.5.7.3.36'] } } }),
  ],
  [
    'by a list on the CAs that was in force, though older',
    () => ({ rootList: { thisUpdate: Date.now() - hour } }),
  ],
  [
    'by an authority that signs what it cannot deny',
    () => ({ tsa: { usage: ['nonRepudiation'] } }),
  ],
  ['by an authority with no word on usage', () => ({ tsa: { usage: undefined as never } })],
  ['with no word on usage', () => ({ signer: { usage: undefined as never } })],
];

describe('evidence as it should be', () => {
  it.each(good)('makes the document valid: %s', async (_name, scene) => {
    const report = await verify(stage(scene()));
    expect(report.reasons).toEqual([]);
    expect([report.verdict, report.intact]).toEqual(['valid', 'yes']);
    expect(report.signatures[0]?.provenTime).not.toBeNull();
  });
});

const open = { verdict: 'undetermined', intact: 'yes' } as const;
const wrong = { verdict: 'invalid', intact: 'yes' } as const;
type Outcome = Pick<VerificationReport, 'verdict' | 'intact'>;

const bad: [string, ReasonCode | ReasonCode[], Outcome, () => Scene][] = [
  // How old a word may be
  [
    'an answer before the signing, whose next one is due after it',
    'revocation-unknown',
    open,
    () => byAnswer({ thisUpdate: Date.now() - hour, nextUpdate: Date.now() + day }),
  ],
  [
    'a list before the signing, whose next one is due after it',
    'revocation-unknown',
    open,
    () => byList({ thisUpdate: Date.now() - hour }),
  ],
  [
    'a list of tomorrow',
    'revocation-unknown',
    open,
    () => byList({ thisUpdate: Date.now() + day }),
  ],
  [
    'an answer of tomorrow',
    'revocation-unknown',
    open,
    () => byAnswer({ thisUpdate: Date.now() + day }),
  ],
  [
    'an answer that was produced before it was so',
    'revocation-unknown',
    open,
    () => byAnswer({ producedAt: Date.now() - hour }),
  ],
  // Who may say so
  [
    'a responder that its CA lists as revoked',
    'revocation-unknown',
    open,
    () => byListedResponder((responder) => [{ revoked: [[responder, Date.now() - day]] }]),
  ],
  [
    'a responder that one list has as revoked and another does not',
    'revocation-unknown',
    open,
    () => byListedResponder((responder) => [{}, { revoked: [[responder, Date.now() - day]] }]),
  ],
  [
    'a responder of which no list speaks',
    'revocation-unknown',
    open,
    () => byListedResponder(() => []),
  ],
  [
    'a responder without the right to answer',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ extended: { oids: [stamping] } }) }),
  ],
  [
    'a responder with a critical extension that nobody knows',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ critical: '1.2.3.4' }) }),
  ],
  [
    'a responder of another CA',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ issuer: root }) }),
  ],
  [
    'a responder that only says it is of this CA',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ issuer: { ...issuing, key: root.key } }) }),
  ],
  [
    'a responder that ended before the answer was proven',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ notAfter: Date.now() - hour }) }),
  ],
  [
    'a responder that began after its answer',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ notBefore: Date.now() + hour }) }),
  ],
  [
    'an answer that another key signed',
    'revocation-unknown',
    open,
    () => {
      const responder = responderOf({});
      return byAnswer({ responder: { ...responder, key: root.key } });
    },
  ],
  [
    'a list that another key signed',
    'revocation-unknown',
    open,
    () => ({
      isSignerOpen: true,
      store: () => ({ crls: [forgeCrl({ ...issuing, key: root.key })] }),
    }),
  ],
  [
    'a list of a CA that may not sign lists',
    'revocation-unknown',
    open,
    () => ({ under: [caUnder(root, { usage: ['keyCertSign'] })] }),
  ],
  [
    'a responder that this CA’s key made under another CA’s name',
    'revocation-unknown',
    open,
    () => byAnswer({ responder: responderOf({ issuer: { ...root, key: issuing.key } }) }),
  ],
  [
    'a list on the CAs whose next one was due before the signing',
    'revocation-unknown',
    open,
    () => ({ rootList: { thisUpdate: Date.now() - 2 * hour, nextUpdate: Date.now() - hour } }),
  ],
  // What a word speaks of
  [
    'an answer about a certificate of the same number under another name',
    'revocation-unknown',
    open,
    () => byAnswer({ wrongNameHash: true }),
  ],
  [
    'an answer about a certificate of the same number under another key',
    'revocation-unknown',
    open,
    () => byAnswer({ wrongKeyHash: true }),
  ],
  ['an answer about MD5', 'revocation-unknown', open, () => byAnswer({ hash: 'md5' })],
  [
    'an answer about another certificate',
    'revocation-unknown',
    open,
    () => byAnswer({ about: issuing }),
  ],
  [
    'an answer that does not know',
    'revocation-unknown',
    open,
    () => byAnswer({ status: 'unknown' }),
  ],
  [
    'a list of authorities alone',
    'revocation-unknown',
    open,
    () => byList({ extensions: [pointOf(0x82)] }),
  ],
  ['a partial list', 'revocation-unknown', open, () => byList({ extensions: [deltaOf()] })],
  [
    'a list of some reasons',
    'revocation-unknown',
    open,
    () => byList({ extensions: [pointOf(0x83)] }),
  ],
  [
    'one of several lists, whose place the certificate does not name',
    'revocation-unknown',
    open,
    () => ({
      ...byList({ extensions: [placesOf('2.5.29.28', ['other'])] }),
      signer: { extensions: [placesOf('2.5.29.31', ['one'])] },
    }),
  ],
  [
    'one of several lists, where the certificate names no place',
    'revocation-unknown',
    open,
    () => byList({ extensions: [placesOf('2.5.29.28', ['one'])] }),
  ],
  [
    'a list whose place has no name',
    'revocation-unknown',
    open,
    () => ({
      ...byList({ extensions: [placesOf('2.5.29.28', [])] }),
      signer: { extensions: [placesOf('2.5.29.31', [])] },
    }),
  ],
  [
    'a list with an entry that nobody understands',
    'revocation-unknown',
    open,
    () => byListWith(strange),
  ],
  [
    'a list with such an entry among what is understood',
    'revocation-unknown',
    open,
    () => byListWith(reason, strange),
  ],
  [
    'a list of authorities that says it is no list of users',
    'revocation-unknown',
    open,
    () =>
      byList({
        extensions: [
          extension(
            '2.5.29.28',
            sequence(write(0x81, Buffer.from([0])), write(0x82, Buffer.from([0xff]))),
            true,
          ),
        ],
      }),
  ],
  [
    'a list that names another algorithm inside',
    'revocation-unknown',
    open,
    () => byList({ algorithm: sequence(oid('1.2.840.10045.4.3.4')) }),
  ],
  ['an answer without success', 'revocation-unknown', open, () => byAnswerWith('0a0100', '0a0101')],
  [
    'an answer of another type',
    'revocation-unknown',
    open,
    () => byAnswerWith('2b0601050507300101', '2b0601050507300109'),
  ],
  [
    'an answer whose responder is named in no known way',
    'revocation-unknown',
    open,
    () => {
      const responder = responderOf({});
      const { publicKey } = readCertificate(responder.certificate);
      const hash = createHash('sha1').update(publicKey).digest();
      return byAnswer({ responder, responderAs: write(0xa3, octets(hash)) });
    },
  ],
  [
    'a list with an entry of another issuer',
    'revocation-unknown',
    open,
    () => byListWith(extension('2.5.29.29', octets(Buffer.alloc(1)))),
  ],
  [
    'a list with an extension that nobody understands',
    'revocation-unknown',
    open,
    () => byList({ extensions: [strange] }),
  ],
  [
    'a partial list that does not say it must be understood',
    'revocation-unknown',
    open,
    () => byList({ extensions: [extension('2.5.29.27', integer(1))] }),
  ],
  [
    'a list of users, in part',
    'revocation-unknown',
    open,
    () =>
      byList({
        extensions: [
          extension(
            '2.5.29.28',
            sequence(write(0x81, Buffer.from([0xff])), write(0x83, Buffer.from([3, 8]))),
            true,
          ),
        ],
      }),
  ],
  [
    'a list whose flag is neither on nor off',
    'revocation-unknown',
    open,
    () =>
      byList({
        extensions: [extension('2.5.29.28', sequence(write(0x81, Buffer.from([1]))), true)],
      }),
  ],
  [
    'a list that has the number of the certificate in another form',
    'revocation-unknown',
    open,
    () => {
      const serial = Buffer.from([0x11, 0x22]);
      const padded = write(tags.integer, Buffer.from([0]), serial);
      return {
        isSignerOpen: true,
        signer: { serial },
        store: ({ signer }) => ({
          crls: [forgeCrl(issuing, { revoked: [[signer, Date.now() - hour]], serial: padded })],
        }),
      };
    },
  ],
  // What it says
  [
    'an answer that it was revoked before',
    'certificate-revoked',
    wrong,
    () => byAnswer({ status: { revokedAt: Date.now() - hour } }),
  ],
  [
    'an answer that says good and, once more, revoked',
    'certificate-revoked',
    wrong,
    () => byAnswer({ contradictions: [{ revokedAt: Date.now() - hour }] }),
  ],
  [
    'an answer that says unknown and, once more, revoked',
    'certificate-revoked',
    wrong,
    () => byAnswer({ status: 'unknown', contradictions: [{ revokedAt: Date.now() - hour }] }),
  ],
  [
    'an answer with a critical extension that nobody knows',
    'revocation-unknown',
    open,
    () => byAnswer({ extensions: [strange] }),
  ],
  [
    'an answer with such an extension of what it says',
    'revocation-unknown',
    open,
    () => byAnswer({ ownExtensions: [strange] }),
  ],
  [
    'a list that has it twice, the second time as revoked later',
    'certificate-revoked',
    wrong,
    () => ({
      isSignerOpen: true,
      store: ({ signer }) => ({
        crls: [
          forgeCrl(issuing, {
            revoked: [
              [signer, Date.now() - hour],
              [signer, Date.now() + hour],
            ],
          }),
        ],
      }),
    }),
  ],
  [
    'an answer that it was revoked, older than the signing',
    'certificate-revoked',
    wrong,
    () => byAnswer({ thisUpdate: Date.now() - hour, status: { revokedAt: Date.now() - 2 * hour } }),
  ],
  [
    'one list that has it as revoked beside one that does not',
    'certificate-revoked',
    wrong,
    () => ({
      store: ({ signer }) => ({
        crls: [forgeCrl(issuing, { revoked: [[signer, Date.now() - hour]] })],
      }),
    }),
  ],
  [
    'a list that has it as revoked at the very moment of the stamp',
    'certificate-revoked',
    wrong,
    () => {
      const moment = Math.floor(Date.now() / 1000) * 1000;
      return {
        stampedAt: moment,
        isSignerOpen: true,
        store: ({ signer }) => ({ crls: [forgeCrl(issuing, { revoked: [[signer, moment]] })] }),
      };
    },
  ],
  // The path
  [
    'a signer that only says who issued it',
    'chain-incomplete',
    open,
    () => ({ signer: { issuer: { ...issuing, key: root.key } } }),
  ],
  [
    'a signer that a CA’s key made under another CA’s name',
    'chain-incomplete',
    open,
    () => ({ signer: { issuer: { ...root, key: issuing.key } } }),
  ],
  ['a signer whose CA signs by SHA-1', 'chain-weak', open, () => ({ signer: { isWeak: true } })],
  [
    'a CA under a CA that may have none below it',
    'chain-broken',
    wrong,
    () => ({ under: [caUnder(issuing), issuing] }),
  ],
  [
    'a CA that may not sign certificates',
    'chain-broken',
    wrong,
    () => ({ under: [caUnder(root, { usage: ['cRLSign'] })] }),
  ],
  [
    'an issuer that is no CA',
    'chain-broken',
    wrong,
    () => ({ under: [forgeCertificate({ issuer: root, usage: ['keyCertSign', 'cRLSign'] })] }),
  ],
  [
    'a CA with a critical extension that nobody knows',
    'chain-broken',
    wrong,
    () => ({ under: [caUnder(root, { critical: '1.2.3.4' })] }),
  ],
  [
    'a signer with a critical extension that nobody knows',
    'chain-incomplete',
    open,
    () => ({ signer: { critical: '1.2.3.4' } }),
  ],
  [
    'a CA that had ended',
    'certificate-expired',
    wrong,
    () => ({ under: [caUnder(root, { notAfter: Date.now() - hour })] }),
  ],
  [
    'a signer whose certificate began later',
    ['certificate-expired', 'revocation-unknown'],
    wrong,
    () => ({ signer: { notBefore: Date.now() + hour } }),
  ],
  [
    'a CA that was revoked',
    'certificate-revoked',
    wrong,
    () => {
      const ca = caUnder(root);
      const crls = [forgeCrl(root, { revoked: [[ca, Date.now() - hour]] })];
      return { under: [ca], store: () => ({ crls }) };
    },
  ],
  // The signer's own certificate and signature
  [
    'a signer with no right to sign',
    'key-usage-wrong',
    wrong,
    () => ({ signer: { usage: ['keyCertSign'] } }),
  ],
  [
    'a signer whose usage is another',
    'key-usage-wrong',
    wrong,
    () => ({ signer: { extended: { oids: [stamping] } } }),
  ],
  [
    'a reference to the certificate by SHA-1',
    'hash-weak',
    { verdict: 'invalid', intact: 'unknown' },
    () => ({ sign: () => ({ cms: { essHash: 'sha1' } }) }),
  ],
  [
    'signed attributes that speak of other content',
    'cms-attribute',
    { verdict: 'invalid', intact: 'unknown' },
    () => ({ sign: () => ({ cms: { contentType: '1.2.840.113549.1.9.16.1.4' } }) }),
  ],
  [
    'no word on the form of the signature',
    'subfilter-unsupported',
    { verdict: 'undetermined', intact: 'unknown' },
    () => ({ sign: () => ({ subFilter: '' }) }),
  ],
  // The stamp
  [
    'a stamp that another key signed',
    ['timestamp-signature-wrong', 'timestamp-missing'],
    wrong,
    () => ({ isStampForged: true }),
  ],
  [
    'a stamp whose words were exchanged',
    ['timestamp-signature-wrong', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { digest: randomBytes(32) } }) }),
  ],
  [
    'a stamp that names another certificate',
    ['timestamp-signature-wrong', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { essCertificate: root.certificate } }) }),
  ],
  [
    'a stamp that names no certificate',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { withoutEss: true } }) }),
  ],
  [
    'a stamp without signed attributes',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { attributes: 'none' } }) }),
  ],
  [
    'a stamp that says nothing',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { isEnclosed: false } }) }),
  ],
  [
    'a stamp without its authority’s certificate',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { certificates: [] } }) }),
  ],
  [
    'a stamp that holds something else',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ content: randomBytes(9) }) }),
  ],
  [
    'a stamp over SHA-1',
    ['timestamp-weak', 'timestamp-missing'],
    open,
    () => ({ stamp: () => ({ hash: 'sha1' }) }),
  ],
  [
    'a stamp over MD5',
    ['timestamp-weak', 'timestamp-missing'],
    open,
    () => ({ stamp: () => ({ hash: 'md5' }) }),
  ],
  [
    'a stamp whose authority may be revoked',
    ['timestamp-untrusted', 'timestamp-missing'],
    open,
    () => ({
      isStampOpen: true,
      isSignerOpen: true,
      store: ({ signer, responder }) => ({
        ocsps: [forgeOcsp({ about: signer, issuer: issuing, responder })],
      }),
    }),
  ],
  [
    'a stamp of a day to come',
    ['timestamp-from-future', 'timestamp-missing'],
    wrong,
    () => ({ stampedAt: Date.now() + day }),
  ],
  [
    'a stamp after its authority ended',
    ['timestamp-authority-wrong', 'timestamp-expired', 'timestamp-missing'],
    wrong,
    () => ({ tsa: { notAfter: Date.now() - hour } }),
  ],
  [
    'a stamp before its authority began',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({ stampedAt: Date.now() - 2 * day }),
  ],
  [
    'an authority whose usage is not critical',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({ tsa: { extended: { oids: [stamping] } } }),
  ],
  [
    'an authority with another usage beside',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({ tsa: { extended: { oids: [stamping, answering], critical: true } } }),
  ],
  [
    'an authority with another usage',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({ tsa: { extended: { oids: [answering], critical: true } } }),
  ],
  [
    'an authority that may not sign',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({ tsa: { usage: ['keyCertSign'] } }),
  ],
  [
    'a stamp whose authority was revoked before it',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => ({
      isStampOpen: true,
      store: ({ tsa }) => ({ crls: [forgeCrl(issuing, { revoked: [[tsa, Date.now() - hour]] })] }),
    }),
  ],
  [
    'a stamp whose authority stands under a CA that may not certify',
    ['timestamp-authority-wrong', 'timestamp-missing'],
    wrong,
    () => {
      const ca = caUnder(root, { usage: ['cRLSign'] });
      return { tsa: { issuer: ca }, store: () => ({ certificates: [ca.certificate] }) };
    },
  ],
  [
    'a stamp whose authority stands under a strange root',
    ['timestamp-untrusted', 'timestamp-missing'],
    open,
    () => {
      const strange = caUnder(root, { issuer: undefined as never });
      return { tsa: { issuer: strange }, store: () => ({ certificates: [strange.certificate] }) };
    },
  ],
  [
    'a stamp whose authority was certified over SHA-1',
    ['timestamp-weak', 'timestamp-missing'],
    open,
    () => ({ tsa: { isWeak: true } }),
  ],
  [
    'a stamp that was signed over SHA-1',
    ['timestamp-weak', 'timestamp-missing'],
    open,
    () => ({ stamp: () => ({ cms: { hash: 'sha1' } }) }),
  ],
  [
    'a stamp that is no CMS any more',
    ['timestamp-malformed', 'timestamp-missing'],
    wrong,
    () => ({ stamp: () => ({ cms: { signerInfos: 2 } }) }),
  ],
];

describe.each(bad)('%s', (_name, codes, outcome, make) => {
  it(`is no good evidence: ${String(codes)}`, async () => {
    const report = await verify(stage(make()));
    expect(report.reasons).toEqual([codes].flat());
    expect([report.verdict, report.intact]).toEqual([outcome.verdict, outcome.intact]);
  });
});

it('a stamp with something wrong proves no time', async () => {
  const report = await verify(stage({ imprint: randomBytes(32) }));
  expect(report.reasons).toEqual(
    expect.arrayContaining(['timestamp-imprint-mismatch', 'timestamp-missing']),
  );
  expect(report.signatures[0]?.provenTime).toBeNull();
});

it('an answer of another CA’s responder of this CA’s name counts for nothing', async () => {
  const twin = forgeCertificate({ issuer: root, ca: {}, usage: ['keyCertSign', 'cRLSign'] });
  const responder = responderOf({ issuer: { ...twin, certificate: issuing.certificate } });
  const report = await verify(stage(byAnswer({ responder })));
  expect(report.reasons).toContain('revocation-unknown');
});
