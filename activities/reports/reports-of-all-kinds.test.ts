import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { settleFee } from '../../db/dossiers/settle-fee';
import { recordTargets } from '../../db/targets/record-targets';
import { feeEnds } from '../../domain/cash';
import type { ReportContents } from '../../domain/report-contents';
import { sampleId } from '../../domain/sample';
import {
  columnOf,
  linesOf,
  SampleReports,
  sumOf,
  tableOf,
  totalOf,
} from '../../test/fixtures/sample-reports';

/* Each figure is asked again of the records themselves, by a query of its own. */

let here: SampleReports;
beforeAll(async () => {
  here = await SampleReports.start(5);
}, 120_000);
afterAll(() => here.stop());

const october = `>= '2026-09-30 17:00:00' AND %s < '2026-10-31 17:00:00'`;
const inOctober = (column: string) => `${column} ${october.replace('%s', column)}`;

test('every alarm of a breach in the log is a line, and every line without one is what the clocks say', async () => {
  const { report, contents } = await here.make({ kind: 'breaches' });
  const offices = tableOf(contents, 'I. Vi phạm');
  const sounded = (action: string, step = '') =>
    here.ask(
      `SELECT COUNT(*) FROM audit_event WHERE action = ? AND ${inOctober('at')}
       ${step && `AND JSON_VALUE(details, '$.step') = '${step}'`}`,
      [action],
    );
  const law = await sounded('legal-breach');
  expect(law).toBeGreaterThan(10);
  expect(totalOf(offices, 'Theo luật')).toBe(law);
  for (const [step, words] of Object.entries({
    create: 'Tạo bản sao',
    sign: 'Ký số',
    seal: 'Cấp số, đóng dấu',
  })) {
    // By the clock: ended after the earlier of its hours and the law, or not ended at all.
    const byClock = await here.ask(
      `SELECT COUNT(*) FROM step_clock c JOIN dossier d ON d.id = c.dossierId
       WHERE c.step = ? AND c.startedAt < '2026-10-31 17:00:00' AND ${inOctober('LEAST(c.dueByHours, d.legalDue)')}
         AND COALESCE(c.endedAt, '2026-11-10 20:00:00') > LEAST(c.dueByHours, d.legalDue)`,
      [step],
    );
    const told = Number(totalOf(offices, words));
    expect([words, told >= byClock]).toEqual([words, true]);
    // What sounded before an extension is a breach too, and no clock shows it any more.
    const moved = await here.ask(
      `SELECT COUNT(*) FROM audit_event a JOIN step_clock c ON c.dossierId = a.dossierId
         AND c.step = JSON_VALUE(a.details, '$.step') AND c.round = JSON_VALUE(a.details, '$.round')
       JOIN dossier d ON d.id = a.dossierId
       WHERE a.action = 'breach' AND c.step = ? AND ${inOctober('a.at')}
         AND NOT COALESCE(c.endedAt, '2026-11-10 20:00:00') > LEAST(c.dueByHours, d.legalDue)`,
      [step],
    );
    expect([words, told]).toEqual([words, byClock + moved]);
  }
  const all = sumOf(columnOf(offices, 'Cộng'));
  expect(totalOf(offices, 'Cộng')).toBe(all);
  // Reconciles between sheets: offices, causes, days and the lines themselves.
  const causes = tableOf(contents, 'II. Nguyên nhân');
  expect(sumOf(columnOf(causes, 'Theo luật')) + sumOf(columnOf(causes, 'Theo bước'))).toBe(all);
  const days = tableOf(contents, 'III. Theo ngày');
  expect(Number(totalOf(days, 'Theo luật'))).toBe(law);
  const workbook = await here.workbook(report);
  expect(workbook.getWorksheet('IV. Từng vi phạm')).toBeUndefined();
  const lines = linesOf(workbook.getWorksheet('Từng vi phạm'), /^MAU\d/);
  expect(lines).toHaveLength(all);
  // Who was told, and what was done, by name.
  const [example] = lines.filter((line) => line[2] === 'Trả kết quả theo luật' && line[4] !== null);
  expect(example?.[7]).toMatch(
    /^Quá thời hạn trả kết quả: Người giữ bước, Người điều hành lúc \d\d:\d\d/,
  );
  expect(example?.[8]).toMatch(/Phát hành thư xin lỗi \(.+\) lúc \d\d:\d\d/);
  const untold = lines.filter((line) => line[7] === 'Không có cảnh báo').length;
  expect(totalOf(offices, 'Không có cảnh báo')).toBe(untold);
}, 60_000);

test('its instant holds: what sounded and was done later is not in it', async () => {
  const asOf = new Date('2026-10-15T12:00:00+07:00');
  const then = await here.make({ kind: 'breaches', asOf });
  const again = await here.make({ kind: 'breaches', asOf });
  expect(again.report.dataHash).toBe(then.report.dataHash);
  const law = await here.ask(
    `SELECT COUNT(*) FROM audit_event WHERE action = 'legal-breach'
     AND at >= '2026-09-30 17:00:00' AND at <= '2026-10-15 05:00:00'`,
  );
  expect(totalOf(tableOf(then.contents, 'I. Vi phạm'), 'Theo luật')).toBe(law);
}, 60_000);

const delivered = `FROM audit_event a JOIN dossier d ON d.id = a.dossierId
  WHERE a.action = 'deliver' AND a.at >= '2026-09-30 17:00:00' AND a.at < '2026-10-31 17:00:00'`;
const dayOf = (at: string) => `DATE(${at} + INTERVAL 7 HOUR)`;

test('points are two for early, one for in time and none for late, of offices, months and all', async () => {
  const { contents } = await here.make({ kind: 'one-stop' });
  const points = `SUM(CASE WHEN a.at > d.legalDue THEN 0 WHEN ${dayOf('a.at')} < ${dayOf('d.legalDue')} THEN 2 ELSE 1 END)`;
  const offices = tableOf(contents, 'I. Kết quả');
  const all = await here.ask(`SELECT ${points} ${delivered}`);
  expect(all).toBeGreaterThan(100);
  expect(totalOf(offices, 'Điểm')).toBe(all);
  expect(sumOf(columnOf(offices, 'Điểm'))).toBe(all);
  expect(totalOf(offices, 'Điểm tối đa')).toBe(
    2 * (await here.ask(`SELECT COUNT(*) ${delivered}`)),
  );
  const byName = await here.database.db.query<{ name: string; points: string }[]>(
    `SELECT o.name, x.points FROM (SELECT d.officeId, ${points} AS points ${delivered} GROUP BY d.officeId) x
     JOIN office o ON o.id = x.officeId`,
  );
  const told = new Map(
    columnOf(offices, 'Cơ quan').map((name, place) => [name, columnOf(offices, 'Điểm')[place]]),
  );
  for (const line of byName)
    expect([line.name, told.get(line.name)]).toEqual([line.name, Number(line.points)]);
  expect(sumOf(columnOf(tableOf(contents, 'II. Kết quả'), 'Điểm'))).toBe(all);
  const shares = columnOf(offices, 'Tỷ lệ điểm').map((share) =>
    share === null ? -1 : Number(share),
  );
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(offices.notes?.join()).toContain(
    'TT 01/2018/TT-VPCP Đ13: trước hạn 2, đúng hạn 1, quá hạn 0',
  );
}, 60_000);

test('it counts as the report on the internal process does', async () => {
  const oneStop = await here.make({ kind: 'one-stop' });
  const compliance = await here.make({ kind: 'compliance' });
  for (const column of [
    'Kỳ trước chuyển sang',
    'Mới trong kỳ',
    'Trước hạn',
    'Từ chối',
    'Xin lỗi',
  ]) {
    expect([column, totalOf(tableOf(oneStop.contents, 'I. '), column)]).toEqual([
      ...[column, totalOf(tableOf(compliance.contents, 'I. '), column)],
    ]);
  }
}, 60_000);

test('the indicators are those of the report on the internal process, with the days that delivery took', async () => {
  const { contents } = await here.make({ kind: 'indicators' });
  const table = tableOf(contents, 'Chỉ số tiến độ');
  const count = await here.ask(`SELECT COUNT(*) ${delivered}`);
  const inTime = await here.ask(`SELECT COUNT(*) ${delivered} AND a.at <= d.legalDue`);
  expect(totalOf(table, 'Số hồ sơ đã trả kết quả')).toBe(count);
  expect(totalOf(table, 'Trong đó trước hạn, đúng hạn')).toBe(inTime);
  expect(totalOf(table, 'Tỷ lệ trước hạn, đúng hạn')).toBeCloseTo(inTime / count, 9);
  expect(totalOf(table, 'Điểm tiến độ (*)')).toBeCloseTo((20 * inTime) / count, 9);
  const days = await here.ask(
    `SELECT AVG(TIMESTAMPDIFF(MICROSECOND, d.acceptedAt, a.at)) / 86400e6 ${delivered}`,
  );
  expect(totalOf(table, 'Số ngày giải quyết bình quân (*)')).toBeCloseTo(days, 4);
}, 60_000);

test('the list for inspectors holds those that a ground names, each with the way to its proof', async () => {
  const { report, contents } = await here.make({ kind: 'follow-up' });
  const grounds = new Map(
    tableOf(contents, 'I. Theo tiêu chí').rows.map(([vi, , count]) => [JSON.stringify(vi), count]),
  );
  const alive = `d.acceptedAt < '2026-10-31 17:00:00' AND (d.endedAt IS NULL OR d.endedAt >= '2026-09-30 17:00:00')`;
  const having = (action: string, least: number) =>
    here.ask(
      `SELECT COUNT(*) FROM (SELECT d.id FROM dossier d JOIN audit_event a ON a.dossierId = d.id
       WHERE a.action = ? AND a.at < '2026-10-31 17:00:00' AND ${alive}
       GROUP BY d.id HAVING COUNT(*) >= ?) x`,
      [action, least],
    );
  expect(grounds.get('"Kéo dài thời hạn"')).toBe(await having('extend', 1));
  expect(grounds.get('"Bị trả lại từ hai lần"')).toBe(await having('return', 2));
  expect(grounds.get('"Từ chối chứng thực"')).toBe(await having('refuse', 1));
  const late = await here.ask(
    `SELECT COUNT(*) FROM dossier d WHERE ${alive} AND d.legalDue < '2026-10-31 17:00:00' AND d.stage NOT IN
     ('refused', 'cancelled', 'withdrawn') AND COALESCE(d.endedAt, '2026-11-01') > d.legalDue`,
  );
  expect(grounds.get('"Quá hạn trả kết quả"')).toBe(late);
  const sheet = (await here.workbook(report)).getWorksheet('Hồ sơ cần kiểm tra');
  const lines = linesOf(sheet, /^MAU\d/);
  expect(lines).toHaveLength(
    Number(totalOf(tableOf(contents, 'II. Theo cơ quan'), 'Cần kiểm tra')),
  );
  const [line] = lines.filter((cells) => cells[8] !== null && cells[8] !== undefined);
  const [one] = await here.database.db.query<{ id: string; publicToken: string; bookId: string }[]>(
    `SELECT d.id, d.publicToken, e.bookId FROM dossier d JOIN register_entry e ON e.dossierId = d.id WHERE d.code = ?`,
    [line?.[0]],
  );
  const base = 'https://saoy.example.vn';
  expect(line?.[6]).toMatchObject({ hyperlink: `${base}/work/all/${one?.id}` });
  expect(line?.[7]).toMatchObject({ hyperlink: `${base}/audit?dossier=${String(line?.[0])}` });
  expect(line?.[8]).toMatchObject({ hyperlink: `${base}/x/${one?.publicToken}` });
  expect(line?.[9]).toMatchObject({ hyperlink: `${base}/so/${one?.bookId}` });
}, 60_000);

const accepted = `acceptedAt >= '2026-09-30 17:00:00' AND acceptedAt < '2026-10-31 17:00:00'`;
const fee = `CAST(JSON_VALUE(fee, '$.total') AS UNSIGNED)`;

test('fees reconcile to the đồng between receipts, days, cashiers, offices and the register', async () => {
  const { report, contents } = await here.make({ kind: 'fees' });
  const sum = await here.ask(`SELECT SUM(${fee}) FROM dossier WHERE ${accepted}`);
  expect(sum).toBeGreaterThan(1_000_000);
  const offices = tableOf(contents, 'I. Theo cơ quan');
  const receipts = await here.ask(`SELECT COUNT(*) FROM visit WHERE ${accepted}`);
  expect(totalOf(offices, 'Biên nhận')).toBe(receipts);
  const dossiers = await here.ask(`SELECT COUNT(*) FROM dossier WHERE ${accepted}`);
  expect(totalOf(offices, 'Hồ sơ')).toBe(dossiers);
  for (const title of ['I. ', 'III. ', 'IV. ', 'V. ']) {
    const table = tableOf(contents, title);
    expect([title, totalOf(table, 'Phí (đồng)')]).toEqual([title, sum]);
    expect([title, sumOf(columnOf(table, 'Phí (đồng)'))]).toEqual([title, sum]);
    expect([title, sumOf(columnOf(table, 'Biên nhận'))]).toEqual([title, receipts]);
  }
  const registered = await here.ask(
    `SELECT SUM(e.fee) FROM register_entry e JOIN dossier d ON d.id = e.dossierId
     WHERE ${accepted.replaceAll('acceptedAt', 'd.acceptedAt')} AND e.recordedAt < '2026-10-31 17:00:00'`,
  );
  expect(totalOf(offices, 'Đã ghi sổ')).toBe(registered);
  const never = await here.ask(
    `SELECT SUM(${fee}) FROM dossier WHERE ${accepted} AND stage IN ('refused', 'cancelled', 'withdrawn')
       AND endedAt < '2026-10-31 17:00:00'`,
  );
  expect(never).toBeGreaterThan(0);
  expect(totalOf(offices, 'Không cấp số')).toBe(never);
  expect(totalOf(offices, 'Chưa cấp số')).toBe(sum - registered - never);
  const checks = new Map(
    tableOf(contents, 'II. Đối chiếu').rows.map(([words, value]) => [JSON.stringify(words), value]),
  );
  expect(checks.get('"Chênh lệch giữa biên nhận và ba khoản trên"')).toBe(0);
  // Of the entries of the time, those of dossiers that came before it too.
  expect(checks.get('"Phí ghi trong sổ chứng thực trong kỳ (cột 7)"')).toBe(
    await here.ask(
      `SELECT SUM(e.fee) FROM register_entry e
       WHERE recordedAt >= '2026-09-30 17:00:00' AND recordedAt < '2026-10-31 17:00:00'`,
    ),
  );
  // One cashier, one day, one office.
  const [line] = tableOf(contents, 'V. ').rows;
  const [day = '', office = '', person = ''] = line?.map(String) ?? [];
  const own = await here.ask(
    `SELECT SUM(CAST(JSON_VALUE(d.fee, '$.total') AS UNSIGNED)) FROM dossier d
     JOIN visit v ON v.id = d.visitId JOIN office o ON o.id = d.officeId JOIN person p ON p.id = v.acceptedBy
     WHERE DATE(d.acceptedAt + INTERVAL 7 HOUR) = ? AND o.name = ? AND p.fullName = ?`,
    [day.split('/').reverse().join('-'), office, person],
  );
  expect(line?.[6]).toBe(own);
  const lines = linesOf((await here.workbook(report)).getWorksheet('Từng biên nhận'), /^MAU\d|^\d/);
  expect(lines).toHaveLength(receipts);
  expect(lines.reduce((all, cells) => all + Number(cells[6]), 0)).toBe(sum);
}, 60_000);

test('what went into the drawers and out of them is told to the đồng, and reconciles with the receipts', async () => {
  const { db } = here.database;
  const end = `'2026-10-31 17:00:00'`;
  const before = await here.make({ kind: 'fees' });
  const checksOf = (contents: ReportContents) =>
    new Map(
      tableOf(contents, 'II. Đối chiếu').rows.map(([words, value]) => [
        JSON.stringify(words),
        value,
      ]),
    );
  const sum = await here.ask(`SELECT SUM(${fee}) FROM dossier WHERE ${accepted}`);
  // Of before drawers were kept: what the receipts say was taken, by who took the papers in.
  expect(totalOf(tableOf(before.contents, 'VII. '), 'Đã thu (đồng)')).toBe(sum);
  expect(totalOf(tableOf(before.contents, 'VII. '), 'Đã trả lại (đồng)')).toBe(0);
  const ended = `stage IN ('refused', 'cancelled', 'withdrawn') AND endedAt < ${end}`;
  const [inTime, earlier] = await Promise.all(
    [accepted, `acceptedAt < '2026-09-30 17:00:00'`].map((when) =>
      db.query<{ id: string; fee: string }[]>(
        `SELECT id, ${fee} AS fee FROM dossier WHERE ${when} AND ${ended} ORDER BY acceptedAt DESC LIMIT 3`,
      ),
    ),
  );
  const giveBack = async (dossier: { id: string; fee: string } | undefined, at: string) => {
    const [officer] = await db.query<{ acceptedBy: string }[]>(
      'SELECT v.acceptedBy FROM visit v JOIN dossier d ON d.visitId = v.id WHERE d.id = ?',
      [dossier?.id],
    );
    await settleFee(db.manager, {
      ...{ dossierId: dossier?.id ?? '', act: 'give-back-fee', amount: Number(dossier?.fee) },
      ...{ actorId: officer?.acceptedBy ?? '', actKey: `give-back-fee ${at}`, at: new Date(at) },
      givenBackAt: () => feeEnds,
    });
  };
  await giveBack(inTime?.[0], '2026-10-31T16:59:59.999+07:00');
  await giveBack(inTime?.[1], '2026-11-02T09:00:00+07:00');
  await giveBack(earlier?.[0], '2026-10-05T09:00:00+07:00');
  const { contents } = await here.make({ kind: 'fees' });
  // Straight from the tables: movements, and fees that no movement tells of.
  const unmoved = `SELECT COALESCE(SUM(${fee}), 0) FROM dossier WHERE feeHeld IS NULL AND ${accepted}`;
  const moved = (kind: string, more = '1 = 1') =>
    `SELECT COALESCE(SUM(m.amount), 0) FROM cash_movement m JOIN dossier d ON d.id = m.dossierId
     WHERE m.kind = '${kind}' AND m.at >= '2026-09-30 17:00:00' AND m.at < ${end} AND ${more}`;
  const earlierOnes = `d.acceptedAt < '2026-09-30 17:00:00'`;
  const taken = (await here.ask(unmoved)) + (await here.ask(moved('taken')));
  const returned = await here.ask(moved('returned'));
  expect(taken).toBe(sum);
  expect(returned).toBe(Number(inTime?.[0]?.fee) + Number(earlier?.[0]?.fee));
  for (const title of ['VII. ', 'VIII. ']) {
    const table = tableOf(contents, title);
    for (const [column, value] of [
      ['Đã thu (đồng)', taken],
      ['Đã trả lại (đồng)', returned],
      ['Còn lại (đồng)', taken - returned],
    ] as const) {
      expect([title, column, totalOf(table, column)]).toEqual([title, column, value]);
      expect([title, column, sumOf(columnOf(table, column))]).toEqual([title, column, value]);
    }
  }
  const checks = checksOf(contents);
  expect(checks.get('"Tiền trả lại trong kỳ"')).toBe(returned);
  expect(checks.get('"Quỹ thu còn lại của kỳ (thu trừ trả lại)"')).toBe(taken - returned);
  // Held of the time's dossiers, against what is owed for them: what is still to be given back.
  const never = await here.ask(`SELECT SUM(${fee}) FROM dossier WHERE ${accepted} AND ${ended}`);
  const held = taken - (returned - (await here.ask(moved('returned', earlierOnes))));
  expect(checks.get('"Tiền quỹ đang giữ của các hồ sơ đó"')).toBe(held);
  expect(checks.get('"Còn phải trả lại (nếu âm: còn phải thu)"')).toBe(held - (sum - never));
  expect(held - (sum - never)).toBe(never - Number(inTime?.[0]?.fee));
  expect(checks.get('"Phí theo biên nhận của hồ sơ tiếp nhận trong kỳ"')).toBe(
    checksOf(before.contents).get('"Phí theo biên nhận của hồ sơ tiếp nhận trong kỳ"'),
  );
}, 60_000);

test('a fee that was corrected counts as it was at the instant, and one that differs from the register is named', async () => {
  const { db } = here.database;
  const [one] = await db.query<{ id: string; officeId: string; code: string; fee: string }[]>(
    `SELECT d.id, d.officeId, d.code, CAST(JSON_VALUE(d.fee, '$.total') AS UNSIGNED) AS fee FROM dossier d JOIN register_entry e ON e.dossierId = d.id
     WHERE ${accepted} ORDER BY d.acceptedAt LIMIT 1`,
  );
  const before = await here.make({ kind: 'fees' });
  await db.query(`UPDATE dossier SET fee = JSON_SET(fee, '$.total', ?) WHERE id = ?`, [
    Number(one?.fee) + 5_000,
    one?.id,
  ]);
  const differing = await here.make({ kind: 'fees' });
  const table = tableOf(differing.contents, 'VI. ');
  expect(table.rows).toEqual([
    [
      one?.code,
      expect.anything(),
      expect.anything(),
      Number(one?.fee) + 5_000,
      Number(one?.fee),
      5_000,
    ],
  ]);
  // The same change as a correction of later: at the instant it had not been made.
  await db.query(
    `INSERT INTO audit_event (officeId, sequence, dossierId, action, actKey, details, at, previousHash, hash)
     VALUES (?, 9000000, ?, 'correct', 'later', ?, '2026-11-11 01:00:00', '', '')`,
    [
      one?.officeId,
      one?.id,
      JSON.stringify({
        ...{ pagesBefore: 1, pages: 1, copiesBefore: 1, copies: 1 },
        ...{ feeBefore: Number(one?.fee), fee: Number(one?.fee) + 5_000 },
      }),
    ],
  );
  const turned = await here.make({ kind: 'fees' });
  expect(tableOf(turned.contents, 'VI. ').rows).toEqual([]);
  expect(totalOf(tableOf(turned.contents, 'I. '), 'Phí (đồng)')).toBe(
    totalOf(tableOf(before.contents, 'I. '), 'Phí (đồng)'),
  );
}, 60_000);

test('form 17 counts the copies of the register by office, and rolls them up; what is void is left out', async () => {
  const inPeriod = `recordedAt >= '2026-09-30 17:00:00' AND recordedAt < '2026-10-31 17:00:00'`;
  const copies = await here.ask(`SELECT SUM(copies) FROM register_entry WHERE ${inPeriod}`);
  expect(copies).toBeGreaterThan(100);
  const { contents } = await here.make({ kind: 'form-17' });
  const head = 'Chứng thực bản sao từ bản chính (bản) (*)';
  const communes = tableOf(contents, 'Biểu 17a');
  expect(totalOf(communes, head)).toBe(copies);
  expect(sumOf(columnOf(communes, head))).toBe(copies);
  const byName = await here.database.db.query<{ name: string; copies: string }[]>(
    `SELECT o.name, SUM(e.copies) AS copies FROM register_entry e JOIN book b ON b.id = e.bookId
     JOIN office o ON o.id = b.officeId WHERE ${inPeriod} GROUP BY o.name ORDER BY o.name`,
  );
  const told = columnOf(communes, 'Đơn vị').map((name, place) => [
    ...[name, columnOf(communes, head)[place]],
  ]);
  for (const line of byName) expect(told).toContainEqual([line.name, Number(line.copies)]);
  const province = tableOf(contents, 'Biểu 17c');
  expect(columnOf(province, head)).toEqual([copies]);
  // What was not compared with the act says so, and what Sao Y does not do is left empty, not zero.
  expect(communes.notes?.[0]).toContain('chưa đối chiếu được');
  expect(columnOf(communes, 'Chứng thực hợp đồng, giao dịch (việc) (*)')).toEqual(
    communes.rows.map(() => null),
  );
  expect(tableOf(contents, 'Biểu 17b').rows).toEqual([]);
  const [entry] = await here.database.db.query<
    { bookId: string; number: number; copies: number }[]
  >(`SELECT bookId, number, copies FROM register_entry WHERE ${inPeriod} LIMIT 1`);
  await here.database.db.query(
    `INSERT INTO register_void (bookId, number, reason, at) VALUES (?, ?, 'thử', '2026-10-31 16:00:00')`,
    [entry?.bookId, entry?.number],
  );
  const voided = await here.make({ kind: 'form-17' });
  expect(totalOf(tableOf(voided.contents, 'Biểu 17a'), head)).toBe(copies - Number(entry?.copies));
}, 60_000);

test('targets are those of the instant, with what was reached below, what was allotted on, and every setting', async () => {
  const { db } = here.database;
  const offices = await db.query<{ id: string; parentId: string | null; name: string }[]>(
    'SELECT id, parentId, name FROM office ORDER BY path',
  );
  const wards = offices.filter(({ parentId }) => parentId === SampleReports.root);
  const set = (at: string, targets: { officeId: string; number: number }[]) =>
    recordTargets(db, {
      ...{ fromOfficeId: SampleReports.root, period: '2026-10', basis: '12/KH-UBND', targets },
      ...{ actorId: sampleId(2), actKey: `set ${at}`, at: new Date(at) },
    });
  const [first, second] = wards;
  await set('2026-09-25T09:00:00+07:00', [
    { officeId: SampleReports.root, number: 5_000 },
    { officeId: first!.id, number: 2_000 },
    { officeId: second!.id, number: 1_000 },
  ]);
  await set('2026-10-20T09:00:00+07:00', [{ officeId: first!.id, number: 2_500 }]);
  const { contents } = await here.make({ kind: 'targets' });
  const table = tableOf(contents, 'I. ');
  const told = new Map(table.rows.map((row) => [JSON.stringify(row[1]), row]));
  const numbers = (more: string) =>
    here.ask(
      `SELECT COUNT(*) FROM register_entry e JOIN book b ON b.id = e.bookId WHERE e.recordedAt >= '2026-09-30 17:00:00'
       AND e.recordedAt < '2026-10-31 17:00:00' AND NOT EXISTS (SELECT 1 FROM register_void v
         WHERE v.bookId = e.bookId AND v.number = e.number AND v.at < '2026-10-31 17:00:00') ${more}`,
    );
  const all = await numbers('');
  const own = await numbers(`AND b.officeId = '${first!.id}'`);
  const root = offices.find(({ id }) => id === SampleReports.root)!;
  // Number, reached, share, left, allotted on, not allotted.
  expect(told.get(JSON.stringify(root.name))?.slice(2, 8)).toEqual([
    ...[5_000, all, all / 5_000, Math.max(0, 5_000 - all), 3_500, 1_500],
  ]);
  expect(told.get(JSON.stringify(first!.name))?.slice(2, 4)).toEqual([2_500, own]);
  expect(tableOf(contents, 'II. ').rows).toHaveLength(4);
  // Before the second setting the first held.
  const then = await here.make({ kind: 'targets', asOf: new Date('2026-10-10T12:00:00+07:00') });
  const before = tableOf(then.contents, 'I. ').rows.find(([, name]) => name === first!.name);
  expect(before?.[2]).toBe(2_000);
}, 60_000);
