import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Letter } from '../db/letters/entity';
import { Notice } from '../db/notices/entity';
import { Paper } from '../db/papers/entity';
import { Office } from '../db/offices/entity';
import { Membership } from '../db/people/entity';
import { VaultReference } from '../db/vault/entity';
import { Session } from '../db/sessions/entity';
import { recordKey } from '../db/vault/record-key';
import {
  type Permission,
  type PermissionName,
  type Relation,
  type Subject,
  permissionNames,
  permissions,
} from '../domain/permissions';
import { rights, type Right } from '../domain/process';
import { renderPermissions } from '../scripts/process/render-permissions';
import { ApiClient, said, testDeps } from '../test/fixtures/api-client';
import { acceptDossier } from '../test/fixtures/dossiers';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../test/stack/database';
import { createApp } from './app';
import type { App } from './http/env';

/**
 * Every route of the description is asked by a holder of each right in its office, in the office above, in
 * another, by those whose right is over or still to come and whose session is, by a citizen, by nobody, and with
 * keys: let in exactly where the table says so. And so once more about what lies in an office that stands no more,
 * whose successor is the first.
 */
interface Asker {
  name: string;
  /** Null: nobody is signed in. */
  kind: 'staff' | 'citizen' | null;
  /** Where their rights are; null: nowhere at the moment. */
  at: 'here' | 'above' | 'there' | null;
  held: Right[];
  key: 'none' | 'without scope' | 'with scope';
  headers: () => Record<string, string>;
}

/** An office, and ids in it by what a route is about. */
interface Place {
  /** Whose rights hold there. */
  is: 'here' | 'before here';
  ids: Partial<Record<Subject, string>>;
}

type NeedsValue = PermissionName | { field: string; is: Record<string, PermissionName> };

interface Operation {
  'x-needs'?: NeedsValue;
}

let database: TestDatabase;
let app: App;
let operations: [method: string, path: string, operation: Operation][];
const askers: Asker[] = [];
let here: Place;
let beforeHere: Place;
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  const above = await makeOffice(db, 'mau-00', 'UBND Thành phố Mẫu');
  const office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu', { parent: above });
  const there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const before = await makeOffice(db, 'mau-03', 'UBND Xã Cũ', { parent: above });
  const folder = await mkdtemp(join(tmpdir(), 'saoy-permissions-'));
  app = createApp(testDeps(db, folder, clock, { AGENT_KEY_FILE: join(folder, 'key.pem') }));
  const at = new Date(clock.now);
  here = { is: 'here', ids: await fill(db, office, at) };
  beforeHere = { is: 'before here', ids: await fill(db, before, at) };
  await db.manager.update(
    Office,
    { id: before.id },
    { validTo: '2026-01-01', successorId: office.id, actingId: office.id },
  );
  for (const [place, { id: officeId }] of [
    ['here', office],
    ['above', above],
    ['there', there],
  ] as const) {
    for (const right of rights) {
      const username = `${right}.${place}`;
      const personId = await makePerson(db, { username, kind: 'staff' });
      await giveRight(db, { personId, officeId, right, passesOn: [] });
      await add(username, { kind: 'staff', at: place, held: [right] });
    }
  }
  const [past, future] = [new Date(clock.now - 1), new Date(clock.now + 1)];
  for (const [username, time] of [
    ['rights-over', { untilAt: at }],
    ['rights-over-long-since', { untilAt: past }],
    ['rights-to-come', { fromAt: future }],
    ['session-over', {}],
  ] as const) {
    const personId = await makePerson(db, { username, kind: 'staff' });
    for (const right of rights) {
      await giveRight(db, { personId, officeId: office.id, right, ...time });
    }
    await add(username, { kind: 'staff' });
    if (username === 'session-over') {
      await db.manager.update(Session, { personId }, { expiresAt: at });
      Object.assign(askers.at(-1) ?? {}, { kind: null });
    }
  }
  await makePerson(db, { username: '012345678907', kind: 'citizen', identifier: '012345678907' });
  await add('012345678907', { kind: 'citizen' });
  addKey('nobody', 'none', '');
  for (const scopes of ['vault:read', 'other']) {
    const facts = {
      officeId: office.id,
      createdAt: at,
      expiresAt: new Date(clock.now + 3_600_000),
    };
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

/** What a route may be about, in one office. */
async function fill(db: DataSource, office: TestOffice, at: Date): Promise<Place['ids']> {
  const dossier = await acceptDossier(db, office, '2026-11-23T08:00:00+07:00');
  const [letter, reference] = [randomUUID(), randomUUID()];
  await db.manager.insert(Letter, {
    ...{ id: letter, dossierId: dossier.id, officeId: office.id, kind: 'slip', due: at },
    ...{ previousDue: null, reason: 'Lý do', draftedAt: at, body: null, editedBy: null },
    ...{ issuedAt: null, issuedBy: null },
  });
  await db.manager.insert(VaultReference, {
    ...{ id: reference, tokenHash: randomBytes(32).toString('hex'), dossierId: dossier.id },
    ...{ createdBy: office.staff.officer, label: 'Mẫu', createdAt: at, revokedAt: null, uses: 0 },
    ...{ expiresAt: new Date(clock.now + 3_600_000), lastUsedAt: null },
  });
  const { id: notice } = await db.manager.findOneByOrFail(Notice, { subjectId: dossier.id });
  const paper = randomUUID();
  await db.manager.insert(Paper, {
    ...{ id: paper, officeId: office.id, kind: 'receipt', year: 2026, number: 1 },
    ...{ numberText: '1/2026/TNHS', visitId: dossier.visitId, dossierId: null, letterId: null },
    ...{ form: 'mau', words: '{}', contentHash: '0'.repeat(64), issuedAt: at },
    issuedBy: office.staff.officer,
  });
  const member = await makePerson(db, { username: `member.${office.code}`, kind: 'staff' });
  const since = { since: at, endedAt: null };
  await db.manager.insert(Membership, { personId: member, officeId: office.id, ...since });
  return {
    ...{
      office: office.id,
      unit: office.id,
      overseen: office.id,
      member,
      letter,
      paper,
      notice,
      reference,
    },
    ...{ offices: dossier.id, dossier: dossier.id, copy: dossier.id },
  };
}

async function add(username: string, facts: Partial<Asker>): Promise<void> {
  const client = await new ApiClient(app).signIn(username);
  const headers = () => client.headers();
  const nothing = { at: null, held: [], key: 'none' as const };
  askers.push({ name: username, kind: null, ...nothing, headers, ...facts });
}

function addKey(name: string, key: Asker['key'], secret: string): void {
  const headers = (): Record<string, string> =>
    secret === '' ? {} : { authorization: `Bearer ${secret}` };
  askers.push({ name, kind: null, at: null, held: [], key, headers });
}

const unknown: Partial<Record<Subject, string>> = {
  office: '404 office-unknown',
  unit: '404 office-unknown',
  overseen: '404 office-unknown',
  member: '404 person-unknown',
  offices: '404 dossier-unknown',
  dossier: '404 dossier-unknown',
  letter: '404 letter-unknown',
  paper: '404 paper-unknown',
  notice: '404 notice-unknown',
  copy: '404 dossier-unknown',
  reference: '404 reference-unknown',
};
const unknownToCitizens = { ...unknown, copy: '404 copy-unknown' };
const missing = '403 right-missing';

/** What the table says that this asker is answered; undefined: they are let in. */
function refusalOf(permission: Permission, asker: Asker, place: Place): string | undefined {
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
    case 'branch': {
      if (asker.kind === null) return '401 sign-in-needed';
      if (on === 'member' && !holdsOne) return missing;
      const isKnown = asker.at === 'here' && on === 'unit';
      if (!holdsOne) return isKnown ? missing : unknown[on];
      // An office that stands no more is administered from above alone.
      const isAbove = asker.at === 'above' || (asker.at === 'here' && place.is === 'here');
      return isAbove ? undefined : unknown[on];
    }
    case 'oversight':
      if (asker.kind === null) return '401 sign-in-needed';
      if (asker.at === 'here') return holdsOne ? undefined : missing;
      return asker.at === 'above' && holdsOne ? undefined : unknown[on];
    case 'office':
    case 'own-or-office':
      if (asker.kind === null) return '401 sign-in-needed';
      if (asker.kind === 'citizen') return unknownToCitizens[on];
      if (asker.at !== 'here') return unknown[on];
      return holdsOne ? undefined : missing;
  }
}

/** What a guard says, and handlers do not. */
const guardsWords = new Set([
  ...['401 sign-in-needed', '401 key-invalid', '403 key-scope-missing', missing],
  ...['404 office-unknown', '404 dossier-unknown', '404 letter-unknown', '404 person-unknown'],
  ...['404 notice-unknown', '404 paper-unknown'],
]);

async function ask(
  asker: Asker,
  method: string,
  path: string,
  on: Subject,
  ids: Place['ids'],
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

/** Where a route was answered otherwise than the table says. */
async function findWrong(
  place: Place,
  asked: readonly Asker[],
  isMeant: (permission: Permission) => boolean = () => true,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [method, path, { 'x-needs': needs }] of operations) {
    for (const name of namesOf(needs!)) {
      const permission: Permission = permissions[name];
      if (!isMeant(permission)) continue;
      for (const asker of asked) {
        const field = fieldFor(needs!, name);
        const answer = await ask(asker, method, path, permission.on, place.ids, field);
        const refusal = refusalOf(permission, asker, place);
        const isRight = refusal === undefined ? !guardsWords.has(answer) : answer === refusal;
        if (!isRight) {
          wrong.push(`${method} ${path} ${name}, ${asker.name}: ${answer}, not ${refusal ?? 'in'}`);
        }
      }
    }
  }
  return wrong;
}

test('each route lets in those whom the table names, and answers all others as it says', async () => {
  expect(operations.length).toBeGreaterThan(60);
  expect(await findWrong(here, askers)).toEqual([]);
}, 300_000);

test('in an office that stands no more people have the rights that they have in its successor', async () => {
  const some = askers.filter(({ at, name }) => at !== null || name === 'rights-over');
  const relations = new Set<Relation>(['office', 'own-or-office', 'branch', 'oversight']);
  const ofOffices = ({ relation }: Permission) => relations.has(relation);
  expect(await findWrong(beforeHere, await signInAgain(some), ofOffices)).toEqual([]);
}, 300_000);

/** The last of the routes before was to sign out. */
async function signInAgain(some: readonly Asker[]): Promise<Asker[]> {
  return Promise.all(
    some.map(async (asker) => {
      const client = await new ApiClient(app).signIn(asker.name);
      return { ...asker, headers: () => client.headers() };
    }),
  );
}

function namesOf(needs: NeedsValue): PermissionName[] {
  return typeof needs === 'string' ? [needs] : Object.values(needs.is);
}

/** The field and its value by which a route needs this one. */
function fieldFor(needs: NeedsValue, name: PermissionName): [string, string] | undefined {
  if (typeof needs === 'string') return undefined;
  const value = Object.keys(needs.is).find((key) => needs.is[key] === name);
  return [needs.field, String(value)];
}
