import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHome } from './home';

/**
 * The database that a command looks into: `DATABASE_URL`, else that of the stack running here.
 * @throws Error with one sentence where there is neither
 */
export function readDatabaseUrl(env: Record<string, string | undefined> = process.env): string {
  if (env['DATABASE_URL']) return env['DATABASE_URL'];
  try {
    const ready = readFileSync(join(readHome(env), 'ready.json'), 'utf8');
    return (JSON.parse(ready) as { database: string }).database;
  } catch (cause) {
    throw new Error('Nothing runs here: start it with “npm start”, or set DATABASE_URL.', {
      cause,
    });
  }
}
