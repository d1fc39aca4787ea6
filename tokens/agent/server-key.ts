import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The key that officers' computers know our server by, made where there is none. Lost or replaced, every
 * computer has to be paired anew.
 * @param file PEM (PKCS#8), mode 600; several copies of the API share one
 */
export async function readServerKey(file: string): Promise<KeyObject> {
  const known = await readFile(file, 'utf8').catch(ifAbsent);
  if (known !== undefined) return createPrivateKey(known);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomUUID()}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(aside, pem, { mode: 0o600, flag: 'wx', flush: true });
  // Whoever links first has made the key; the others take that one.
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(aside);
  return createPrivateKey(await readFile(file, 'utf8'));
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
