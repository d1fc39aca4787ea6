/** @jest-environment ./test/softhsm-environment.cjs */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  createHash,
  createPublicKey,
  publicDecrypt,
  constants,
  verify,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDevelopmentPki, type DevelopmentPki } from '../pki/create-development-pki';
import { issueCertificate } from '../pki/issue-certificate';
import { createSoftToken, writeSoftHsmConf, type SoftKeyType } from './create-soft-token';
import pkcs11js from 'pkcs11js';
import { openTokenModule, type TokenModule } from './token-module';
import { TokenSigner, type SignRequest } from './token-signer';

const modulePath = '/usr/lib/softhsm/libsofthsm2.so';
const data = Buffer.from('Bản sao điện tử thử nghiệm');
const wrongPin = Buffer.from('00000000-wrong');

let dir: string;
let pki: DevelopmentPki;
let tokenModule: TokenModule;
let signer: TokenSigner;
let leader: Token;
let agency: Token;
interface Token {
  label: string;
  pin: Buffer;
  certificate: Uint8Array;
  fingerprint: string;
  /** Folder in which SoftHSM keeps it: moving it away is pulling the token out. */
  folder: string;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-signer-'));
  pki = await createDevelopmentPki({
    dir: join(dir, 'pki'),
    baseUrl: 'http://127.0.0.1:9',
    now: Date.now(),
  });
  tokenModule = openTokenModule({ modulePath });
  leader = await makeToken('Lãnh đạo Mẫu', 'rsa-3072');
  agency = await makeToken('saoy-agency', 'ec-p256');
});

beforeEach(() => {
  signer = newSigner();
});

afterEach(async () => {
  await signer.close();
  rmSync(triesFile(), { force: true });
});

afterAll(async () => {
  await tokenModule.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a soft token', () => {
  test('signs with RSA as its certificate says', async () => {
    const signature = await signer.sign(request(leader));
    expect(signature).toHaveLength(384);
    expect(verify('sha256', data, publicKey(leader), signature)).toBe(true);
    expect(verify('sha256', Buffer.from('other'), publicKey(leader), signature)).toBe(false);
  });

  test.each(['ecdsa-sha256', 'ecdsa-sha384'] as const)(
    'signs with %s as r‖s',
    async (mechanism) => {
      const signature = await signer.sign({ ...request(agency), mechanism });
      expect(signature).toHaveLength(64);
      const key = { key: publicKey(agency), dsaEncoding: 'ieee-p1363' as const };
      expect(verify(mechanism.slice(6), data, key, signature)).toBe(true);
    },
  );

  test('signs with P-384', async () => {
    const token = await makeToken('saoy-p384', 'ec-p384');
    const signature = await signer.sign({ ...request(token), mechanism: 'ecdsa-sha384' });
    const key = { key: publicKey(token), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha384', data, key, signature)).toBe(true);
  });

  test('signs a digest alone, by key id, in a DigestInfo', async () => {
    const [certificate] = await signer.readCertificates(leader.label);
    const digest = createHash('sha512').update(data).digest();
    const signature = await signer.sign({
      ...request(leader),
      key: { keyId: certificate!.keyId },
      mechanism: 'rsa-pkcs1-sha512',
      content: { digest },
    });
    const info = publicDecrypt(
      { key: publicKey(leader), padding: constants.RSA_PKCS1_PADDING },
      signature,
    );
    expect(info.subarray(-64)).toEqual(digest);
    expect(info).toHaveLength(83);
  });

  test('shows its certificate, certified by the development CA, without a PIN', async () => {
    const [certificate, ...more] = await signer.readCertificates(leader.label);
    expect(more).toEqual([]);
    expect(Buffer.from(certificate!.der)).toEqual(Buffer.from(leader.certificate));
    const issuing = new X509Certificate(pki.issuing);
    expect(new X509Certificate(certificate!.der).verify(issuing.publicKey)).toBe(true);
  });

  test('does not let its key out, as another program sees it', () => {
    const objects = execFileSync(
      'pkcs11-tool',
      ['--module', modulePath, '--token-label', agency.label, '--login', '--list-objects'].concat([
        '--pin',
        agency.pin.toString(),
      ]),
      { env: process.env },
    ).toString();
    expect(objects).toContain('Private Key Object; EC');
    expect(objects).toContain('sensitive, always sensitive, never extractable');
    expect(objects).toContain('Certificate Object; type = X.509 cert');
  });

  test('takes a name in either form of Unicode, and none that it would cut', async () => {
    const decomposed = { ...request(leader), tokenLabel: leader.label.normalize('NFD') };
    await expect(signer.sign(decomposed)).resolves.toHaveLength(384);
    await expect(makeToken('x'.repeat(33), 'ec-p256')).rejects.toThrow(RangeError);
  });

  test('has a configuration of its own that is written once', async () => {
    const conf = await writeSoftHsmConf(join(dir, 'own'));
    writeFileSync(conf, 'kept');
    expect(await writeSoftHsmConf(join(dir, 'own'))).toBe(conf);
    expect(readFileSync(conf, 'utf8')).toBe('kept');
    expect(existsSync(join(dir, 'own', 'tokens'))).toBe(true);
  });
});

describe('a wrong PIN', () => {
  test('is refused with the tries left, each costing one, until none is left', async () => {
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const pin = Buffer.from(`wrong-${triesLeft}`);
      await expect(signer.sign({ ...request(leader), pin })).rejects.toMatchObject({
        code: 'pin-wrong',
        params: { triesLeft },
      });
    }
    await expect(signer.sign(request(leader))).rejects.toMatchObject({ code: 'token-locked' });
  });

  test('is told from memory when it comes again: a batch costs one try', async () => {
    const bad = { ...request(leader), pin: wrongPin, pinTypedAt: Date.now() };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => signer.sign(bad)));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { code: 'pin-wrong', params: { triesLeft: 4 } } });
    expect((await signer.preflight(leader.label)).pin).toMatchObject({
      triesLeft: 4,
      countLow: true,
    });
  });

  test('is remembered while the library looks for tokens anew', async () => {
    const bad = { ...request(leader), pin: wrongPin, pinTypedAt: Date.now() };
    for (let i = 0; i < 3; i++) {
      await expect(signer.sign(bad)).rejects.toMatchObject({ params: { triesLeft: 4 } });
      await signer.listTokens();
    }
  });

  test('that is typed anew later is put to the token anew: it may have been set meanwhile', async () => {
    const token = await makeToken('saoy-reset', 'ec-p256');
    const typedAt = Date.now();
    const sign = (pin: Buffer, pinTypedAt: number) =>
      signer.sign({ ...request(token), pin, pinTypedAt });
    const second = Buffer.from('24682468');
    await expect(sign(second, typedAt)).rejects.toMatchObject({ params: { triesLeft: 4 } });
    setPin(token, second);
    // Of the batch that it was typed for, it stays wrong.
    await expect(sign(second, typedAt)).rejects.toMatchObject({ code: 'pin-wrong' });
    await expect(sign(second, typedAt + 1)).resolves.toHaveLength(64);
  });

  test('is forgotten once another was right, even for what it was typed for', async () => {
    const token = await makeToken('saoy-forgets', 'ec-p256');
    const typedAt = Date.now();
    const second = Buffer.from('24682468');
    const late = { ...request(token), pin: second, pinTypedAt: typedAt };
    await expect(signer.sign(late)).rejects.toMatchObject({ code: 'pin-wrong' });
    await expect(signer.sign(request(token))).resolves.toHaveLength(64);
    setPin(token, second);
    await signer.listTokens();
    await expect(signer.sign(late)).resolves.toHaveLength(64);
  });

  test('that the token was pulled out under costs no try', async () => {
    await signer.sign(request(leader));
    await signer.close();
    const { library } = tokenModule;
    const login = library.C_Login.bind(library);
    library.C_Login = () => {
      throw new pkcs11js.Pkcs11Error('CKR_DEVICE_REMOVED', pkcs11js.CKR_DEVICE_REMOVED);
    };
    try {
      await expect(signer.sign(request(leader))).rejects.toMatchObject({ code: 'token-failed' });
    } finally {
      library.C_Login = login;
    }
    expect((await signer.preflight(leader.label)).pin.triesLeft).toBe(5);
  });

  test('that locked it by our count alone reaches it again once it says that it was unlocked', async () => {
    const token = await makeToken('saoy-locked', 'ec-p256');
    for (const wrong of ['1', '2', '3', '4', '5'])
      await signer.sign({ ...request(token), pin: Buffer.from(wrong) }).catch(() => undefined);
    await expect(signer.sign(request(token))).rejects.toMatchObject({
      code: 'token-locked',
      params: { token: token.label },
    });
    // Wrong PINs were put to it since: it says so itself.
    expect(await signer.acknowledgeUnlocked(token.label)).toBe(false);
    await expect(signer.sign(request(token))).rejects.toMatchObject({ code: 'token-locked' });
    const fresh = Buffer.from('13571357');
    setPin(token, fresh);
    expect(await signer.acknowledgeUnlocked(token.label)).toBe(true);
    await expect(signer.sign({ ...request(token), pin: fresh })).resolves.toHaveLength(64);
  });

  test('that the token gives no clear verdict on counts, and is not tried again', async () => {
    const { library } = tokenModule;
    let logins = 0;
    const login = library.C_Login.bind(library);
    library.C_Login = (...parameters) => {
      logins++;
      login(...parameters);
      throw new pkcs11js.Pkcs11Error('CKR_FUNCTION_FAILED', pkcs11js.CKR_FUNCTION_FAILED);
    };
    try {
      await expect(signer.sign(request(leader))).rejects.toMatchObject({ code: 'token-failed' });
    } finally {
      library.C_Login = login;
    }
    expect(logins).toBe(1);
    expect((await signer.preflight(leader.label)).pin.triesLeft).toBe(4);
    await expect(signer.sign(request(leader))).resolves.toHaveLength(384);
  });

  test('does not pass on a standing login, and the right one passes after it', async () => {
    await signer.sign(request(leader));
    await expect(signer.sign({ ...request(leader), pin: wrongPin })).rejects.toMatchObject({
      code: 'pin-wrong',
    });
    await expect(signer.sign({ ...request(leader), pin: new Uint8Array() })).rejects.toMatchObject({
      code: 'pin-wrong',
    });
    await expect(signer.sign(request(leader))).resolves.toHaveLength(384);
  });

  test('does not pass amid twenty right ones, nor disturb them', async () => {
    const pins = Array.from({ length: 24 }, (_, i) => (i % 6 === 3 ? wrongPin : leader.pin));
    const outcomes = await Promise.allSettled(
      pins.map((pin) => signer.sign({ ...request(leader), pin })),
    );
    outcomes.forEach((outcome, i) =>
      expect(outcome.status).toBe(pins[i] === wrongPin ? 'rejected' : 'fulfilled'),
    );
  });

  test('leaves tries as they were after a right one', async () => {
    await signer.sign({ ...request(leader), pin: wrongPin }).catch(() => undefined);
    await signer.sign(request(leader));
    expect((await signer.preflight(leader.label)).pin).toMatchObject({
      triesLeft: 5,
      countLow: false,
    });
  });

  test('is counted across a restart of the process', async () => {
    await signer.sign({ ...request(leader), pin: wrongPin }).catch(() => undefined);
    const after = newSigner();
    expect((await after.preflight(leader.label)).pin.triesLeft).toBe(4);
  });

  test('is not forgiven by a damaged file of counts', async () => {
    writeFileSync(triesFile(), '{"half');
    await expect(signer.sign(request(leader))).rejects.toThrow();
    expect(readFileSync(triesFile(), 'utf8')).toBe('{"half');
  });

  test('that is empty costs nothing', async () => {
    await signer.sign(request(leader));
    const empty = { ...request(leader), pin: new Uint8Array() };
    await expect(signer.sign(empty)).rejects.toMatchObject({
      code: 'pin-wrong',
      params: { triesLeft: 5 },
    });
    expect((await signer.preflight(leader.label)).pin.countLow).toBe(false);
  });

  test('of one token says nothing of another', async () => {
    await signer.sign({ ...request(leader), pin: wrongPin }).catch(() => undefined);
    await expect(signer.sign(request(agency))).resolves.toHaveLength(64);
    expect((await signer.preflight(agency.label)).pin.triesLeft).toBe(5);
  });
});

describe('a token that is pulled out', () => {
  test('is reported absent, and signs again when it is back, with no restart', async () => {
    await signer.sign(request(leader));
    const putBack = pullOut(leader);
    try {
      await expect(signer.sign(request(leader))).rejects.toMatchObject({
        code: 'token-absent',
        params: { token: leader.label },
      });
      expect(await signer.preflight(leader.label)).toMatchObject({ tokenSeen: false });
      expect((await signer.listTokens()).map((token) => token.label)).not.toContain(leader.label);
      await expect(signer.sign(request(agency))).resolves.toHaveLength(64);
    } finally {
      putBack();
    }
    await expect(signer.sign(request(leader))).resolves.toHaveLength(384);
    expect(await signer.preflight(leader.label)).toMatchObject({
      tokenSeen: true,
      pin: { triesLeft: 5, locked: false },
    });
  });

  test('costs no try of its PIN, and those who sign on another token notice nothing', async () => {
    const others = () =>
      Promise.all(Array.from({ length: 30 }, () => signer.sign(request(agency))));
    await signer.sign(request(leader));
    const running = others();
    const putBack = pullOut(leader);
    try {
      await expect(signer.sign(request(leader))).rejects.toMatchObject({ code: 'token-absent' });
    } finally {
      putBack();
    }
    expect(await running).toHaveLength(30);
    expect((await signer.preflight(leader.label)).pin.triesLeft).toBe(5);
  });

  test('and comes back between two signatures is not noticed', async () => {
    await signer.sign(request(leader));
    pullOut(leader)();
    await expect(signer.sign(request(leader))).resolves.toHaveLength(384);
  });
});

describe('a renewed pair under the id of the old one', () => {
  let token: Token;
  let old: Token;
  beforeAll(async () => {
    old = await makeToken('saoy-renewed', 'ec-p256');
    const { certificate } = await addPair(old);
    token = { ...old, certificate, fingerprint: fingerprintOf(certificate) };
  });

  test.each([
    ['new', () => token],
    ['old', () => old],
  ])('the certificate that is %s is signed for with its own key', async (_name, which) => {
    for (let i = 0; i < 3; i++) {
      const signature = await signer.sign(request(which()));
      const key = { key: publicKey(which()), dsaEncoding: 'ieee-p1363' as const };
      expect(verify('sha256', data, key, signature)).toBe(true);
    }
  });

  test('both are pairs; a certificate of a strange key under the id is none', async () => {
    const paired = async () =>
      (await signer.readCertificates(old.label)).map(({ fingerprint, isPaired }) => [
        fingerprint,
        isPaired,
      ]);
    expect((await paired()).sort()).toEqual(
      [
        [old.fingerprint, true],
        [token.fingerprint, true],
      ].sort(),
    );
    const strange = await makeToken('saoy-strange', 'ec-p256');
    const foreign = await addCertificate(strange, agency.certificate);
    const found = await signer.readCertificates(strange.label);
    expect(found.find(({ fingerprint }) => fingerprint === foreign)?.isPaired).toBe(false);
    await expect(
      signer.sign({ ...request(strange), key: { fingerprint: foreign } }),
    ).rejects.toMatchObject({ code: 'token-key-mismatch' });
  });
});

describe('the signer', () => {
  test('knows no token of an unknown name and no key of a foreign certificate', async () => {
    await expect(signer.sign({ ...request(leader), tokenLabel: 'none' })).rejects.toMatchObject({
      code: 'token-absent',
    });
    await expect(
      signer.sign({ ...request(leader), key: { fingerprint: agency.fingerprint } }),
    ).rejects.toMatchObject({ code: 'token-key-missing' });
    await expect(signer.sign({ ...request(leader), key: { keyId: 'ffff' } })).rejects.toMatchObject(
      { code: 'token-key-missing' },
    );
  });

  test('refuses a mechanism that the key does not do, and goes on afterwards', async () => {
    await expect(
      signer.sign({ ...request(leader), mechanism: 'ecdsa-sha256' }),
    ).rejects.toMatchObject({ code: 'token-failed', params: { reason: expect.any(String) } });
    for (let i = 0; i < 6; i++) await signer.sign(request(leader));
  });

  test('notices that it was logged out with its last session', async () => {
    await signer.sign(request(leader));
    const { generation } = tokenModule;
    const missing = { ...request(leader), key: { keyId: 'ffff' } };
    await expect(signer.sign(missing)).rejects.toMatchObject({ code: 'token-key-missing' });
    await expect(signer.sign(request(leader))).resolves.toHaveLength(384);
    expect(tokenModule.generation).toBe(generation);
  });

  test('refuses to choose between two tokens of one name', async () => {
    const twin = await makeToken('saoy-twin', 'ec-p256');
    execFileSync('softhsm2-util', [
      ...['--init-token', '--free', '--label', 'saoy-twin', '--pin', '1111', '--so-pin', '2222'],
    ]);
    await signer.listTokens();
    await expect(signer.sign(request(twin))).rejects.toMatchObject({ code: 'token-ambiguous' });
  });

  test('logs out soon after the last signature', async () => {
    const brief = newSigner({ idleLogoutMs: 2_000 });
    await brief.sign(request(agency));
    expect(isLoggedIn(agency)).toBe(true);
    const giveUpAt = Date.now() + 20_000;
    while (isLoggedIn(agency) && Date.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(isLoggedIn(agency)).toBe(false);
  });

  test('gives the PIN for each signature where the key wants that', async () => {
    const strict = await makeToken('saoy-strict', 'ec-p256', true);
    const signatures = await Promise.all(
      Array.from({ length: 8 }, () => signer.sign(request(strict))),
    );
    const key = { key: publicKey(strict), dsaEncoding: 'ieee-p1363' as const };
    for (const signature of signatures) expect(verify('sha256', data, key, signature)).toBe(true);
  });

  test('names a library that is not there', () => {
    expect(() => openTokenModule({ modulePath: '/nowhere.so' })).toThrow(
      expect.objectContaining({ code: 'token-module-unusable' }),
    );
  });

  test('makes at least 20 signatures a second with RSA 3072', async () => {
    const count = 60;
    const started = performance.now();
    await Promise.all(Array.from({ length: count }, () => signer.sign(request(leader))));
    const perSecond = (count * 1000) / (performance.now() - started);
    expect(perSecond).toBeGreaterThan(20);
  });
});

function request(token: Token): SignRequest {
  return {
    tokenLabel: token.label,
    key: { fingerprint: token.fingerprint },
    pin: token.pin,
    mechanism: token === leader ? 'rsa-pkcs1-sha256' : 'ecdsa-sha256',
    content: { data },
  };
}

function newSigner(options: { idleLogoutMs?: number } = {}): TokenSigner {
  return new TokenSigner(tokenModule, { pinTriesFile: triesFile(), ...options });
}

function triesFile(): string {
  return join(dir, 'pin-tries.json');
}

async function makeToken(
  label: string,
  keyType: SoftKeyType,
  alwaysAuthenticate = false,
): Promise<Token> {
  const folders = () => new Set(readdirSync(tokensFolder()));
  const before = folders();
  const made = await createSoftToken(tokenModule, pki, {
    label,
    subject: { commonName: 'Nguyễn Thị Ví Dụ', organization: 'UBND Phường Mẫu' },
    profile: 'signer',
    keyType,
    alwaysAuthenticate,
  });
  const [folder] = [...folders()].filter((name) => !before.has(name));
  return {
    label,
    pin: Buffer.from(made.pin),
    certificate: made.certificate,
    fingerprint: fingerprintOf(made.certificate),
    folder: join(tokensFolder(), folder!),
  };
}

/** As its issuer's own program does. */
function setPin(token: Token, pin: Buffer): void {
  const login = ['--module', modulePath, '--token-label', token.label, '--login'];
  const change = ['--change-pin', '--pin', token.pin.toString(), '--new-pin', pin.toString()];
  execFileSync('pkcs11-tool', [...login, ...change], { env: process.env, stdio: 'ignore' });
}

/** A second pair and its certificate, under the id and label of the first. */
async function addPair(token: Token): Promise<{ certificate: Uint8Array }> {
  const [first] = await signer.readCertificates(token.label);
  return tokenModule.use(() =>
    inSession(token, async (session) => {
      const common = [
        { type: pkcs11js.CKA_TOKEN, value: true },
        { type: pkcs11js.CKA_ID, value: Buffer.from(first!.keyId, 'hex') },
        { type: pkcs11js.CKA_LABEL, value: token.label },
      ];
      const curve = Buffer.from('06082a8648ce3d030107', 'hex');
      const { library } = tokenModule;
      const pair = library.C_GenerateKeyPair(
        session,
        { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
        [...common, { type: pkcs11js.CKA_EC_PARAMS, value: curve }],
        [...common, { type: pkcs11js.CKA_SIGN, value: true }],
      );
      const [point] = library.C_GetAttributeValue(session, pair.publicKey, [
        { type: pkcs11js.CKA_EC_POINT },
      ]);
      const [x, y] = [point!.value.subarray(3, 35), point!.value.subarray(35)];
      const jwk = {
        kty: 'EC',
        crv: 'P-256',
        x: x.toString('base64url'),
        y: y.toString('base64url'),
      };
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const { der: certificate } = await issueCertificate(pki, {
        publicKey: key.export({ type: 'spki', format: 'der' }),
        subject: { commonName: 'Nguyễn Thị Ví Dụ', organization: 'UBND Phường Mẫu' },
        profile: 'signer',
      });
      writeCertificate(session, common, certificate);
      return { certificate };
    }),
  );
}

/** @returns its fingerprint */
async function addCertificate(token: Token, certificate: Uint8Array): Promise<string> {
  const [first] = await signer.readCertificates(token.label);
  await tokenModule.use(() =>
    inSession(token, (session) =>
      writeCertificate(
        session,
        [
          { type: pkcs11js.CKA_TOKEN, value: true },
          { type: pkcs11js.CKA_ID, value: Buffer.from(first!.keyId, 'hex') },
          { type: pkcs11js.CKA_LABEL, value: 'strange' },
        ],
        certificate,
      ),
    ),
  );
  return fingerprintOf(certificate);
}

function writeCertificate(
  session: pkcs11js.Handle,
  common: pkcs11js.Template,
  certificate: Uint8Array,
): void {
  tokenModule.library.C_CreateObject(session, [
    ...common,
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(certificate) },
  ]);
}

async function inSession<T>(
  token: Token,
  work: (session: pkcs11js.Handle) => Promise<T> | T,
): Promise<T> {
  const { library } = tokenModule;
  const session = library.C_OpenSession(
    tokenModule.findToken(token.label)!.handle,
    pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION,
  );
  library.C_Login(session, pkcs11js.CKU_USER, token.pin.toString());
  try {
    return await work(session);
  } finally {
    library.C_Logout(session);
    library.C_CloseSession(session);
  }
}

function fingerprintOf(certificate: Uint8Array): string {
  return createHash('sha256').update(certificate).digest('hex');
}

function tokensFolder(): string {
  return join(dirname(process.env['SOFTHSM2_CONF']!), 'tokens');
}

function pullOut(token: Token): () => void {
  const away = join(dir, 'pulled-out');
  renameSync(token.folder, away);
  return () => renameSync(away, token.folder);
}

function publicKey(token: Token) {
  return new X509Certificate(token.certificate).publicKey;
}

/** Whether this process is logged in on a token: private objects can be seen then only. */
function isLoggedIn(token: Token): boolean {
  const { library } = tokenModule;
  const session = library.C_OpenSession(tokenModule.findToken(token.label)!.handle, 4);
  const { state } = library.C_GetSessionInfo(session);
  library.C_CloseSession(session);
  return state === 1; // CKS_RO_USER_FUNCTIONS
}
