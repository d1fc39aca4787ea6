import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foldText } from '../../domain/text';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { assignNumber } from '../registers/assign-number';
import { ensureBook } from '../registers/make-book';
import { hitsMax } from './find-hits';
import { listDossiers } from './list-dossiers';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;
const made: { code: string; name: string; number: string; at: number }[] = [];
const names = [
  'Nguyễn Thị Hương',
  'Nguyễn Văn An',
  'Trần Thị Lan Hương',
  'Lê Ân',
  'Đỗ Đình Đức',
  'Công ty 247 Mẫu',
  'Phạm Thị Ngọc Ánh',
];

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  other = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  await ensureBook(db.manager, office.id, 2026, 1);
  for (const [index, requesterName] of [...names, ...names].entries()) {
    // Two at one time: codes say which came first.
    const at = `2026-11-23T09:${String(10 + Math.floor(index / 2))}:00+07:00`;
    const facts = {
      actKey: `accept ${index}`,
      requester: { requesterName, requesterEmail: `vi.du.${index}@example.vn` },
    };
    const dossier = await acceptDossier(db, office, at, facts);
    let number = '';
    if (index % 3 === 0) {
      for (const action of ['submit', 'sign'] as const) {
        await moveDossier(db, dossier, at, { action, actKey: `${action} ${index}` });
      }
      const taken = await assignNumber(db.manager, {
        ...{ publishedSizeOf: () => 0, dossierId: dossier.id, bookId: null, at: new Date(at) },
        ...{ actorId: office.staff.clerk, actKey: `seal ${index}` },
        format: (next: number) => `${String(next).padStart(3, '0')}/ĐT`,
      });
      number = taken.numberText;
    }
    made.push({ code: dossier.code, name: requesterName, number, at: Date.parse(at) });
    await acceptDossier(db, other, at, facts);
  }
}, 120_000);
afterAll(() => database.stop());

const find = (q: string, page: Partial<Parameters<typeof listDossiers>[2]> = {}) =>
  listDossiers(database.db, { officeId: office.id, list: 'all', q }, { limit: 100, ...page });
const codes = (of: readonly { code: string }[]) => of.map(({ code }) => code);

/** What the words mean, dossier by dossier; the newest first. */
function expected(q: string): string[] {
  const words = foldText(q).split(' ').filter(Boolean);
  const has = (text: string, word: string) => foldText(text).includes(word);
  return codes(
    made
      .filter(({ code, name, number }) =>
        words.every((word) =>
          /^\p{L}+$/u.test(word)
            ? has(name, word)
            : [name, code, number].some((text) => has(text, word)),
        ),
      )
      .sort((a, b) => b.at - a.at || (a.code < b.code ? 1 : -1)),
  );
}

test.each([
  ...['nguyen', 'huong', 'thi huong', 'huong thi', 'AN', 'uon', 'ân', 'do dinh', 'khong co ai'],
  ...['247', 'cong ty 247', '001/đt', '001', '/đt', 'huong 001/đt', '-', '26112', 'an -', '%', '_'],
])('“%s” finds what it means, in order', async (q) => {
  const { lines, total, isMore } = await find(q);
  expect(codes(lines)).toEqual(expected(q));
  expect([total, isMore]).toEqual([lines.length, false]);
});

test('a code is found whole, by its end, and in small letters; an address by the whole of it', async () => {
  const [one] = made;
  for (const q of [one?.code, one?.code.toLowerCase(), one?.code.slice(-6)]) {
    expect(codes((await find(String(q))).lines)).toEqual([one?.code]);
  }
  expect(codes((await find('vi.du.0@example.vn')).lines)).toEqual([one?.code]);
  expect((await find('vi.du')).lines).toEqual([]);
});

test('pages follow one another without a gap, by offset and by the last line', async () => {
  const whole = expected('thi');
  expect(whole.length).toBeGreaterThan(4);
  const byOffset: string[] = [];
  const byLine: string[] = [];
  let after: Parameters<typeof listDossiers>[2]['after'];
  for (let offset = 0; offset < whole.length; offset += 2) {
    byOffset.push(...codes((await find('thi', { limit: 2, offset })).lines));
    const page = await find('thi', { limit: 2, after });
    byLine.push(...codes(page.lines));
    expect(page.next === null).toBe(offset + 2 >= whole.length);
    after = page.next ?? undefined;
  }
  expect([byOffset, byLine]).toEqual([whole, whole]);
});

test('words go together with the other conditions of a list', async () => {
  const { lines, total } = await listDossiers(
    database.db,
    {
      ...{ officeId: office.id, list: 'all', q: 'huong', subject: 'no-account' },
      from: new Date(Number(made[5]?.at)),
    },
    { limit: 100 },
  );
  const later = made.filter(({ at }) => at >= Number(made[5]?.at)).map(({ code }) => code);
  expect(codes(lines)).toEqual(expected('huong').filter((code) => later.includes(code)));
  expect(total).toBe(lines.length);
});

test('where an office took the place of another, its dossiers are found by the visits of that one', async () => {
  const { db } = database;
  const [moved] = await db.query<{ id: string; code: string }[]>(
    `SELECT d.id, d.code FROM dossier d JOIN visit v ON v.id = d.visitId
     WHERE d.officeId = ? AND v.requesterSought = 'le an' LIMIT 1`,
    [other.id],
  );
  await db.query('UPDATE office SET actingId = ? WHERE id = ?', [office.id, other.id]);
  await db.query('UPDATE dossier SET officeId = ? WHERE id = ?', [office.id, moved?.id]);
  try {
    const { lines, total } = await find('le an');
    expect(codes(lines).sort()).toEqual([...expected('le an'), moved?.code].sort());
    expect(total).toBe(lines.length);
  } finally {
    await db.query('UPDATE dossier SET officeId = ? WHERE id = ?', [other.id, moved?.id]);
    await db.query('UPDATE office SET actingId = id WHERE id = ?', [other.id]);
  }
});

test('where too many have the words, the newest are there and it says that there are more', async () => {
  const { db } = database;
  const [row] = await db.query<{ id: string; visitId: string }[]>(
    'SELECT id, visitId FROM dossier WHERE officeId = ? ORDER BY acceptedAt LIMIT 1',
    [office.id],
  );
  for (const [table, id, own] of [
    [
      'visit',
      row?.visitId,
      { receiptNumber: `CONCAT('B', s.seq)`, requesterSought: `'tran van dong'` },
    ],
    [
      ...(['dossier', row?.id] as const),
      {
        visitId: `CONCAT(LPAD(s.seq, 8, '0'), SUBSTRING(t.visitId, 9))`,
        code: `CONCAT('Z-', s.seq)`,
        publicToken: `CONCAT('t', s.seq)`,
        acceptedAt: 't.acceptedAt - INTERVAL s.seq SECOND',
      },
    ],
  ] as [string, string | undefined, Record<string, string>][]) {
    const columns = await db.query<{ name: string }[]>(
      `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [table],
    );
    const all: Record<string, string> = {
      id: `CONCAT(LPAD(s.seq, 8, '0'), SUBSTRING(t.id, 9))`,
      ...own,
    };
    const values = columns.map(({ name }) => all[name] ?? `t.\`${name}\``).join(', ');
    await db.query(
      `INSERT INTO ${table} SELECT ${values} FROM ${table} t JOIN seq_1_to_${hitsMax + 1} s WHERE t.id = ?`,
      [id],
    );
  }
  const many = await find('dong', { limit: 3 });
  expect([codes(many.lines), many.total, many.isMore]).toEqual([
    ['Z-1', 'Z-2', 'Z-3'],
    hitsMax,
    true,
  ]);
  expect(many.next).not.toBeNull();
  // Narrowed, what is left is counted.
  const narrow = { officeId: office.id, list: 'all', q: 'dong', subject: 'citizen' } as const;
  expect(await listDossiers(db, narrow, { limit: 3 })).toMatchObject({ total: 0, isMore: false });
});
