import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Letter } from '../db/letters/entity';
import { VaultReference } from '../db/vault/entity';
import { recordKey } from '../db/vault/record-key';
import {
  type Permission,
  type PermissionName,
  type Subject,
  permissionNames,
  permissions,
} from '../domain/permissions';
import { rights, type Right } from '../domain/process';
import { renderPermissions } from '../scripts/process/render-permissions';
import { ApiClient, said, testDeps } from '../test/fixtures/api-client';
import { acceptDossier } from '../test/fixtures/dossiers';
import { giveRight, makeOffice, makePerson } from '../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../test/stack/database';
import { createApp } from './app';
import type { App } from './http/env';

/**
 * Every route of the description is asked by a holder of each right in its office and in another, by a
 * citizen, by nobody, and with keys: let in exactly where the table says so.
 */
interface Asker {
  name: string;
  /** Null: nobody is signed in. */
  kind: 'staff' | 'citizen' | null;
  isHere: boolean;
  held: Right[];
  key: 'none' | 'without scope' | 'with scope';
  headers: () => Record<string, string>;
}

type NeedsValue = PermissionName | { field: string; is: Record<string, PermissionName> };

interface Operation {
  'x-needs'?: NeedsValue;
}

let database: TestDatabase;
let app: App;
let operations: [method: string, path: string, operation: Operation][];
const askers: Asker[] = [];
/** Ids by what a route is about. */
const ids: Partial<Record<Subject, string>> = {};
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  const here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const folder = await mkdtemp(join(tmpdir(), 'saoy-permissions-'));
  app = createApp(testDeps(db, folder, clock, { AGENT_KEY_FILE: join(folder, 'key.pem') }));
  const dossier = await acceptDossier(db, here, '2026-11-23T08:00:00+07:00');
  const at = new Date(clock.now);
  Object.assign(ids, {
    office: here.id,
    offices: dossier.id,
    dossier: dossier.id,
    copy: dossier.id,
  });
  const [letterId, referenceId] = [randomUUID(), randomUUID()];
  Object.assign(ids, { letter: letterId, reference: referenceId });
  await db.manager.insert(Letter, {
    ...{ id: letterId, dossierId: dossier.id, officeId: here.id, kind: 'slip', due: at },
    ...{ previousDue: null, reason: 'Lý do', draftedAt: at, body: null, editedBy: null },
    ...{ issuedAt: null, issuedBy: null },
  });
  await db.manager.insert(VaultReference, {
    ...{ id: referenceId, tokenHash: randomBytes(32).toString('hex'), dossierId: dossier.id },
    ...{ createdBy: here.staff.officer, label: 'Mẫu', createdAt: at, revokedAt: null, uses: 0 },
    ...{ expiresAt: new Date(clock.now + 3_600_000), lastUsedAt: null },
  });
  for (const [place, office] of [
    ['here', here],
    ['there', there],
  ] as const) {
    for (const right of rights) {
      const username = `${right}.${place}`;
      const personId = await makePerson(db, { username, kind: 'staff' });
      await giveRight(db, { personId, officeId: office.id, right });
      await add(username, { kind: 'staff', isHere: place === 'here', held: [right] });
    }
  }
  await makePerson(db, { username: '012345678907', kind: 'citizen', identifier: '012345678907' });
  await add('012345678907', { kind: 'citizen' });
  addKey('nobody', 'none', '');
  for (const scopes of ['vault:read', 'other']) {
    const facts = { officeId: here.id, createdAt: at, expiresAt: new Date(clock.now + 3_600_000) };
    const { secret } = await recordKey(db.manager, { name: scopes, scopes, ...facts });
    addKey(`key ${scopes}`, scopes === 'other' ? 'without scope' : 'with scope', secret);
  }
  const description = (await (await app.request('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      method.toUpperCase(),
      path,
      operation,
    ]),
  );
  // Whoever signs out asks nothing more.
  operations.sort((one, other) => Number(isSignOut(one)) - Number(isSignOut(other)));
}, 60_000);
afterAll(() => database.stop());

const isSignOut = ([method, path]: [string, string, Operation]) =>
  method === 'DELETE' && path === '/api/session';

async function add(username: string, facts: Partial<Asker>): Promise<void> {
  const client = await new ApiClient(app).signIn(username);
  const headers = () => client.headers();
  const nothing = { isHere: false, held: [], key: 'none' as const };
  askers.push({ name: username, kind: null, ...nothing, headers, ...facts });
}

function addKey(name: string, key: Asker['key'], secret: string): void {
  const headers = (): Record<string, string> =>
    secret === '' ? {} : { authorization: `Bearer ${secret}` };
  askers.push({ name, kind: null, isHere: false, held: [], key, headers });
}

const unknown: Partial<Record<Subject, string>> = {
  office: '404 office-unknown',
  offices: '404 dossier-unknown',
  dossier: '404 dossier-unknown',
  letter: '404 letter-unknown',
  copy: '404 dossier-unknown',
  reference: '404 reference-unknown',
};
const unknownToCitizens = { ...unknown, copy: '404 copy-unknown' };
const missing = '403 right-missing';

/** What the table says that this asker is answered; undefined: they are let in. */
function refusalOf(permission: Permission, asker: Asker): string | undefined {
  const { on, relation, rights: needed } = permission;
  const holdsOne = needed.some((right) => asker.held.includes(right));
  switch (relation) {
    case 'nobody':
      return undefined;
    case 'key':
      if (asker.key === 'none') return '401 key-invalid';
      return asker.key === 'with scope' ? undefined : '403 key-scope-missing';
    case 'own':
      if (asker.kind === null) return '401 sign-in-needed';
      if (on === 'citizen') return asker.kind === 'citizen' ? undefined : missing;
      return needed.length === 0 || holdsOne ? undefined : missing;
    case 'office':
    case 'branch':
    case 'own-or-office':
      if (asker.kind === null) return '401 sign-in-needed';
      if (asker.kind === 'citizen') return unknownToCitizens[on];
      if (!asker.isHere) return unknown[on];
      return holdsOne ? undefined : missing;
  }
}

/** What a guard says, and handlers do not. */
const guardsWords = new Set([
  ...['401 sign-in-needed', '401 key-invalid', '403 key-scope-missing', missing],
  ...['404 office-unknown', '404 dossier-unknown', '404 letter-unknown'],
]);

async function ask(
  asker: Asker,
  method: string,
  path: string,
  on: Subject,
  field?: [string, string],
) {
  const id = ids[on] ?? randomUUID();
  const named: Record<string, string> = {
    ...{ id, officeId: String(ids.office), dossierId: String(ids.dossier) },
    ...{ reference: 'a'.repeat(32), label: 'token' },
    ...(field && { [field[0]]: field[1] }),
  };
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? 'x');
  const { officeId = '', dossierId = '' } = named;
  const body = JSON.stringify({ officeId, dossierId, ...(field && { [field[0]]: field[1] }) });
  const answer = await app.request(`${address}?officeId=${officeId}&dossierId=${dossierId}`, {
    method,
    headers: {
      ...asker.headers(),
      'idempotency-key': randomUUID(),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body }),
  });
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    await answer.body?.cancel();
    return '200';
  }
  return said(answer);
}

test('every route says what it needs, and every permission is needed by a route', () => {
  const silent = operations.filter(([, , operation]) => operation['x-needs'] === undefined);
  expect(silent.map(([method, path]) => `${method} ${path}`)).toEqual([]);
  const needed = operations.flatMap(([, , operation]) => namesOf(operation['x-needs']!));
  expect(new Set(needed)).toEqual(new Set(permissionNames));
});

test('docs/permissions.md says of each permission who has it and which routes need it', async () => {
  const routes = operations.map(([method, path, { 'x-needs': needs }]) => ({
    ...{ method, path },
    needs: needs!,
  }));
  const written = await readFile(join(__dirname, '../docs/permissions.md'), 'utf8');
  expect(written).toBe(renderPermissions(routes));
});

test('no route of the API stands beside the description', () => {
  const described = new Set(
    operations.map(([method, path]) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  const beside = app.routes
    .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
    .map(({ path, method }) => `${method} ${path}`)
    .filter((route) => !described.has(route));
  expect(new Set(beside)).toEqual(new Set(['GET /api/openapi.json', 'GET /api/docs']));
});

test('each route lets in those whom the table names, and answers all others as it says', async () => {
  expect(operations.length).toBeGreaterThan(60);
  const wrong: string[] = [];
  for (const [method, path, { 'x-needs': needs }] of operations) {
    for (const name of namesOf(needs!)) {
      const permission: Permission = permissions[name];
      for (const asker of askers) {
        const answer = await ask(asker, method, path, permission.on, fieldFor(needs!, name));
        const refusal = refusalOf(permission, asker);
        const isRight = refusal === undefined ? !guardsWords.has(answer) : answer === refusal;
        if (!isRight) {
          wrong.push(`${method} ${path} ${name}, ${asker.name}: ${answer}, not ${refusal ?? 'in'}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);

function namesOf(needs: NeedsValue): PermissionName[] {
  return typeof needs === 'string' ? [needs] : Object.values(needs.is);
}

/** The field and its value by which a route needs this one. */
function fieldFor(needs: NeedsValue, name: PermissionName): [string, string] | undefined {
  if (typeof needs === 'string') return undefined;
  const value = Object.keys(needs.is).find((key) => needs.is[key] === name);
  return [needs.field, String(value)];
}
