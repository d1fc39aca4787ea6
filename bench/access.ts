/**
 * What it takes to know who asks and whether they may, among many: on a database of its own:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/access.ts [--offices N] [--people N]
 *
 * 12,000 offices in a tree and 100,000 people, a right each, unless told. One after the other, beside the emptiest
 * statement there is: the session behind a cookie with all rights in force, and with it the office of a branch that an
 * administrator asks for. Then the CPU of this process for a sign-in by password, as argon2 is set.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import type { DataSource } from 'typeorm';
import { createApp } from '../api/app';
import { findOffice } from '../db/offices/get-office';
import { Office } from '../db/offices/entity';
import { OfficeRight, Person } from '../db/people/entity';
import { findSession } from '../db/sessions/find-session';
import { Session } from '../db/sessions/entity';
import { soughtAs } from '../db/sought-as';
import { isInBranch } from '../domain/offices';
import { ApiClient, testDeps } from '../test/fixtures/api-client';
import { makePerson, password } from '../test/fixtures/house';
import { onDatabase, spread } from './on-database';

const rowsAtOnce = 1_000;
const looks = 3_000;
const signIns = 20;
const childrenEach = 12;
const since = new Date('2026-01-01T00:00:00Z');
const now = Date.parse('2026-11-26T09:00:00+07:00');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      offices: { type: 'string', default: '12000' },
      people: { type: 'string', default: '100000' },
    },
  });
  const [officeCount, peopleCount] = [Number(values.offices), Number(values.people)];
  await onDatabase(4, async (db) => {
    const offices = await fillOffices(db, officeCount);
    const people = await fillPeople(db, peopleCount, offices);
    console.log(`${offices.length} offices, ${people.length} people, a right each`);
    await db.query('ANALYZE TABLE office, person, office_right, session');
    await measureChecks(db, people);
    await measureSignIns(db);
  });
}

type Place = Pick<Office, 'id' | 'path'>;

/** A tree in which each office has a dozen below it. */
async function fillOffices(db: DataSource, count: number): Promise<Place[]> {
  const places: Place[] = [];
  const rows = Array.from({ length: count }, (_, at) => {
    const parent = at === 0 ? undefined : places[Math.floor((at - 1) / childrenEach)];
    const id = randomUUID();
    const path = parent ? `${parent.path}/${id}` : id;
    places.push({ id, path });
    const name = `UBND Phường Mẫu ${at}`;
    const code = `${String(Math.floor(at / 100)).padStart(3, '0')}.${String(at % 100).padStart(2, '0')}.00.H99`;
    return {
      ...{ id, code, name, nameFolded: soughtAs(name), kind: 'commune' as const, path },
      ...{ actingId: id, parentId: parent?.id ?? null, validFrom: '2020-01-01', validTo: null },
      ...{ successorId: null, parentName: 'Thành phố Mẫu', policyId: 'hanoi-1287-2024' },
      ...{ calendarId: 'vn', codePrefix: 'G22.99' },
    };
  });
  // Those above stand before those below.
  for (const part of parts(rows)) await db.manager.insert(Office, part);
  return places;
}

interface Somebody {
  tokenHash: string;
  office: Place;
}

/** Everybody administers one office, and is signed in. */
async function fillPeople(db: DataSource, count: number, offices: Place[]): Promise<Somebody[]> {
  const fullName = 'Nguyễn Thị Ví Dụ';
  const shared = { passwordHash: '', mustChangePassword: false, fullName, title: null };
  const none = { email: null, phone: null, identifier: null, nameFolded: soughtAs(fullName) };
  const everybody: Somebody[] = [];
  for (let first = 0; first < count; first += rowsAtOnce) {
    const ids = Array.from({ length: Math.min(rowsAtOnce, count - first) }, () => randomUUID());
    await db.manager.insert(
      Person,
      ids.map((id, at) => ({
        ...{ ...shared, ...none, id, username: `nguoi-mau-${first + at}` },
        ...{ kind: 'staff' as const, state: 'active' as const },
      })),
    );
    const made = ids.map((personId, at) => ({
      personId,
      tokenHash: createHash('sha256').update(personId).digest('hex'),
      office: offices[(first + at) % offices.length] as Place,
    }));
    await db.manager.insert(
      OfficeRight,
      made.map(({ personId, office }) => ({
        ...{ id: randomUUID(), personId, officeId: office.id, right: 'administer' as const },
        ...{ passesOn: [], fromAt: since, untilAt: null, basisNumber: null, basisDay: null },
        ...{ grantedBy: null, grantedAt: since, endedBy: null },
      })),
    );
    const until = new Date(now + 3_600_000);
    await db.manager.insert(
      Session,
      made.map(({ personId, tokenHash }) => ({
        ...{ id: randomUUID(), personId, tokenHash, csrfToken: tokenHash.slice(0, 32) },
        ...{ createdAt: since, seenAt: new Date(now), expiresAt: until, idleUntil: until },
        ...{ confirmedAt: null, address: '192.0.2.1', browser: 'other', os: 'other' },
      })),
    );
    everybody.push(...made);
  }
  return everybody;
}

async function measureChecks(db: DataSource, people: Somebody[]): Promise<void> {
  const at = new Date(now);
  const durations = { empty: [] as number[], session: [] as number[], branch: [] as number[] };
  const time = async (into: number[], work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    into.push(performance.now() - from);
  };
  for (let look = 0; look < looks; look += 1) {
    const somebody = people[(look * 7_919) % people.length] as Somebody;
    await time(durations.empty, () => db.query('SELECT 1'));
    await time(durations.session, () => findSession(db, somebody.tokenHash, at));
    await time(durations.branch, async () => {
      const [signedIn, office] = await Promise.all([
        findSession(db, somebody.tokenHash, at),
        findOffice(db, somebody.office.id),
      ]);
      const may = signedIn?.offices.some(({ path }) => isInBranch(office?.path ?? '', path));
      if (may !== true) throw new Error('whoever may was not found');
    });
  }
  const names = {
    empty: 'the emptiest statement',
    session: 'session with rights',
    branch: 'and an office of the branch',
  };
  for (const [name, words] of Object.entries(names))
    console.log(`${words.padEnd(30)} ${spread(durations[name as keyof typeof names])}`);
}

async function measureSignIns(db: DataSource): Promise<void> {
  const username = 'nguoi-dang-nhap';
  await makePerson(db, { username, kind: 'staff', passwordHash: await hash(password) });
  const folder = await mkdtemp(join(tmpdir(), 'saoy-bench-'));
  const app = createApp(testDeps(db, folder, { now }));
  await new ApiClient(app).signIn(username);
  const before = process.cpuUsage();
  for (let count = 0; count < signIns; count += 1) await new ApiClient(app).signIn(username);
  const { user, system } = process.cpuUsage(before);
  console.log(`a sign-in takes ${((user + system) / 1_000 / signIns).toFixed(0)} ms of CPU`);
}

function* parts<T>(rows: T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

void main();
