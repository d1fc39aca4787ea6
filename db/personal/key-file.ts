import { randomUUID } from 'node:crypto';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePersonalKey, type PersonalKey, writePersonalKeys } from './personal-keys';

/**
 * Makes a file with a first key, for its owner alone.
 * @returns false where there is one already, which stays
 */
export async function makeKeyFile(file: string, now: Date): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const aside = await writeAside(file, [makePersonalKey(now)]);
  // Whoever links first has made the keys; the others take those.
  const isMade = await link(aside, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  await rm(aside);
  return isMade;
}

/** Puts these keys in the file's place at once: a reader sees the old ones or the new. */
export async function replaceKeyFile(file: string, keys: readonly PersonalKey[]): Promise<void> {
  await rename(await writeAside(file, keys), file);
}

async function writeAside(file: string, keys: readonly PersonalKey[]): Promise<string> {
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, writePersonalKeys(keys), { mode: 0o600, flag: 'wx', flush: true });
  return aside;
}
