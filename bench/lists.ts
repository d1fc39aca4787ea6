/**
 * What a page of "Theo dõi" costs in an office of 100,000 dossiers, before and after an index:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/lists.ts [--days N] [--times N]
 *
 * The sample's offices are made one. Each question is asked of the database with the index and without it, so often,
 * one after the other; how the database goes about it is printed once.
 */
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { makeSample } from '../cli/sample/make-sample';
import { listDossiers } from '../db/dossiers/list-dossiers';
import type { ListName } from '../domain/work-lists';
import { onDatabase, spread } from './on-database';

const { values: options } = parseArgs({
  options: {
    days: { type: 'string', default: '900' },
    offices: { type: 'string', default: '10' },
    times: { type: 'string', default: '9' },
  },
});
const index = 'IDX_dossier_office_accepted_code';
const placesOfPage = `SELECT d.id, d.acceptedAt AS sort FROM dossier d WHERE d.officeId = ?
  ORDER BY d.acceptedAt DESC, d.code DESC LIMIT 101 OFFSET 0`;

interface Question {
  words: string;
  list: ListName;
  offset?: number;
  q?: string;
}

const questions: readonly Question[] = [
  { words: '“Theo dõi”, the first 100', list: 'all' },
  { words: '“Theo dõi”, 100 from the middle', list: 'all', offset: 50_000 },
  { words: '“Theo dõi”, a name', list: 'all', q: 'nguyen mau' },
  { words: '“Đang giải quyết”, the first 100', list: 'open' },
];

async function main(db: DataSource): Promise<void> {
  const dossiers = await makeSample(
    db,
    {
      ...{ days: Number(options.days), offices: Number(options.offices), seed: 1, now: Date.now() },
      ...{ supervisorHash: 'none', workersHash: 'none' },
      ...{ policyId: 'hanoi-1287-2024', calendarId: 'vn' },
    },
    () => undefined,
  );
  const [{ officeId } = { officeId: '' }] = await db.query<{ officeId: string }[]>(
    'SELECT officeId FROM dossier LIMIT 1',
  );
  await db.query('UPDATE dossier SET officeId = ?', [officeId]);
  await db.query('ANALYZE TABLE dossier');
  console.log(`${dossiers} dossiers in one office`);
  for (const isThere of [false, true]) {
    await (isThere ? makeIndex(db) : dropIndex(db));
    console.log(isThere ? `with ${index}` : 'without it');
    console.log(await db.query(`EXPLAIN ${placesOfPage}`, [officeId]));
    for (const { words, offset = 0, ...filter } of questions) {
      const taken: number[] = [];
      for (let time = 0; time < Number(options.times); time += 1) {
        const begin = performance.now();
        await listDossiers(db, { officeId, ...filter }, { limit: 100, offset });
        taken.push(performance.now() - begin);
      }
      console.log(`${words}: ${spread(taken)}`);
    }
  }
}

async function dropIndex(db: DataSource): Promise<void> {
  await db.query(`DROP INDEX IF EXISTS ${index} ON dossier`);
}

async function makeIndex(db: DataSource): Promise<void> {
  await db.query(`CREATE INDEX ${index} ON dossier (officeId, acceptedAt, code)`);
}

void onDatabase(4, main);
