/**
 * What the register costs, on a database of its own:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/register.ts [NUMBERS] [--leaves N]
 *
 * Numbers a second in one book under 64 contenders, beside a loop of the same statements put by hand with nothing
 * computed, and beside the least that gives a number at all; then what it takes to sign a log of N leaves (1,000,000
 * unless told), to prove one number of it and to check that proof. 3,000 numbers unless told.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql, { type Pool, type RowDataPacket } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { quickEd25519 } from '../cli/quick-ed25519';
import type { Dossier } from '../db/dossiers/entity';
import { rowOf } from '../db/registers/append-leaves';
import { assignNumber } from '../db/registers/assign-number';
import { Book } from '../db/registers/entity';
import { ensureBook } from '../db/registers/make-book';
import { proveNumber } from '../db/registers/prove-number';
import { formatLeaf } from '../domain/register-log/leaf';
import { formatProof, openProof } from '../domain/register-log/proof-file';
import { createLog } from '../ops/log';
import { RegisterFiles } from '../storage/register-files';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { PublishedRegisters } from '../worker/publish-registers';
import { onDatabase, spread } from './on-database';

const contenders = 64;
const words = process.argv.slice(2);
const leavesAt = words.indexOf('--leaves');
const leafCount = leavesAt < 0 ? 1_000_000 : Number(words[leavesAt + 1]);
const numberCount = Number(
  words.find((word, at) => /^\d+$/.test(word) && at !== leavesAt + 1) ?? 3_000,
);
const rowsAtOnce = 2_000;
const proofs = 200;
const turns = 8;

async function main(): Promise<void> {
  await onDatabase(contenders, measure);
}

async function measure(db: DataSource, url: string): Promise<void> {
  const pool = mysql.createPool({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: contenders,
  });
  try {
    const offices = await Promise.all(
      ['ours', 'same', 'least'].map((code) => makeOffice(db, code, 'Phường Mẫu')),
    );
    const [ours, same, least] = offices as [TestOffice, TestOffice, TestOffice];
    for (const { id } of offices) await ensureBook(db.manager, id, 2026, 1);
    const dossiers = await Promise.all(
      offices.map((office) =>
        times(numberCount, 8, () => acceptDossier(db, office, '2026-11-26T09:00:00+07:00')),
      ),
    );
    const bookOf = async ({ id: officeId }: TestOffice) =>
      (await db.manager.findOneByOrFail(Book, { officeId })).id;
    const [mine = [], hers = [], his = []] = dossiers;
    const ways = [
      { name: 'ours', left: mine, give: (dossier: Dossier) => giveByUs(db, ours, dossier) },
      {
        ...{ name: 'the same statements by hand', left: hers },
        give: giveByHand(pool, same, await bookOf(same), true),
      },
      {
        ...{ name: 'the least there is', left: his },
        give: giveByHand(pool, least, await bookOf(least), false),
      },
    ];
    const rates = await ratesOf(ways);
    const [own = 0] = rates;
    for (const [at, rate] of rates.entries()) {
      console.log(
        `${ways[at]!.name.padEnd(30)} ${rate.toFixed(0).padStart(6)} numbers/s  ours is ${(own / rate).toFixed(2)} of it`,
      );
    }
    // What was put by hand is no log.
    await db.query('UPDATE book SET logSize = 0 WHERE officeId <> ?', [ours.id]);
    await measureProofs(db, await bookOf(ours), ours);
  } finally {
    await pool.end();
  }
}

type Db = DataSource;

function giveByUs(db: Db, office: TestOffice, dossier: Dossier) {
  return assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date('2026-11-26T10:00:00+07:00'), publishedSizeOf: () => 0 },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
  });
}

/** @param isAll with leaf and audit log, as ours; else the number and its entry alone */
function giveByHand(pool: Pool, office: TestOffice, bookId: string, isAll: boolean) {
  const hash = 'a'.repeat(64);
  const at = new Date('2026-11-26T10:00:00+07:00');
  return async ({ id }: Dossier): Promise<void> => {
    const connection = await pool.getConnection();
    try {
      await connection.query('START TRANSACTION');
      await connection.query('SELECT id FROM dossier WHERE id = ? FOR UPDATE', [id]);
      const [[book]] = await connection.query<RowDataPacket[]>(
        'SELECT lastNumber, logSize FROM book WHERE id = ? FOR UPDATE',
        [bookId],
      );
      const number = Number(book?.lastNumber) + 1;
      await connection.query('INSERT INTO register_entry VALUES ?', [
        [
          [
            bookId,
            number,
            `${number}/ĐT`,
            id,
            '2026-11-26',
            'A',
            'B',
            'C',
            'D',
            1,
            4000,
            '',
            at,
            hash,
            hash,
          ],
        ],
      ]);
      if (isAll) {
        await connection.query('INSERT INTO register_leaf VALUES ?', [
          [[bookId, number - 1, number, 'x'.repeat(240), hash]],
        ]);
      }
      await connection.query('UPDATE book SET lastNumber = ?, logSize = ? WHERE id = ?', [
        number,
        number,
        bookId,
      ]);
      if (isAll) {
        await connection.query(
          `INSERT INTO audit_event (officeId, sequence, dossierId, actorId, action, actKey, details, at, previousHash, hash)
            SELECT officeId, sequence + 1, ?, ?, 'number', ?, '{}', ?, hash, ? FROM audit_head WHERE officeId = ? FOR UPDATE`,
          [id, office.staff.clerk, randomUUID(), at, hash, office.id],
        );
        await connection.query('UPDATE audit_head SET sequence = sequence + 1 WHERE officeId = ?', [
          office.id,
        ]);
      }
      await connection.query('COMMIT');
    } finally {
      connection.release();
    }
  };
}

interface Way {
  name: string;
  left: Dossier[];
  give: (dossier: Dossier) => Promise<unknown>;
}

/**
 * Numbers a second of all contenders together, by each way. They take turns: what is cold at first, and what else the
 * machine does, hits all of them alike. The first turn of each is not counted.
 */
async function ratesOf(ways: readonly Way[]): Promise<number[]> {
  const taken = ways.map(() => 0);
  const perTurn = Math.floor(numberCount / (turns + 1));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [at, { left, give }] of ways.entries()) {
      const startedAt = performance.now();
      await times(perTurn, contenders, () => give(left.pop() as Dossier));
      if (turn > 0) taken[at]! += performance.now() - startedAt;
    }
  }
  return taken.map((ms) => (turns * perTurn) / (ms / 1_000));
}

async function times<Result>(
  count: number,
  atOnce: number,
  work: () => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      results.push(await work());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

async function measureProofs(db: Db, bookId: string, { code }: TestOffice): Promise<void> {
  const { logSize, lastNumber } = await db.manager.findOneByOrFail(Book, { id: bookId });
  console.log(`filling the log of ${code} up to ${leafCount} leaves`);
  let last = lastNumber;
  for (let size = logSize; size < leafCount;) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, leafCount - size) }, (_, at) => {
      last += 1;
      const facts = { book: bookId, day: '2026-11-26', number: last, text: `${last}/ĐT` };
      const leaf = formatLeaf({ kind: 'number', ...facts, entry: 'ab'.repeat(32) });
      return Object.values(rowOf(bookId, size + at, leaf));
    });
    await db.query('INSERT INTO register_leaf (bookId, position, number, leaf, hash) VALUES ?', [
      rows,
    ]);
    size += rows.length;
  }
  await db.query('UPDATE book SET logSize = ?, lastNumber = ? WHERE id = ?', [
    leafCount,
    last,
    bookId,
  ]);
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const files = new RegisterFiles(await mkdtemp(join(tmpdir(), 'saoy-bench-')));
  const log = createLog('worker', 'error');
  const registers = new PublishedRegisters({
    db,
    files,
    key: privateKey,
    now: () => new Date(),
    log,
  });
  const startedAt = performance.now();
  await registers.showGrown();
  console.log(
    `signed and written as files in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`,
  );
  const made: number[] = [];
  const checked: number[] = [];
  const checkedByPages: number[] = [];
  let bytes = 0;
  for (let round = 0; round < proofs; round += 1) {
    const number = 1 + Math.floor((last - 1) * (round / proofs));
    const from = performance.now();
    const proven = await proveNumber(db, bookId, number);
    made.push(performance.now() - from);
    if (!proven) throw new Error(`no proof of ${number}`);
    bytes = Math.max(bytes, formatProof(proven.proof).length);
    const then = performance.now();
    openProof(proven.proof, publicKey, quickEd25519);
    checked.push(performance.now() - then);
    const again = performance.now();
    openProof(proven.proof, publicKey);
    checkedByPages.push(performance.now() - again);
  }
  console.log(
    `proof of one among ${leafCount}: ${bytes} bytes at most, made in ${spread(made)}, checked in ${spread(checked)}, as pages do in ${spread(checkedByPages)}`,
  );
}

void main();
