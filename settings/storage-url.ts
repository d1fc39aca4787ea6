import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readHome } from './home';

/** The storage that a command looks into: `STORAGE_URL`, else that of the stack here. */
export function readStorageUrl(env: Record<string, string | undefined> = process.env): string {
  return env['STORAGE_URL'] || pathToFileURL(join(readHome(env), 'storage')).href;
}
