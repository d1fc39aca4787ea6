/**
 * Makes one soft token with a certificate of a stack's development PKI, in a process of its own:
 *
 *     node -r ./test/register-typescript.cjs test/journeys/make-officer-token.ts REQUEST
 */
import { createSoftToken, writeSoftHsmConf } from '../../tokens/pkcs11/create-soft-token';
import { openTokenModule } from '../../tokens/pkcs11/token-module';
import type { CertificateSubject } from '../../tokens/pki/build-certificate';
import { openDevelopmentPki } from '../../tokens/pki/create-development-pki';

export interface OfficerTokenRequest {
  modulePath: string;
  /** Folder of the SoftHSM. */
  folder: string;
  pkiFolder: string;
  label: string;
  pin: string;
  profile: 'signer' | 'seal';
  subject: CertificateSubject;
}

async function make(request: OfficerTokenRequest): Promise<void> {
  const { modulePath, folder, pkiFolder, ...token } = request;
  const softhsmConf = await writeSoftHsmConf(folder);
  const module = openTokenModule({ modulePath, softhsmConf });
  await createSoftToken(module, await openDevelopmentPki(pkiFolder), {
    ...token,
    keyType: 'ec-p256',
  });
  await module.close();
}

void make(JSON.parse(String(process.argv[2])) as OfficerTokenRequest);
