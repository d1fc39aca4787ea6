import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRegister } from '../db/registers/check-register';
import { assignNumber } from '../db/registers/assign-number';
import { Book, type RegisterEntry } from '../db/registers/entity';
import { ensureBook } from '../db/registers/make-book';
import { proveNumber } from '../db/registers/prove-number';
import { findCheckpoint, readLogFile } from '../db/registers/read-log';
import { voidNumber } from '../db/registers/void-number';
import { resumeAfterRestore } from '../cli/resume-books';
import { openCheckpoint, parseCheckpoint } from '../domain/register-log/checkpoint';
import { checkShown, proveNumber as proveFromFiles } from '../domain/register-log/check-shown';
import { checkpointPath, readLeaves } from '../domain/register-log/log-files';
import type { Head } from '../domain/register-log/merkle';
import { openProof } from '../domain/register-log/proof-file';
import { parseNote } from '../domain/register-log/signed-note';
import { createLog } from '../ops/log';
import { RegisterFiles } from '../storage/register-files';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { PublishedRegisters } from './publish-registers';

let database: TestDatabase;
let office: TestOffice;
let key: KeyObject;
let publicKey: Uint8Array;
let folder: string;
let bookId: string;
let files: RegisterFiles;
let registers: PublishedRegisters;

beforeAll(async () => {
  database = await startDatabase();
  key = generateKeyPairSync('ed25519').privateKey;
  publicKey = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}, 60_000);
afterAll(() => database.stop());

/** Each test has a book of its own, with numbers 1 to 5 of which 2 is void, signed and shown. */
beforeEach(async () => {
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'so-'));
  files = new RegisterFiles(folder);
  office = await makeOffice(db, `so-${randomUUID().slice(0, 8)}`, 'UBND Phường Mẫu');
  await ensureBook(db.manager, office.id, 2026, 1);
  bookId = (await db.manager.findOneByOrFail(Book, { officeId: office.id })).id;
  registers = publisher();
  for (let number = 1; number <= 5; number += 1) {
    const { dossierId } = await give();
    if (number === 2) await voidNumber(db.manager, dossierId, 'cancel', new Date());
  }
  await registers.showGrown();
});

function publisher(): PublishedRegisters {
  const log = createLog('worker', 'silent');
  return new PublishedRegisters({ db: database.db, files, key, now: () => new Date(), log });
}

async function give(on = registers): Promise<RegisterEntry> {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  return assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk },
    ...{ actKey: 'seal', at: new Date('2026-11-26T10:00:00+07:00') },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
    publishedSizeOf: on.sizeOf,
  });
}

const readNote = () => readFile(join(folder, bookId, checkpointPath), 'utf8');
const headOf = (note: string): Head => parseCheckpoint(parseNote(note).body);

/** As a stranger checks it who has nothing but the files, and what they saw before. */
async function checkAsStranger(seen: string[] = []) {
  const checkpoint = openCheckpoint(await readNote(), publicKey, bookId);
  return checkShown(files.of(bookId), checkpoint, seen.map(headOf));
}

async function findingsHere(): Promise<string[]> {
  const books = await checkRegister(database.db, async (id) => {
    const note = await new RegisterFiles(folder).of(id)(checkpointPath);
    return note && headOf(new TextDecoder().decode(note));
  });
  const own = books.find(({ id }) => id === bookId);
  return own?.findings.map(({ code }) => code) ?? ['book-gone'];
}

/** As one would who is root of the database: the triggers are gone, and come back. */
async function asRoot(...statements: [sql: string, ...parameters: unknown[]][]): Promise<void> {
  const { db } = database;
  const triggers = await db.query<
    { Trigger: string; Statement: string; Table: string; Event: string }[]
  >(`SHOW TRIGGERS WHERE \`Table\` LIKE 'register%' OR \`Table\` LIKE 'audit%'`);
  for (const { Trigger } of triggers) await db.query(`DROP TRIGGER ${Trigger}`);
  try {
    for (const [sql, ...parameters] of statements) await db.query(sql, parameters);
  } finally {
    for (const { Trigger, Statement, Table, Event } of triggers) {
      await db.query(
        `CREATE TRIGGER ${Trigger} BEFORE ${Event} ON ${Table} FOR EACH ROW ${Statement}`,
      );
    }
  }
}

/** … and who makes the whole database agree with the lie, hashes and all, up to the key they do not have. */
async function rewriteLog(change: (leaves: string[]) => string[]): Promise<void> {
  const { db } = database;
  const shown = await findCheckpoint(db, bookId);
  const leaves: string[] = [];
  for await (const leaf of readLeaves(readLogFile(db, bookId), { size: shown?.size ?? 0 }))
    leaves.push(leaf);
  const { rowOf } = await import('../db/registers/append-leaves');
  const rows = change(leaves).map((leaf, position) => Object.values(rowOf(bookId, position, leaf)));
  await asRoot(
    ['DELETE FROM register_leaf WHERE bookId = ?', bookId],
    ['INSERT INTO register_leaf (bookId, position, number, leaf, hash) VALUES ?', rows],
    ['UPDATE book SET logSize = ? WHERE id = ?', rows.length, bookId],
    ['DELETE FROM register_checkpoint WHERE bookId = ?', bookId],
  );
}

test('an honest book is whole, here and to strangers, and goes on', async () => {
  const before = await readNote();
  expect(await findingsHere()).toEqual([]);
  expect(await checkAsStranger()).toMatchObject({
    first: 1,
    last: 5,
    count: 5,
    voids: 1,
    findings: [],
  });
  await give();
  await registers.showGrown();
  expect(await checkAsStranger([before])).toMatchObject({ size: 8, last: 6, findings: [] });
  expect(await findingsHere()).toEqual([]);
});

test('a number is proven from the database and from the files, with what was written beside it', async () => {
  const here = await proveNumber(database.db, bookId, 2);
  expect(here?.later).toMatchObject([{ kind: 'void', number: 2 }]);
  expect(openProof(here!.proof, publicKey).leaf).toMatchObject({ kind: 'number', text: '002/ĐT' });
  const note = await readNote();
  const log = { note, checkpoint: headOf(note) };
  const there = await proveFromFiles(files.of(bookId), log, 2);
  expect(there).toMatchObject({ proof: { leaf: here?.proof.leaf, index: 2 }, later: here?.later });
  expect(await proveFromFiles(files.of(bookId), log, 6)).toBeUndefined();
  expect(await proveNumber(database.db, bookId, 6)).toBeUndefined();
});

test('no leaf tells anything of a person', async () => {
  for await (const leaf of readLeaves(files.of(bookId), { size: 7 })) {
    expect(leaf).not.toMatch(/Nguyễn|Ví Dụ|khai sinh/i);
    expect(
      Object.keys(JSON.parse(leaf) as object)
        .sort()
        .join(),
    ).toMatch(/^(book,day,kind,name,office,start,year|book,day,entry,kind,number(,text)?)$/);
  }
});

test('an edited entry is found', async () => {
  await asRoot([
    'UPDATE register_entry SET requesterName = ? WHERE bookId = ? AND number = 3',
    'Trần Văn Mẫu',
    bookId,
  ]);
  expect(await findingsHere()).toEqual(['entry-altered']);
});

test('an edited log that agrees with itself is another one than was shown', async () => {
  await rewriteLog((leaves) =>
    leaves.map((leaf) => leaf.replace('2026-11-26","number":3', '2026-11-25","number":3')),
  );
  expect(await findingsHere()).toContain('shown-otherwise');
  // The next number would be signed over the lie: it is not given.
  const restarted = publisher();
  await restarted.readShown();
  await expect(give(restarted)).rejects.toMatchObject({ code: 'register-behind' });
});

test('a deleted number is found, also where the book was closed up behind it', async () => {
  await asRoot(['DELETE FROM register_entry WHERE bookId = ? AND number = 4', bookId]);
  expect(await findingsHere()).toEqual(['entry-missing']);
  await rewriteLog((leaves) => leaves.filter((leaf) => !leaf.includes('"number":4')));
  expect(await findingsHere()).toEqual(['gap', 'behind-shown']);
});

test('a number that was slipped in is found', async () => {
  const { dossierId } = await give();
  await asRoot(['UPDATE register_entry SET number = 9 WHERE dossierId = ?', dossierId]);
  expect(await findingsHere()).toEqual(['entry-missing', 'entry-unlogged']);
  await rewriteLog((leaves) => [...leaves.slice(0, 3), leaves[2] as string, ...leaves.slice(3)]);
  expect(await findingsHere()).toEqual(expect.arrayContaining(['twice', 'shown-otherwise']));
});

test('two numbers that changed places are found', async () => {
  await rewriteLog((leaves) =>
    leaves.map((leaf) =>
      leaf.replace(
        /"number":([45]),"text":"00[45]/,
        (_all, number) => `"number":${9 - Number(number)},"text":"00${9 - Number(number)}`,
      ),
    ),
  );
  expect(await findingsHere()).toEqual(expect.arrayContaining(['gap', 'twice', 'shown-otherwise']));
});

test('a void that is taken back is found', async () => {
  await asRoot(['DELETE FROM register_void WHERE bookId = ?', bookId]);
  expect(await findingsHere()).toEqual(['entry-missing']);
});

test('who shows one log to some and another to others is found out by any two who compare', async () => {
  const shown = await readNote();
  // The same key signs another history in a folder of its own, as a dishonest house could.
  await rewriteLog((leaves) =>
    leaves.map((leaf) => leaf.replace('"text":"005/ĐT"', '"text":"500/ĐT"')),
  );
  const honest = folder;
  folder = await mkdtemp(join(tmpdir(), 'so-'));
  files = new RegisterFiles(folder);
  await publisher().showGrown();
  expect(await checkAsStranger()).toMatchObject({ findings: [] });
  const { findings } = await checkAsStranger([shown]);
  expect(findings.map(({ code }) => code)).toEqual(['split-view']);
  await rm(honest, { recursive: true });
});

test('after a restore no number is given twice: none is, until the book goes on from what was shown', async () => {
  const { db } = database;
  // What the backup does not know.
  await give();
  const { dossierId } = await give();
  await voidNumber(db.manager, dossierId, 'cancel', new Date());
  await registers.showGrown();
  const shown = await readNote();
  await asRoot(
    ['DELETE FROM register_void WHERE bookId = ? AND number > 5', bookId],
    ['DELETE FROM register_entry WHERE bookId = ? AND number > 5', bookId],
    ['DELETE FROM register_leaf WHERE bookId = ? AND position > 6', bookId],
    ['DELETE FROM register_checkpoint WHERE bookId = ? AND size > 7', bookId],
    ['UPDATE book SET lastNumber = 5, logSize = 7 WHERE id = ?', bookId],
  );
  for (const worker of [registers, publisher()]) {
    await worker.readShown();
    await expect(give(worker)).rejects.toMatchObject({ code: 'register-behind' });
    await worker.showGrown();
    await expect(give(worker)).rejects.toMatchObject({ code: 'register-behind' });
  }
  expect(await findingsHere()).toEqual(['behind-shown']);
  expect(await resumeAfterRestore(db, files, {}, new Date())).toEqual([{ bookId, lost: [6, 7] }]);
  expect(await resumeAfterRestore(db, files, {}, new Date())).toEqual([]);
  await registers.showGrown();
  expect((await give()).number).toBe(8);
  await registers.showGrown();
  expect(await findingsHere()).toEqual([]);
  expect(await checkAsStranger([shown])).toMatchObject({
    last: 8,
    count: 8,
    lost: 2,
    findings: [],
  });
});

test('where the files are gone none is given either, until a mirror or a person says what was shown', async () => {
  const mirror = await mkdtemp(join(tmpdir(), 'so-'));
  await cp(folder, mirror, { recursive: true });
  const shown = await readNote();
  for (const found of [{ mirror }, { nothingLost: true }]) {
    await rm(join(folder, bookId), { recursive: true });
    const restarted = publisher();
    await restarted.readShown();
    await expect(give(restarted)).rejects.toMatchObject({ code: 'register-behind' });
    await restarted.showGrown();
    await expect(give(restarted)).rejects.toMatchObject({ code: 'register-behind' });
    await resumeAfterRestore(database.db, files, found, new Date());
    expect(await readNote()).toBe(shown);
    expect(await checkAsStranger()).toMatchObject({ last: 5, findings: [] });
    await restarted.showGrown();
    expect(restarted.sizeOf(bookId)).toBe(7);
  }
  expect((await give()).number).toBe(6);
});

test('a book that has lost leaves is not signed, and holds up no other', async () => {
  const { db } = database;
  const whole = bookId;
  const [other] = await db.query<{ id: string }[]>(
    'SELECT id FROM book WHERE id < ? AND id <> ? ORDER BY id LIMIT 1',
    ['g', whole],
  );
  await db.query('UPDATE book SET logSize = logSize + 300 WHERE id = ?', [other!.id]);
  await give();
  await registers.showGrown();
  expect(headOf(await readNote()).size).toBe(8);
  await db.query('UPDATE book SET logSize = logSize - 300 WHERE id = ?', [other!.id]);
});

test('what contradicts the database is no restore, and is not resumed', async () => {
  await rewriteLog((leaves) => leaves.slice(0, 4).map((leaf) => leaf.replace('11-26', '11-25')));
  await expect(resumeAfterRestore(database.db, files, {}, new Date())).rejects.toThrow(
    'no restore',
  );
});

test('tiles that became full replace their parts, and a book of hundreds is proven by four reads', async () => {
  const { db } = database;
  const rows = Array.from({ length: 600 }, (_, index) => {
    const leaf = {
      kind: 'number',
      book: bookId,
      day: '2026-11-26',
      number: index + 6,
      text: `${index + 6}/ĐT`,
      entry: 'ab',
    };
    return JSON.stringify(leaf);
  });
  const { rowOf } = await import('../db/registers/append-leaves');
  await db.query('INSERT INTO register_leaf (bookId, position, number, leaf, hash) VALUES ?', [
    rows.map((leaf, index) => Object.values(rowOf(bookId, 7 + index, leaf))),
  ]);
  await db.query('UPDATE book SET logSize = 607, lastNumber = 605 WHERE id = ?', [bookId]);
  await registers.showGrown();
  expect(await checkAsStranger()).toMatchObject({ size: 607, last: 605, findings: [] });
  await expect(stat(join(folder, bookId, 'tile/0/000.p'))).rejects.toThrow('ENOENT');
  expect((await stat(join(folder, bookId, 'tile/0/002.p/95'))).size).toBe(95 * 32);
  expect((await stat(join(folder, bookId, 'tile/1/000.p/2'))).size).toBe(64);
  const proven = await proveNumber(db, bookId, 300);
  expect(openProof(proven!.proof, publicKey).index).toBe(301);
  // An older head is still a beginning of it, and files that were copied prove it alone.
  const copied = await mkdtemp(join(tmpdir(), 'so-'));
  await cp(join(folder, bookId), copied, { recursive: true });
  const get = (path: string) => readFile(join(copied, path)).catch(() => undefined);
  const note = await readNote();
  const log = { note, checkpoint: headOf(note) };
  expect((await proveFromFiles(get, log, 605))?.proof.index).toBe(606);
});
