/** @jest-environment ./test/softhsm-environment.cjs */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { Token } from '../../db/signing/entity';
import { httpIssuerSource } from '../../documents/evidence/issuers';
import { onlyHostOf } from '../../documents/evidence/fetch-bounded';
import { openWorkshop, type Workshop } from '../../test/documents/make-copy';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createSoftToken } from '../../tokens/pkcs11/create-soft-token';
import { openTokenModule, type TokenModule } from '../../tokens/pkcs11/token-module';
import { TokenSigner } from '../../tokens/pkcs11/token-signer';
import { applyUnlocked, publishTokens } from './publish-tokens';

/** What is written down of tokens, from tokens that are there. */
let database: TestDatabase;
let workshop: Workshop;
let tokenModule: TokenModule;
let signer: TokenSigner;
let dir: string;
const label = 'saoy-leader';
let pin: string;

beforeAll(async () => {
  [database, workshop, dir] = await Promise.all([
    startDatabase(),
    openWorkshop(),
    mkdtemp(join(tmpdir(), 'saoy-publish-')),
  ]);
  tokenModule = openTokenModule({ modulePath: '/usr/lib/softhsm/libsofthsm2.so' });
  signer = new TokenSigner(tokenModule, { pinTriesFile: join(dir, 'pin-tries.json') });
  ({ pin } = await createSoftToken(tokenModule, workshop.pki, {
    label,
    subject: { commonName: 'Nguyễn Thị Ví Dụ' },
    profile: 'signer',
    keyType: 'ec-p256',
    notBefore: Date.now() - 86_400_000,
  }));
}, 120_000);
afterAll(async () => {
  await signer.close();
  await tokenModule.close();
  await Promise.all([workshop.close(), database.stop(), rm(dir, { recursive: true })]);
});

const publish = (labels = [label]) =>
  publishTokens(
    {
      db: database.db,
      signer,
      issuers: httpIssuerSource({ policy: onlyHostOf(workshop.url) }),
      listAnchors: () => Promise.resolve(workshop.anchors),
      now: () => new Date(),
    },
    labels.map((one) => ({ label: one, office: 'mau-01', purpose: 'leader' })),
  );
const read = () => database.db.manager.findOneByOrFail(Token, { label });

test('its certificate with the path to the anchor, fetched where nobody handed it over', async () => {
  await publish(['nowhere', label]);
  const { certificates, trouble, pinState, pinTriesLeft } = await read();
  expect(certificates.slice(1)).toEqual(
    [workshop.pki.issuing, workshop.pki.root].map((der) => Buffer.from(der).toString('base64')),
  );
  expect([trouble, pinState, pinTriesLeft]).toEqual([null, 'fine', 5]);
  expect((await database.db.manager.findOneByOrFail(Token, { label: 'nowhere' })).trouble).toBe(
    'token-absent',
  );
});

test('of certificates beside its own: none whose key it does not hold, none of an authority, the newest', async () => {
  const strange = await workshop.issue('p-256', { notBefore: Date.now() });
  await addCertificates([strange.certificate, workshop.pki.issuing]);
  await publish();
  const [own] = (await read()).certificates;
  const subject = new X509Certificate(Buffer.from(own!, 'base64'));
  expect(subject.raw.equals(Buffer.from(strange.certificate))).toBe(false);
  expect(subject.ca).toBe(false);
  const publicKey = subject.publicKey.export({ type: 'spki', format: 'der' });
  const renewed = await workshop.issue('p-256', { publicKey, notBefore: Date.now() - 1_000 });
  const ended = await workshop.issue('p-256', {
    publicKey,
    notBefore: Date.now() - 500,
    notAfter: Date.now() - 100,
  });
  const early = await workshop.issue('p-256', { publicKey, notBefore: Date.now() + 86_400_000 });
  await addCertificates([ended.certificate, renewed.certificate, early.certificate]);
  await publish();
  expect((await read()).certificates[0]).toBe(Buffer.from(renewed.certificate).toString('base64'));
});

test('an unlocked token gets PINs again where it says so itself, and not before', async () => {
  const sign = (typed: string) =>
    signer.sign({
      tokenLabel: label,
      key: { keyId: keyId() },
      pin: Buffer.from(typed),
      mechanism: 'ecdsa-sha256',
      content: { data: Buffer.from('bytes') },
    });
  const known = await read();
  const keyId = () => known.keyId;
  for (const wrong of ['1', '2', '3', '4', '5']) await sign(wrong).catch(() => undefined);
  await publish();
  expect(await read()).toMatchObject({ pinTriesLeft: 0, pinState: 'low' });
  const unlockedAt = new Date();
  await database.db.manager.update(Token, { label }, { unlockedAt });
  await publish();
  expect(await read()).toMatchObject({ pinTriesLeft: 0, pinState: 'low', unlockedAt });
  await setPin('86428642');
  await applyUnlocked({ db: database.db, signer }, await read());
  expect((await read()).unlockedAt).toBeNull();
  await expect(sign('86428642')).resolves.toHaveLength(64);
  await publish();
  expect(await read()).toMatchObject({ pinTriesLeft: 5, pinState: 'fine' });
  rmSync(join(dir, 'pin-tries.json'), { force: true });
});

/** Beside the token's own, under its id: what a token says is no proof. */
async function addCertificates(ders: Uint8Array[]): Promise<void> {
  const { keyId } = await read();
  await inSession((session) => {
    for (const der of ders)
      tokenModule.library.C_CreateObject(session, [
        { type: pkcs11js.CKA_TOKEN, value: true },
        { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
        { type: pkcs11js.CKA_LABEL, value: label },
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
        { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
        { type: pkcs11js.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
        { type: pkcs11js.CKA_VALUE, value: Buffer.from(der) },
      ]);
  });
}

async function setPin(fresh: string): Promise<void> {
  await inSession((session) => tokenModule.library.C_SetPIN(session, pin, fresh));
}

function inSession(work: (session: pkcs11js.Handle) => void): Promise<void> {
  const { library } = tokenModule;
  return tokenModule.use(() => {
    const session = library.C_OpenSession(
      tokenModule.findToken(label)!.handle,
      pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION,
    );
    try {
      library.C_Login(session, pkcs11js.CKU_USER, pin);
      work(session);
    } finally {
      library.C_Logout(session);
      library.C_CloseSession(session);
    }
    return Promise.resolve();
  });
}
