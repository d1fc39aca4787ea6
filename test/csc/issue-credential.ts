import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { CertificateRequest } from '../journeys/issue-certificate';
import type { RunningStack } from '../journeys/running-stack';
import type { ProviderCredential } from './provider';

/**
 * A key at the provider with a certificate of a stack's development PKI, issued by a process of its own,
 * as the stack's own certificates are.
 */
export function issueCredential(
  stack: RunningStack,
  id: string,
  commonName: string,
  how: Pick<ProviderCredential, 'mode'> & Partial<ProviderCredential>,
): ProviderCredential {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const request: CertificateRequest = {
    pkiFolder: join(stack.home, 'pki'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    subject: { commonName },
  };
  const journeys = join(__dirname, '..', 'journeys');
  const loader = join(__dirname, '..', 'register-typescript.cjs');
  const args = ['-r', loader, join(journeys, 'issue-certificate.ts'), JSON.stringify(request)];
  const certificate = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return {
    id,
    userId: 'lanh-dao-mau',
    key: privateKey,
    certificates: [Buffer.from(certificate, 'base64')],
    algorithms: ['1.2.840.10045.4.3.2'],
    multisign: 1,
    ...how,
  };
}
