import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { findCitizen } from '../../db/people/find-person';
import { usePersonalKeys } from '../../db/personal/personal-keys';
import { findPersonalKeys } from '../../settings/personal-keys';
import { makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run } from './data-keys';

const file = join(mkdtempSync(join(tmpdir(), 'saoy-data-keys-')), 'keys.json');
const citizen = '001299000800';
const kept = process.env['PERSONAL_KEYS'];

let database: TestDatabase;
let said: string[];
beforeAll(async () => {
  delete process.env['PERSONAL_KEYS'];
  process.env['PERSONAL_KEYS_FILE'] = file;
  database = await startDatabase();
  process.env['DATABASE_URL'] = database.url;
  usePersonalKeys(findPersonalKeys());
}, 60_000);
afterAll(async () => {
  process.env['PERSONAL_KEYS'] = kept;
  await database.stop();
});
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const answers = () => said.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);

test('the first key is made once, for its owner alone', async () => {
  await expect(run(['status'])).rejects.toThrow('saoy data-keys make');
  expect(await run(['make', '--json'])).toBe(0);
  expect(answers()).toEqual([{ made: true, file }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await run(['make', '--json'])).toBe(1);
});

test('a key is added, used from its time on, every value brought to it, and the old one retired', async () => {
  const { db } = database;
  await makePerson(db, { username: citizen, identifier: citizen, kind: 'citizen' });
  await run(['status', '--json']);
  const [first] = answers();
  expect(first).toMatchObject({ newest: true, values: 2 });
  const old = String(first?.id);
  // In use, and not to be lost.
  expect(await run(['retire', old, '--json'])).toBe(1);
  answers();

  expect(await run(['add', '--after', '3600', '--json'])).toBe(0);
  usePersonalKeys(findPersonalKeys());
  expect(await run(['rotate', '--json'])).toBe(0);
  // Its time has not come.
  expect(answers()[1]).toEqual({ id: old, values: 0 });

  expect(await run(['add', '--after', '0', '--json'])).toBe(0);
  usePersonalKeys(findPersonalKeys());
  const fresh = String(answers()[0]?.id);
  expect(await run(['rotate', '--json'])).toBe(0);
  expect(answers()).toEqual([{ id: fresh, values: 2 }]);
  expect(await run(['retire', old, '--json'])).toBe(0);
  usePersonalKeys(findPersonalKeys());
  expect(await findCitizen(db, citizen)).toMatchObject({ identifier: citizen });
  answers();
  await run(['status', '--json']);
  expect(answers().find(({ id }) => id === fresh)).toMatchObject({ newest: true, values: 2 });
});

test('where the keys come from the environment, it prints what has to stand there', async () => {
  process.env['PERSONAL_KEYS'] = kept;
  usePersonalKeys(findPersonalKeys());
  expect(await run(['add'])).toBe(0);
  const [keys] = said.map((line) => line.trim()).filter((line) => line.startsWith('['));
  expect((JSON.parse(String(keys)) as unknown[]).length).toBe(2);
  delete process.env['PERSONAL_KEYS'];
});

test.each([[], ['spin'], ['retire'], ['make', 'more'], ['add', '--after', 'soon']])(
  'saoy data-keys %s says how it is used',
  async (...args) => {
    await expect(run(args)).rejects.toThrow('Usage');
  },
);
