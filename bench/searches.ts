/**
 * What it costs to find a dossier in "Theo dõi" of an office with very many:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/searches.ts [--dossiers N] [--times N]
 *
 * Rows are made by the database out of one real dossier; names are drawn from family, middle and given names with the
 * shares that they have among people. Each question is asked so often, one after the other.
 */
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { listDossiers } from '../db/dossiers/list-dossiers';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice } from '../test/fixtures/house';
import { onDatabase, spread } from './on-database';

const { values: options } = parseArgs({
  options: {
    dossiers: { type: 'string', default: '200000' },
    times: { type: 'string', default: '20' },
  },
});

const families = [
  'nguyen',
  'nguyen',
  'nguyen',
  'nguyen',
  'tran',
  'tran',
  'le',
  'pham',
  'hoang',
  'vo',
];
const middles = ['thi', 'van', 'thi', 'van', 'ngoc', 'minh', 'thanh', 'duc', 'quang', 'xuan'];
const givens = [
  'an',
  'binh',
  'chi',
  'dung',
  'giang',
  'ha',
  'hanh',
  'hoa',
  'hung',
  'huong',
  'khanh',
  'lan',
  'linh',
  'long',
  'mai',
  'minh',
  'nam',
  'nga',
  'phuong',
  'quan',
  'son',
  'thao',
  'thuy',
  'trang',
  'tuan',
  'vinh',
  'yen',
];

const questions: [words: string, q: string][] = [
  ['a family name that many have', 'nguyen'],
  ['two words that many have', 'nguyen thi'],
  ['a whole name', 'nguyen thi huong'],
  ['a rare name', 'quach vi du'],
  ['a part of a name, as it is typed', 'huo'],
  ['a code', 'G22.99-261001-090001'],
  ['the end of a code', '090001'],
  ['a number of the register', '012345/dt'],
  ['an address', 'vi.du.7@example.vn'],
  ['nobody', 'khongcoai'],
];

async function main(db: DataSource): Promise<void> {
  const count = Number(options.dossiers);
  const office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const dossier = await acceptDossier(db, office, '2026-11-20T09:00:00+07:00');
  await fill(db, 'visit', dossier.visitId, count, {
    id: `CONCAT(LPAD(HEX(s.seq), 8, '0'), '-0000-4000-8000-000000000001')`,
    receiptNumber: `CONCAT('B', s.seq)`,
    requesterSought: nameOf,
    requesterName: nameOf,
    requesterEmail: 'NULL',
  });
  await fill(db, 'dossier', dossier.id, count, {
    id: `CONCAT(LPAD(HEX(s.seq), 8, '0'), '-0000-4000-8000-000000000002')`,
    visitId: `CONCAT(LPAD(HEX(s.seq), 8, '0'), '-0000-4000-8000-000000000001')`,
    code: `CONCAT('G22.99-2610', LPAD(1 + s.seq DIV 100000, 2, '0'), '-', LPAD(s.seq % 100000, 6, '0'))`,
    publicToken: `CONCAT('t', s.seq)`,
    acceptedAt: 't.acceptedAt - INTERVAL s.seq SECOND',
    stage: `'delivered'`,
  });
  await db.query(`UPDATE visit SET requesterSought = 'quach vi du' WHERE receiptNumber = 'B4711'`);
  await db.query('ANALYZE TABLE visit, dossier');
  console.log(`${count} dossiers in one office`);
  for (const [words, q] of questions) {
    const taken: number[] = [];
    let found = '';
    for (let time = 0; time < Number(options.times); time += 1) {
      const begin = performance.now();
      const page = await listDossiers(db, { officeId: office.id, list: 'all', q }, { limit: 100 });
      taken.push(performance.now() - begin);
      found = `${page.isMore ? 'more than ' : ''}${page.total}`;
    }
    console.log(`${words}: ${spread(taken)} (${found})`);
  }
}

const pick = (list: readonly string[], divisor: number) =>
  `ELT(1 + (s.seq * 7919 DIV ${divisor}) % ${list.length}, ${list.map((one) => `'${one}'`).join(', ')})`;
const nameOf = `CONCAT(${pick(families, 1)}, ' ', ${pick(middles, 13)}, ' ', ${pick(givens, 101)})`;

/** Copies of one row, each with columns of its own. */
async function fill(
  db: DataSource,
  table: string,
  id: string,
  count: number,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = await db.query<{ name: string }[]>(
    'SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
    [table],
  );
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => own[name] ?? `t.\`${name}\``);
  const step = 50_000;
  for (let from = 1; from <= count; from += step) {
    await db.query(
      `INSERT INTO ${table} (${names.map((name) => `\`${name}\``).join(', ')})
       SELECT ${values.join(', ')} FROM ${table} t JOIN seq_${from}_to_${Math.min(count, from + step - 1)} s WHERE t.id = ?`,
      [id],
    );
  }
}

void onDatabase(4, main);
