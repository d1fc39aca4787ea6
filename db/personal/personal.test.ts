import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { Visit } from '../dossiers/entity';
import { listDossiers } from '../dossiers/list-dossiers';
import { enqueue } from '../notices/outbox';
import { listWithFacts } from '../notices/read-claimed';
import { findAccount, findByUsername, findCitizen, getPerson } from '../people/find-person';
import { listPeople } from '../people/list-people';
import { recordPerson } from '../people/record-person';
import { inTransaction } from '../transaction';
import { countByKey, encryptAnew } from './encrypt-anew';
import { makeKeyFile, replaceKeyFile } from './key-file';
import {
  allPersonalKeys,
  makePersonalKey,
  newestPersonalKey,
  usePersonalKeys,
} from './personal-keys';
import { PersonalTransformer } from './personal-column';
import { decryptPersonal, encryptPersonal, personalPrefixes } from './personal-value';

const testKeys = { text: String(process.env['PERSONAL_KEYS']) };
const folder = mkdtempSync(join(tmpdir(), 'saoy-keys-'));
const file = join(folder, 'keys.json');
const long = new Date('2020-01-01T00:00:00Z');

let database: TestDatabase;
let office: TestOffice;
beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, '000.00.01.H99', 'Phường Mẫu');
  await makeKeyFile(file, long);
});
afterAll(() => database.stop());
afterEach(() => usePersonalKeys(testKeys));

const person = {
  ...{ username: '001299000123', passwordHash: 'x', mustChangePassword: true, title: null },
  ...{ fullName: 'Đỗ Văn Mẫu', email: 'Mau@example.vn', phone: '0912340123' },
  ...{ identifier: '001299000123', state: 'active' as const },
};

test('no value that was typed stands in the database, and callers read it as it was', async () => {
  const { db } = database;
  const at = new Date();
  const id = await inTransaction(db, (inside) =>
    recordPerson(inside, { ...person, officeId: office.id }, { actorId: null, at }),
  );
  expect(await getPerson(db, id)).toMatchObject(person);
  const [{ ...row }] = await db.query<[object]>('SELECT * FROM person WHERE id = ?', [id]);
  expect(JSON.stringify(row)).not.toMatch(/001299000123|0912340123|mau@example/i);
  const requester = {
    ...{ requesterIdentifier: '001299000123', requesterEmail: 'mau@example.vn' },
    requesterPhone: '0912340123',
  };
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00', { requester });
  expect(await db.manager.findOneByOrFail(Visit, { id: dossier.visitId })).toMatchObject(requester);
  const occasion = { officeId: office.id, subjectKind: 'person', subjectId: id, at } as const;
  const notice = { channel: 'sms', template: 'new-slip', recipientKind: 'address' } as const;
  // The same to the same number is left once.
  await enqueue(db.manager, occasion, [{ ...notice, recipient: '0912340123' }]);
  await enqueue(db.manager, occasion, [{ ...notice, recipient: '0912340123' }]);
  const [left, ...more] = await listWithFacts(db, 'WHERE n.subjectId = ?', [id]);
  expect(more).toEqual([]);
  expect(left?.notice).toMatchObject({ recipient: '0912340123' });
  expect(await everything(db)).not.toMatch(/001299000123|0912340123|mau@example/i);
});

/** All rows of all tables, as text. */
async function everything(db: TestDatabase['db']): Promise<string> {
  const tables: unknown[] = [];
  for (const { tableName } of db.entityMetadatas) {
    tables.push(await db.query(`SELECT * FROM \`${tableName}\``));
  }
  return JSON.stringify(tables);
}

test('equal values are found, by whole numbers and addresses in whatever form, and names by their letters', async () => {
  const { db } = database;
  const citizen = '001299000456';
  await makePerson(db, { username: citizen, kind: 'citizen', identifier: citizen });
  expect(await findByUsername(db, citizen)).toMatchObject({ username: citizen });
  expect(await findCitizen(db, citizen)).toMatchObject({ identifier: citizen });
  expect(await findCitizen(db, '001299000457')).toBeNull();
  expect(await findAccount(db, '00129900045%')).toBeNull();
  const list = async (filter: object) =>
    (
      await listPeople(
        db,
        { branch: office.path, name: '', phone: '', identifier: '', state: null, ...filter },
        { limit: 5 },
      )
    ).lines.map(({ phone }) => phone);
  for (const filter of [
    { phone: '+84 912 340 123' },
    { identifier: '001299000123' },
    { name: 'do van' },
  ]) {
    expect(await list(filter)).toEqual(['0912340123']);
  }
  expect(await list({ phone: '091234012' })).toEqual([]);
  const search = async (q: string) =>
    (await listDossiers(db, { officeId: office.id, list: 'all', q }, { limit: 5 })).total;
  expect(await search('MAU@example.vn')).toBe(1);
  expect(await search('001299000123')).toBe(1);
  expect(await search('0912340123')).toBe(1);
  expect(await search('mau@example')).toBe(0);
});

test('the database itself keeps an identifier single', async () => {
  const { db } = database;
  const twin = { username: 'mot-nguoi-khac', identifier: '001299000999' };
  await makePerson(db, { ...twin, username: 'mot-nguoi', kind: 'staff' });
  await expect(makePerson(db, { ...twin, kind: 'staff' })).rejects.toThrow(/Duplicate/);
});

test('a value is read again by its key and in its kind of column alone, whole, and never twice the same', () => {
  const stored = encryptPersonal('phone', '0912340123');
  expect(stored.startsWith(`${personalPrefixes('phone', '+84912340123')[0]}:`)).toBe(true);
  expect(encryptPersonal('phone', '0912340123')).not.toBe(stored);
  expect(personalPrefixes('identifier', '0912340123')).not.toEqual(
    personalPrefixes('phone', '0912340123'),
  );
  expect(decryptPersonal('phone', stored)).toBe('0912340123');
  expect(() => decryptPersonal('email', stored)).toThrow();
  const changed = stored.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'));
  expect(() => decryptPersonal('phone', changed)).toThrow();
  usePersonalKeys({ file });
  expect(() => decryptPersonal('phone', stored)).toThrow('is not here');
});

test('keys lie in a file of their owner’s; one that anybody may read is refused', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await makeKeyFile(file, long)).toBe(false);
  const open = join(folder, 'open.json');
  writeFileSync(open, readFileSync(file), { mode: 0o644 });
  usePersonalKeys({ file: open });
  expect(() => allPersonalKeys()).toThrow('chmod 600');
  usePersonalKeys({ file: join(folder, 'none.json') });
  expect(() => allPersonalKeys()).toThrow('saoy data-keys make');
  usePersonalKeys({ text: '[{"id":"short","from":"2020-01-01","encryption":"x","index":"y"}]' });
  expect(() => allPersonalKeys()).toThrow('cannot be read');
});

test('a key that is added is used once its time has come, without a restart, and old values are read and found', async () => {
  usePersonalKeys({ file });
  const [first] = allPersonalKeys();
  const stored = encryptPersonal('email', 'mau@example.vn');
  const next = makePersonalKey(new Date(Date.now() + 3_600_000));
  await replaceKeyFile(file, [...allPersonalKeys(), next]);
  // What another process wrote with a key we have not read of yet.
  usePersonalKeys({ file });
  expect(newestPersonalKey().id).toBe(first?.id);
  const due = { ...next, from: new Date() };
  await replaceKeyFile(file, [due, ...allPersonalKeys().filter(({ id }) => id !== next.id)]);
  utimesSync(file, new Date(), new Date(Date.now() + 1_000));
  usePersonalKeys({ file });
  expect(newestPersonalKey().id).toBe(next.id);
  expect(decryptPersonal('email', stored)).toBe('mau@example.vn');
  expect(personalPrefixes('email', 'mau@example.vn')).toContain(stored.split(':', 2).join(':'));
});

test('keys are rotated while others write: every value comes to the newest, none is lost, and the old key goes', async () => {
  const { db } = database;
  const many = 250;
  for (let at = 0; at < many; at += 1) {
    const identifier = `0012980${String(at).padStart(5, '0')}`;
    await makePerson(db, { username: identifier, kind: 'citizen', identifier });
  }
  const old = allPersonalKeys()[0]?.id ?? '';
  const newest = { ...makePersonalKey(long), from: new Date(Date.now() - 1_000) };
  await replaceKeyFile(file, [newest, ...allPersonalKeys()]);
  usePersonalKeys({ file });
  const batches: number[] = [];
  const rotation = encryptAnew(db, (table, values) => {
    if (table === 'person') batches.push(values);
  });
  // Meanwhile people are found, changed and made.
  const changed = await findCitizen(db, '001298000200');
  await db.manager.update('Person', { id: changed?.id }, { phone: '0912999888' });
  await makePerson(db, { username: 'giua-chung', kind: 'staff', identifier: '001297000001' });
  await expect(
    makePerson(db, { username: 'trung', kind: 'staff', identifier: '001297000001' }),
  ).rejects.toThrow(/Duplicate/);
  expect(await rotation).toBeGreaterThan(2 * many);
  expect(batches.length).toBeGreaterThan(2);
  expect(Math.max(...batches)).toBeLessThanOrEqual(4 * 100);
  const counts = await countByKey(db);
  expect([...counts.keys()]).toEqual([newest.id]);
  expect(counts.has(old)).toBe(false);
  await replaceKeyFile(file, [newest]);
  usePersonalKeys({ file });
  expect(await findCitizen(db, '001298000200')).toMatchObject({ phone: '0912999888' });
  expect(await findCitizen(db, '001298000249')).not.toBeNull();
  expect(await encryptAnew(db)).toBe(0);
});

test('a value that somebody changes while it is being brought over stays theirs', async () => {
  const { db } = database;
  // Everything is by the newest key of the test before, and is brought on to another.
  const newest = { ...makePersonalKey(long), from: new Date(Date.now() - 500) };
  usePersonalKeys({ file });
  await replaceKeyFile(file, [newest, ...allPersonalKeys()]);
  usePersonalKeys({ file });
  const id = String((await findCitizen(db, '001298000100'))?.id);
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  const theirs = encryptPersonal('identifier', '001298999999');
  await runner.query('UPDATE person SET identifier = ? WHERE id = ?', [theirs, id]);
  // It reads the value of before, and comes to the row while that is held.
  const rotation = encryptAnew(db);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await runner.commitTransaction();
  await runner.release();
  await rotation;
  expect((await getPerson(db, id)).identifier).toBe('001298999999');
  await encryptAnew(db);
  expect([...(await countByKey(db)).keys()]).toEqual([newest.id]);
});

test('no statement compares an encrypted column with a plain value', () => {
  const columns = database.db.entityMetadatas.flatMap((entity) =>
    entity.columns.filter(({ transformer }) => transformer instanceof PersonalTransformer),
  );
  const names = [...new Set(columns.map(({ propertyName }) => propertyName))].join('|');
  const room = join(__dirname, '..');
  const compared = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => {
      const source = readFileSync(join(room, path), 'utf8');
      const plain = new RegExp(
        `\\.(${names}) (=|LIKE|IN|<|>) |(find|findBy|findOneBy|findOneByOrFail|existsBy|countBy)\\(\\w+, \\{[^}]*\\b(${names})(:(?! isPersonal)|,| \\})`,
      );
      return plain.test(source) ? [path] : [];
    });
  expect(compared).toEqual([]);
});
