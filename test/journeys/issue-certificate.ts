/**
 * Prints a certificate, base64, of a stack's development PKI for a public key, in a process of its own:
 *
 *     node -r ./test/register-typescript.cjs test/journeys/issue-certificate.ts REQUEST
 */
import type { CertificateSubject } from '../../tokens/pki/build-certificate';
import { openDevelopmentPki } from '../../tokens/pki/create-development-pki';
import { issueCertificate } from '../../tokens/pki/issue-certificate';

export interface CertificateRequest {
  pkiFolder: string;
  /** SPKI DER, base64. */
  publicKey: string;
  subject: CertificateSubject;
}

async function issue({ pkiFolder, publicKey, subject }: CertificateRequest): Promise<void> {
  const { der } = await issueCertificate(await openDevelopmentPki(pkiFolder), {
    publicKey: Buffer.from(publicKey, 'base64'),
    subject,
    profile: 'signer',
  });
  process.stdout.write(Buffer.from(der).toString('base64'));
}

void issue(JSON.parse(String(process.argv[2])) as CertificateRequest);
