import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { createDataSource } from './data-source';
import { countRepeated, inSnapshot, inTransaction } from './transaction';

let database: TestDatabase;
let db: DataSource;

beforeAll(async () => {
  database = await startDatabase();
  db = database.db;
  await db.query('CREATE TABLE shelf (id INT PRIMARY KEY, books INT NOT NULL)');
}, 60_000);
beforeEach(async () => {
  await db.query('DELETE FROM shelf');
  await db.query('INSERT INTO shelf VALUES (1, 0), (2, 0)');
});
afterAll(() => database.stop());

const add = (manager: EntityManager, id: number) =>
  manager.query('UPDATE shelf SET books = books + 1 WHERE id = ?', [id]);
const books = async () =>
  (await db.query<{ books: number }[]>('SELECT books FROM shelf ORDER BY id')).map(
    (row) => row.books,
  );

/** Lets two transactions hold one row each before either asks for the other's. */
function meeting(): () => Promise<void> {
  let waiting = 2;
  let open = () => {};
  const met = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    waiting -= 1;
    if (waiting === 0) open();
    await met;
  };
}

test('what a deadlock ends is run again, and nobody hears of it', async () => {
  const before = countRepeated();
  const meet = meeting();
  const cross = (first: number, second: number) =>
    inTransaction(db, async (inside) => {
      await add(inside, first);
      await meet();
      await add(inside, second);
    });
  await Promise.all([cross(1, 2), cross(2, 1)]);
  expect(await books()).toEqual([2, 2]);
  expect(countRepeated()).toBe(before + 1);
});

test('a lock that is never had is database-busy after three repeats', async () => {
  const { release, held } = await hold((inside) => add(inside, 1));
  let tries = 0;
  const asked = inTransaction(db, async (inside) => {
    tries += 1;
    await inside.query('SELECT books FROM shelf WHERE id = 1 FOR UPDATE WAIT 1');
  });
  await expect(asked).rejects.toMatchObject({ code: 'database-busy' });
  expect(tries).toBe(4);
  release();
  await held;
}, 60_000);

test('sessions read what is committed and wait for a lock for five seconds', async () => {
  const [session] = await db.query<Record<string, unknown>[]>(
    'SELECT @@session.tx_isolation AS isolation, @@session.innodb_lock_wait_timeout AS seconds',
  );
  expect(session).toMatchObject({ isolation: 'READ-COMMITTED' });
  expect(Number(session?.['seconds'])).toBe(5);
});

test('a snapshot does not see what is committed meanwhile', async () => {
  let goOn = () => {};
  const changed = new Promise<void>((resolve) => (goOn = resolve));
  let began = () => {};
  const hasBegun = new Promise<void>((resolve) => (began = resolve));
  const seen = inSnapshot(db, async (snapshot) => {
    const read = () => snapshot.query<unknown>('SELECT books FROM shelf WHERE id = 1');
    const before = await read();
    began();
    await changed;
    return [before, await read()];
  });
  await hasBegun;
  await add(db.manager, 1);
  goOn();
  const [before, after] = await seen;
  expect(after).toEqual(before);
  expect(await books()).toEqual([1, 0]);
});

test('inside a transaction no second connection is given, though the pool has many', async () => {
  const second = 'a second connection was asked for inside a transaction';
  await expect(
    inTransaction(db, async (inside) => {
      await add(inside, 1);
      await add(db.manager, 2);
    }),
  ).rejects.toThrow(second);
  await expect(inTransaction(db, () => inTransaction(db, (two) => add(two, 1)))).rejects.toThrow(
    second,
  );
  expect(await books()).toEqual([0, 0]);
  await inTransaction(db, (inside) => inTransaction(inside, (same) => add(same, 1)));
  expect(await books()).toEqual([1, 0]);
});

test('what was begun inside a transaction has the pool again when that has ended', async () => {
  let later: Promise<unknown> = Promise.resolve();
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  await inTransaction(db, async (inside) => {
    later = ended.then(() => add(db.manager, 2));
    await add(inside, 1);
  });
  end();
  await later;
  expect(await books()).toEqual([1, 1]);
});

test('who gets no connection in time is told so, and the pool goes on after that', async () => {
  const narrow = await createDataSource(database.url, 1).initialize();
  const { release, held } = await hold((inside) => add(inside, 1), narrow);
  await expect(narrow.query('SELECT 1')).rejects.toMatchObject({ code: 'database-busy' });
  release();
  await held;
  expect(await narrow.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  await narrow.destroy();
}, 60_000);

/** A transaction that has done its work and stays open until it is released. */
async function hold(work: (inside: EntityManager) => Promise<unknown>, on = db) {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let held = Promise.resolve();
  await new Promise<void>((done) => {
    held = inTransaction(on, async (inside) => {
      await work(inside);
      done();
      await released;
    });
  });
  return { release, held };
}
