import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import type { PinPublicKey } from './encrypt-pin';

/**
 * Makes the key that PINs are encrypted to, where there is none.
 * @param files.privateKey PEM (PKCS#8), mode 600: for the token process alone
 * @param files.publicKey PEM (SPKI): for those who encrypt
 */
export async function createPinKey(files: {
  privateKey: string;
  publicKey: string;
}): Promise<void> {
  if (!existsSync(files.privateKey)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const aside = `${files.privateKey}.${process.pid}`;
    const handle = await open(aside, 'wx', 0o600);
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
    await handle.close();
    await rename(aside, files.privateKey);
  }
  const publicKey = createPublicKey(await readFile(files.privateKey, 'utf8'));
  await writeFile(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }));
}

/**
 * The private key, for `decryptPin`; it cannot be exported again.
 * @throws Error that says what to do where the file is not there, or belongs to somebody else
 */
export async function readPinKey(privateKeyFile: string): Promise<webcrypto.CryptoKey> {
  const pem = await readFile(privateKeyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `PIN_KEY_FILE cannot be read (${error.code}): it must be there, and belong to the user that this process runs as`,
    );
  });
  const key = createPrivateKey(pem);
  return webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    ['deriveBits'],
  );
}

/** The public key as a page wants it, for `encryptPin`. */
export async function readPublicPinKey(publicKeyFile: string): Promise<PinPublicKey> {
  const jwk = createPublicKey(await readFile(publicKeyFile, 'utf8')).export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y! };
}
