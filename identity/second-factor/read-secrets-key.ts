import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const keyBytes = 32;

/**
 * The key that secrets of second factors are encrypted with, made where there is none. Lost or replaced, every
 * second factor has to be set up anew.
 * @param file base64, mode 600; several copies of the API share one
 */
export async function readSecretsKey(file: string): Promise<Buffer> {
  const known = await readFile(file, 'utf8').catch(ifAbsent);
  if (known !== undefined) return parse(known, file);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomUUID()}`;
  const text = `${randomBytes(keyBytes).toString('base64')}\n`;
  await writeFile(aside, text, { mode: 0o600, flag: 'wx', flush: true });
  // Whoever links first has made the key; the others take that one.
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(aside);
  return parse(await readFile(file, 'utf8'), file);
}

function parse(text: string, file: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw new Error(`${file} holds no key of ${keyBytes} bytes.`);
  return key;
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
