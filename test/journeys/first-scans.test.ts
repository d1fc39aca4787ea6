import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Dossier } from '../../api/dossiers/contract';
import { createDataSource } from '../../db/data-source';
import { drawScan } from '../../scripts/sample/draw-scan';
import { PersonClient } from '../../scripts/sample/http-client';
import { giveRight, makePerson, password } from '../fixtures/house';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

/* The first scans of an office come at one moment: each is taken, and none meets another in a deadlock. */
const scansAtOnce = 32;

let stack: RunningStack;
let counter: Counter;
let db: DataSource;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
  db = await createDataSource(stack.ownerDatabase).initialize();
}, 150_000);
afterAll(async () => {
  await db.destroy();
  await stack.end();
}, 40_000);

async function deadlocks(): Promise<number> {
  const rows = await db.query<{ Value: string }[]>("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'");
  if (!rows[0]) throw new Error('the server counts no deadlocks');
  return Number(rows[0].Value);
}

async function accepted(): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  while (dossiers.length < scansAtOnce) dossiers.push(await counter.accept());
  return dossiers;
}

/** What each scan was answered, when all of them come at one moment. */
async function attachAll(officers: PersonClient[]): Promise<string[]> {
  const dossiers = await accepted();
  const scan = await drawScan(2);
  const attached = dossiers.map(({ id }, index) =>
    (officers[index % officers.length] as PersonClient).putFile(
      `/dossiers/${id}/scan`,
      scan,
      'scan.pdf',
    ),
  );
  const outcomes = await Promise.allSettled(attached);
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? 'taken' : String(outcome.reason),
  );
}

async function hire(count: number): Promise<PersonClient[]> {
  const usernames = Array.from({ length: count }, (_, index) => `can-bo-${index}`);
  for (const username of usernames) {
    const personId = await makePerson(db, { username, kind: 'staff' });
    const { officeId } = counter;
    await giveRight(db, { personId, officeId, right: 'create' });
  }
  return Promise.all(
    usernames.map((username) => PersonClient.signIn(stack.ready.url, username, password)),
  );
}

test.each([
  ['one officer', () => Promise.resolve([counter.officer])],
  ['eight officers', () => hire(8)],
])(
  '32 scans of %s at one moment are all taken, without a deadlock',
  async (_who, officers) => {
    const who = await officers();
    for (const table of ['received_file', 'taken_scan']) await db.query(`TRUNCATE TABLE ${table}`);
    const before = await deadlocks();
    expect(await attachAll(who)).toEqual(Array(scansAtOnce).fill('taken'));
    expect(await deadlocks()).toBe(before);
  },
  300_000,
);
