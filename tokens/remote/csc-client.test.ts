import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, randomBytes, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProvider, type ProviderCredential } from '../../test/csc/provider';
import { createDevelopmentPki, type DevelopmentPki } from '../pki/create-development-pki';
import { issueCertificate } from '../pki/issue-certificate';
import { CscClient, type Consent, type RemoteCredential } from './csc-client';

const data = [Buffer.from('hồ sơ một'), Buffer.from('hồ sơ hai'), Buffer.from('hồ sơ ba')];
const pin: Consent = { typed: [{ id: 'PIN', value: '246810' }] };
const ecdsa = { algorithms: ['1.2.840.10045.4.3.2'] };

let dir: string;
let pki: DevelopmentPki;
let provider: Awaited<ReturnType<typeof startProvider>>;
let client: CscClient;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-csc-'));
  pki = await createDevelopmentPki({
    dir: join(dir, 'pki'),
    baseUrl: 'http://127.0.0.1:9',
    now: Date.now(),
  });
  provider = await startProvider([
    await credential('sim', { mode: 'implicit', ...ecdsa }),
    await credential('cloud-rsa', {
      mode: 'explicit',
      algorithms: ['1.2.840.113549.1.1.11'],
      pin: '246810',
    }),
    await credential('cloud-plain', { mode: 'implicit', algorithms: ['1.2.840.113549.1.1.1'] }),
    await credential('page', { mode: 'oauth2code', ...ecdsa }),
    await credential('off', { mode: 'implicit', ...ecdsa, status: 'disabled' }),
    await credential('revoked', { mode: 'implicit', ...ecdsa, certificateStatus: 'revoked' }),
    { ...(await credential('else', { mode: 'implicit', ...ecdsa })), userId: 'another' },
  ]);
  client = new CscClient(provider.account);
});

afterEach(() => {
  provider.behaviour.fail = undefined;
  provider.behaviour.ecdsaAs = 'der';
  provider.behaviour.codeGives = 'SAD';
  provider.behaviour.tamper = (signature) => signature;
  provider.asked.length = 0;
});

afterAll(async () => {
  await provider.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the credentials of a signer', () => {
  test('are listed over all pages with their certificates and what they ask for', async () => {
    const credentials = await client.listCredentials('nguoi-ky');
    expect(credentials.map(({ credentialId }) => credentialId)).toEqual([
      ...['sim', 'cloud-rsa', 'cloud-plain', 'page', 'off', 'revoked'],
    ]);
    expect(credentials.map(({ usable }) => usable)).toEqual([true, true, true, true, false, false]);
    expect(credentials[1]).toMatchObject({ authorization: 'explicit', asked: ['PIN'] });
    const [signer, issuer] = credentials[0]!.certificates.map((der) => new X509Certificate(der));
    expect(signer!.verify(issuer!.publicKey)).toBe(true);
  });
});

describe('remote signing', () => {
  test.each(['der', 'raw'] as const)('by a SIM, ECDSA given as %s, comes as r‖s', async (form) => {
    provider.behaviour.ecdsaAs = form;
    const sim = await client.getCredential('sim');
    const consent = { askedByProvider: true } as const;
    const signatures = await client.sign({
      credential: sim,
      mechanism: 'ecdsa-sha256',
      data,
      consent,
    });
    expectSigned(sim, signatures, 'ieee-p1363');
    expect(signatures.every((signature) => signature.length === 64)).toBe(true);
  });

  test('by a cloud key with a PIN, three dossiers under one authorization bound to them', async () => {
    const cloud = await client.getCredential('cloud-rsa');
    const signatures = await client.sign({
      credential: cloud,
      mechanism: 'rsa-pkcs1-sha256',
      data,
      consent: pin,
    });
    expectSigned(cloud, signatures);
    const authorizations = provider.asked.filter(({ method }) => method.endsWith('authorize'));
    expect(authorizations).toHaveLength(1);
    expect(authorizations[0]!.body).toMatchObject({ numSignatures: 3 });
    expect(authorizations[0]!.body['hashes']).toHaveLength(3);
  });

  test('by a key that names plain rsaEncryption only', async () => {
    const plain = await client.getCredential('cloud-plain');
    const consent = { askedByProvider: true } as const;
    const input = { credential: plain, mechanism: 'rsa-pkcs1-sha256' as const, data, consent };
    expectSigned(plain, await client.sign(input));
  });

  test.each(['SAD', 'Bearer'] as const)(
    'by consent on the provider’s page, given as %s, good once and for these very bytes',
    async (form) => {
      provider.behaviour.codeGives = form;
      const page = await client.getCredential('page');
      const codeVerifier = randomBytes(48).toString('base64url');
      const redirectUri = 'https://saoy.invalid/remote/back';
      const request = { credential: page, mechanism: 'ecdsa-sha256' as const, data };
      const visit = async () => {
        const url = await client.consentPage({
          ...request,
          redirectUri,
          state: 's-1',
          codeVerifier,
        });
        const { headers } = await fetch(url, { redirect: 'manual' });
        const back = new URL(headers.get('location')!);
        expect(back.searchParams.get('state')).toBe('s-1');
        return back.searchParams.get('code')!;
      };
      const consent = { code: await visit(), redirectUri, codeVerifier };
      expectSigned(page, await client.sign({ ...request, consent }), 'ieee-p1363');
      const refused = { code: 'remote-refused' };
      await expect(client.sign({ ...request, consent })).rejects.toMatchObject(refused);
      const stolen = { code: await visit(), redirectUri, codeVerifier: 'x'.repeat(43) };
      await expect(client.sign({ ...request, consent: stolen })).rejects.toMatchObject(refused);
      const other = { code: await visit(), redirectUri, codeVerifier };
      await expect(
        client.sign({ ...request, data: [Buffer.from('khác')], consent: other }),
      ).rejects.toMatchObject(refused);
    },
  );
});

describe('what goes wrong at a provider', () => {
  const explicit = async (consent: Consent = pin, mechanism = 'rsa-pkcs1-sha256' as const) =>
    client.sign({ credential: await client.getCredential('cloud-rsa'), mechanism, data, consent });
  const authorizations = () => provider.asked.filter(({ method }) => method.endsWith('authorize'));

  test('a wrong PIN is told, and sent once', async () => {
    await expect(explicit({ typed: [{ id: 'PIN', value: '000000' }] })).rejects.toMatchObject({
      code: 'remote-pin-wrong',
    });
    expect(authorizations()).toHaveLength(1);
  });

  test('an ended service token is renewed for reading, and no PIN is sent again for it', async () => {
    const cloud = await client.getCredential('cloud-rsa');
    provider.endTokens();
    const input = { credential: cloud, mechanism: 'rsa-pkcs1-sha256' as const, data, consent: pin };
    await expect(client.sign(input)).rejects.toMatchObject({
      code: 'remote-refused',
      params: { reason: 'invalid_token' },
    });
    expect(authorizations()).toHaveLength(1);
    expectSigned(cloud, await client.sign(input));
    provider.endTokens();
    await expect(client.getCredential('cloud-rsa')).resolves.toEqual(cloud);
  });

  test.each([
    ['an error of its own', [500, { error: 'server_error' }], 'remote-provider-unavailable'],
    ['an answer of another shape', [200, { nothing: 1 }], 'remote-provider-unavailable'],
    ['a refusal by the signer', [400, { error: 'access_denied' }], 'remote-refused'],
  ] as const)('%s has its code', async (_what, [status, body], code) => {
    const cloud = await client.getCredential('cloud-rsa');
    provider.behaviour.fail = [status, body];
    await expect(
      client.sign({ credential: cloud, mechanism: 'rsa-pkcs1-sha256', data, consent: pin }),
    ).rejects.toMatchObject({ code });
  });

  test.each([
    ['altered', (signature: Buffer) => Buffer.from(signature.map((b, i) => (i === 9 ? b ^ 1 : b)))],
    ['empty', () => Buffer.alloc(0)],
    ['no ECDSA at all', () => Buffer.from('30030101ff', 'hex')],
  ])('a signature that is %s is not taken', async (_what, tamper) => {
    provider.behaviour.tamper = tamper;
    const sim = await client.getCredential('sim');
    const consent = { askedByProvider: true } as const;
    await expect(
      client.sign({ credential: sim, mechanism: 'ecdsa-sha256', data, consent }),
    ).rejects.toMatchObject({ code: 'remote-signature-invalid' });
  });

  test('a disabled, revoked or unfit credential, or too many dossiers, are never put to it', async () => {
    const consent = { askedByProvider: true } as const;
    const unfit = { code: 'remote-credential-unsuitable' };
    for (const id of ['off', 'revoked']) {
      const input = { credential: await client.getCredential(id), data, consent };
      await expect(client.sign({ ...input, mechanism: 'ecdsa-sha256' })).rejects.toMatchObject(
        unfit,
      );
    }
    const sim = await client.getCredential('sim');
    await expect(
      client.sign({ credential: sim, mechanism: 'rsa-pkcs1-sha256', data, consent }),
    ).rejects.toMatchObject(unfit);
    const many = Array.from({ length: 6 }, (_, i) => Buffer.from(String(i)));
    await expect(
      client.sign({ credential: sim, mechanism: 'ecdsa-sha256', data: many, consent }),
    ).rejects.toMatchObject(unfit);
    expect(authorizations()).toEqual([]);
  });

  test('a provider that is away or not on https is told apart', async () => {
    const gone = new CscClient({ ...provider.account, baseUrl: 'http://127.0.0.1:9/csc/v2' });
    await expect(gone.getCredential('sim')).rejects.toMatchObject({
      code: 'remote-provider-unavailable',
    });
    expect(
      () => new CscClient({ ...provider.account, baseUrl: 'http://provider.invalid/csc/v2' }),
    ).toThrow(expect.objectContaining({ code: 'remote-address-refused' }));
    const wrong = new CscClient({ ...provider.account, clientSecret: 'wrong' });
    await expect(wrong.getCredential('sim')).rejects.toMatchObject({
      code: 'remote-refused',
      params: { reason: 'invalid_client' },
    });
  });
});

function expectSigned(
  { certificates }: RemoteCredential,
  signatures: Uint8Array[],
  dsaEncoding?: 'ieee-p1363',
) {
  const { publicKey } = new X509Certificate(certificates[0]!);
  const key = dsaEncoding ? { key: publicKey, dsaEncoding } : publicKey;
  expect(signatures).toHaveLength(data.length);
  signatures.forEach((signature, i) =>
    expect(verify('sha256', data[i]!, key, signature)).toBe(true),
  );
}

async function credential(
  id: string,
  how: Pick<ProviderCredential, 'mode' | 'algorithms'> & Partial<ProviderCredential>,
): Promise<ProviderCredential> {
  const { publicKey, privateKey } = how.algorithms[0]!.startsWith('1.2.840.113549')
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { der } = await issueCertificate(pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Nguyễn Thị Ví Dụ' },
    profile: 'signer',
  });
  return {
    id,
    userId: 'nguoi-ky',
    key: privateKey,
    certificates: [der, pki.issuing],
    multisign: 5,
    ...how,
  };
}
