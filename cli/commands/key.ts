import { parseArgs } from 'node:util';
import { createDataSource } from '../../db/data-source';
import { findOfficeByCode } from '../../db/offices/get-office';
import { listKeys, recordKey, revokeKey } from '../../db/vault/record-key';
import { msPerDay } from '../../time/time';
import { isScope, scopeDeclarations } from '../../domain/scopes';
import { readDatabaseUrl } from '../../settings/database-url';

const usage =
  'Usage: saoy key create --name NAME --scope SCOPE… [--office CODE] [--days N] | ' +
  `saoy key list | saoy key revoke ID, each with [--json]; SCOPE one of ${Object.keys(scopeDeclarations).join(', ')}.`;
const daysMax = 3_660;

/** `saoy key`: keys of programs. The secret is printed once, when a key is made. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      scope: { type: 'string', multiple: true },
      office: { type: 'string' },
      days: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [verb, id, ...more] = positionals;
  if (more.length > 0) throw new Error(usage);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  const print = (answer: object) =>
    console.log(values.json ? JSON.stringify(answer) : inWords(answer));
  try {
    if (verb === 'create' && id === undefined) {
      const { name, scope = [], office, days = '365' } = values;
      if (!name || name.length > 100 || scope.length === 0 || !scope.every(isScope)) {
        throw new Error(usage);
      }
      if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > daysMax) throw new Error(usage);
      const found = office === undefined ? null : await findOfficeByCode(db, office);
      if (office !== undefined && !found) throw new Error(`There is no office “${office}”.`);
      const createdAt = new Date();
      const expiresAt = new Date(createdAt.getTime() + Number(days) * msPerDay);
      const officeId = found?.id ?? null;
      const scopes = [...new Set(scope)].join(' ');
      print({
        ...(await recordKey(db.manager, { name, scopes, officeId, createdAt, expiresAt })),
        expiresAt,
      });
      return 0;
    }
    if (verb === 'list' && id === undefined) {
      for (const key of await listKeys(db.manager)) print({ ...key, secretHash: undefined });
      return 0;
    }
    if (verb === 'revoke' && id !== undefined) {
      const isFound = await revokeKey(db.manager, id, new Date());
      print({ id, revoked: isFound });
      return isFound ? 0 : 1;
    }
    throw new Error(usage);
  } finally {
    await db.destroy();
  }
}

function inWords(answer: object): string {
  return Object.entries(answer)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${name}: ${value instanceof Date ? value.toISOString() : String(value)}`,
    )
    .join('  ');
}
