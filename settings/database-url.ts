import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHome } from './home';

type Environment = Record<string, string | undefined>;
/** The parts of `ready.json` that name the database. */
interface Ready {
  database: string;
  databaseOwner?: string;
}

/**
 * The database that a command looks into: `DATABASE_URL`, else that of the stack running here.
 * @throws Error with one sentence where there is neither
 */
export function readDatabaseUrl(env: Environment = process.env): string {
  return env['DATABASE_URL'] || readReady(env).database;
}

/** The same with the account that owns the tables: `DATABASE_OWNER_URL`; where none is named, there is one account. */
export function readOwnerUrl(env: Environment = process.env): string {
  if (env['DATABASE_OWNER_URL']) return env['DATABASE_OWNER_URL'];
  return env['DATABASE_URL'] || (readReady(env).databaseOwner ?? readReady(env).database);
}

/** Of an account that reads the views for reports and nothing else (`docs/report-views.md`); undefined: none is wanted. */
export function readReaderUrl(env: Environment = process.env): string | undefined {
  return env['DATABASE_READER_URL'] || undefined;
}

function readReady(env: Environment): Ready {
  try {
    const ready = readFileSync(join(readHome(env), 'ready.json'), 'utf8');
    return JSON.parse(ready) as Ready;
  } catch (cause) {
    throw new Error('Nothing runs here: start it with “npm start”, or set DATABASE_URL.', {
      cause,
    });
  }
}
