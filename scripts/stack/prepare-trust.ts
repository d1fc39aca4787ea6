import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPinKey } from '../../tokens/pin/pin-key';
import { createSoftToken, writeSoftHsmConf } from '../../tokens/pkcs11/create-soft-token';
import { openTokenModule } from '../../tokens/pkcs11/token-module';
import type { CertificateSubject } from '../../tokens/pki/build-certificate';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';
import { writePrivately } from './home';
import { readInput } from './read-input';

interface Plan {
  home: string;
  /** Where the development PKI will be served; null: certificates and time stamps come from outside. */
  pkiUrl: string | null;
  /** The two soft tokens to make; null: the tokens are somebody's own. */
  tokens: { module: string; pins: Record<'leader' | 'agency', string> } | null;
  office: { name: string; parentName: string };
}

/**
 * First start: the development PKI, two soft tokens with its certificates, the key that PINs are
 * encrypted to. `trust.json` is written when all is made; what an earlier try left is thrown away.
 */
async function main(): Promise<void> {
  const { home, pkiUrl, tokens, office } = await readInput<Plan>();
  const [pki, tokenFolder, pin] = ['pki', 'tokens', 'pin'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [pki, tokenFolder, pin]) await rm(folder, { recursive: true, force: true });
  await mkdir(pin, { mode: 0o700 });
  await createPinKey({
    privateKey: join(pin, 'private.pem'),
    publicKey: join(pin, 'public.pem'),
  });
  if (pkiUrl) {
    const made = await createDevelopmentPki({ dir: pki, baseUrl: pkiUrl, now: Date.now() });
    if (tokens) await makeTokens(tokenFolder, made, tokens, office);
  }
  writePrivately(join(home, 'trust.json'), { pkiUrl });
}

async function makeTokens(
  folder: string,
  pki: DevelopmentPki,
  { module, pins }: NonNullable<Plan['tokens']>,
  office: Plan['office'],
): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const softhsmConf = await writeSoftHsmConf(folder);
  const opened = openTokenModule({ modulePath: module, softhsmConf });
  const leader: CertificateSubject = {
    commonName: 'Trần Văn Lãnh Đạo Mẫu',
    title: 'Chủ tịch',
    organization: office.name,
    locality: office.parentName,
  };
  const agency = { commonName: office.name, locality: office.parentName };
  const request = { keyType: 'ec-p256' } as const;
  await createSoftToken(opened, pki, {
    ...request,
    label: 'leader',
    profile: 'signer',
    subject: leader,
    pin: pins.leader,
  });
  await createSoftToken(opened, pki, {
    ...request,
    label: 'agency',
    profile: 'seal',
    subject: agency,
    pin: pins.agency,
  });
}

void main();
