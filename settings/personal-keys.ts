import { join } from 'node:path';
import { absolute, readHome } from './home';

/**
 * Where the keys of personal data lie: `PERSONAL_KEYS`, the keys themselves; `PERSONAL_KEYS_FILE`; else a file of
 * this installation.
 */
export function findPersonalKeys(
  env: Record<string, string | undefined> = process.env,
): { file: string } | { text: string } {
  if (env['PERSONAL_KEYS']) return { text: env['PERSONAL_KEYS'] };
  const file = env['PERSONAL_KEYS_FILE'];
  return { file: file ? absolute(file) : join(readHome(env), 'identity', 'personal-keys.json') };
}
