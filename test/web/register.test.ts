import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import type { Browser } from 'playwright-core';
import type { Dossier } from '../../api/dossiers/contract';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';
import { Desk, launchChromium } from './desk';

/** What everybody sees of the register: on the copy's page, on the book's own, without network, without any page. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(120_000);

let stack: RunningStack;
let browser: Browser;
let place: { publicToken: string; bookId: string; publicKey: string };
const folder = mkdtempSync(join(tmpdir(), 'saoy-register-'));
const phone = { viewport: { width: 360, height: 760 } };

beforeAll(async () => {
  [stack, browser] = await Promise.all([RunningStack.start(), launchChromium()]);
  const counter = await Counter.open(stack);
  let last: Dossier | undefined;
  for (let number = 1; number <= 3; number += 1) {
    last = await counter.submitted();
    await counter.sign(last);
    await counter.seal(last);
    await counter.waitFor(last, 'delivered');
  }
  place = await findPlace(String(last?.id));
}, 240_000);
afterAll(async () => {
  await browser.close();
  await stack.end();
}, 40_000);

/** Until the number was signed, a moment later. */
async function findPlace(dossierId: string): Promise<typeof place> {
  const db = await mysql.createConnection(stack.ready.database.replace('mariadb:', 'mysql:'));
  try {
    for (;;) {
      const [[row]] = await db.query<RowDataPacket[]>(
        `SELECT d.publicToken, e.bookId, c.publicKey FROM dossier d
          JOIN register_entry e ON e.dossierId = d.id
          JOIN register_leaf l ON l.bookId = e.bookId AND l.number = e.number
          JOIN register_checkpoint c ON c.bookId = e.bookId AND c.size > l.position
          WHERE d.id = ? LIMIT 1`,
        [dossierId],
      );
      if (row) return row as typeof place;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await db.end();
  }
}

const saoy = (...args: string[]) =>
  execFileSync(process.execPath, ['cli/saoy.mjs', 'register', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: 'mariadb://nobody@127.0.0.1:1/none' },
  });

test('who scans the code of a copy sees that its number stands in the public register', async () => {
  const desk = await Desk.open(browser, stack, phone);
  await desk.page.goto(`/x/${place.publicToken}`);
  await desk.see(/Số 003\/ĐT ngày .* đứng ở mục 4 trên 4 mục đã ký/);
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await desk.expectAccessible();
  const [file] = await Promise.all([
    desk.page.waitForEvent('download'),
    desk.page.getByText('Tải bằng chứng').click(),
  ]);
  await file.saveAs(join(folder, 'so.tlog-proof'));
  expect(desk.troubles).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'a book is checked whole in the browser, and again against what was seen before, %s',
  async (colorScheme) => {
    const desk = await Desk.open(browser, stack, { ...phone, colorScheme });
    await desk.page.goto(`/so/${place.bookId}`);
    for (const said of [/ghi nhớ sổ từ hôm nay/, /nối tiếp đúng những gì trình duyệt này đã xem/]) {
      await desk.page.getByRole('button', { name: 'Kiểm tra cả sổ' }).press('Enter');
      await desk.see('Đủ 3 số, từ 1 đến 3, mỗi số đúng một lần.');
      await desk.see(said);
    }
    await desk.page.getByLabel('Số chứng thực').fill('002/ĐT');
    await desk.press('Enter');
    await desk.see(/Số 002\/ĐT ngày .* đứng ở mục 3 trên 4 mục/);
    await desk.page.getByLabel('Số chứng thực').fill('9');
    await desk.press('Enter');
    await desk.see(/chưa được công bố/);
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await desk.expectAccessible();
    expect(desk.troubles).toEqual([]);
  },
);

test('a browser that saw another log says so', async () => {
  const desk = await Desk.open(browser, stack, phone);
  await desk.page.goto(`/so/${place.bookId}`);
  await desk.page.getByRole('button', { name: 'Kiểm tra cả sổ' }).click();
  await desk.see('Đủ 3 số');
  // As if what this browser saw had had another root.
  await desk.page.evaluate(`(() => {
    const key = 'so:${place.bookId}';
    const kept = JSON.parse(localStorage.getItem(key));
    kept.note = kept.note.replace(/\\n4\\n.{4}/, '\\n4\\nAAAA');
    localStorage.setItem(key, JSON.stringify(kept));
  })()`);
  await desk.page.getByRole('button', { name: 'Kiểm tra cả sổ' }).click();
  await desk.see('Sổ này không đáng tin.');
  await desk.see(/nội dung cũ đã bị viết lại/);
  await desk.expectAccessible();
});

test('a book that nobody shows is said to be none', async () => {
  const desk = await Desk.open(browser, stack, phone);
  await desk.page.goto('/so/00000000-0000-4000-8000-000000000000');
  await desk.see(/Không có sổ này/);
});

test('a clerk adds a book, is warned, deletes it, and finds a line of another by a part of its name', async () => {
  const clerk = await Desk.signIn(browser, stack, 'clerk');
  const { page } = clerk;
  // Whoever is quicker than the list of books is still offered the number after the last.
  await page.route(
    /\/api\/books\?/,
    async (route) => {
      await sleep(1_500);
      await route.continue();
    },
    { times: 1 },
  );
  await page.goto('/books');
  await clerk.see('Quản lý sổ chứng thực');
  await page.getByRole('button', { name: 'Thêm mới' }).press('Enter');
  await clerk.see(/Cùng những ngày đó còn mở: 2026\/ĐT/);
  const start = page.getByLabel('Số ban đầu');
  await clerk.until(async () => (await start.inputValue()) === '4', 'the next number is offered');
  await page.getByLabel('Tên sổ chứng thực').fill('Quyển hai');
  await start.fill('2');
  await clerk.press('Enter');
  await clerk.see(/số ban đầu phải từ 4 trở lên/);
  await clerk.expectAccessible();
  await start.fill('91');
  await clerk.press('Enter');
  await clerk.see('Quyển hai/ĐT');
  await clerk.expectAccessible();
  await page.getByRole('button', { name: 'Xóa sổ Quyển hai/ĐT' }).click();
  await page.getByRole('button', { name: 'Xóa sổ', exact: true }).click();
  await clerk.seeCount('button[aria-label="Xem sổ Quyển hai/ĐT"]', 0);
  await page.getByRole('button', { name: /^Xem sổ 2026/ }).press('Enter');
  await clerk.see('003/ĐT');
  await page.getByLabel('Tìm trong sổ theo cột bất kỳ').fill('khong co ai');
  await clerk.see(/Không có dòng nào khớp/);
  await page.getByLabel('Tìm trong sổ theo cột bất kỳ').fill('khai sinh');
  await clerk.see('002/ĐT');
  await clerk.expectAccessible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Xuất Excel' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^so-chung-thuc-\d{4}\.xlsx$/);
  const [print] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('In tháng').click(),
  ]);
  expect(print.suggestedFilename()).toMatch(/^so-chung-thuc-\d{4}-\d\d\.pdf$/);
  expect(clerk.troubles).toEqual([]);
});

test('the page without network knows the proof, and no other', async () => {
  const answer = await fetch(`${stack.ready.url}/api/verify/offline-verifier.html`);
  const page = join(folder, 'verifier.html');
  writeFileSync(page, await answer.text());
  const proof = readFileSync(join(folder, 'so.tlog-proof'), 'utf8');
  writeFileSync(join(folder, 'altered.tlog-proof'), proof.replace('index 3', 'index 2'));
  const context = await browser.newContext({ offline: true });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  const files = ['so.tlog-proof', 'altered.tlog-proof'].map((name) => join(folder, name));
  await tab.setInputFiles('#file', files);
  await tab.getByText('SỐ NÀY ĐỨNG TRONG SỔ').waitFor();
  await tab.getByText('003/ĐT').waitFor();
  await tab.getByText('KHÔNG CHỨNG MINH ĐƯỢC').waitFor();
  await context.close();
});

test('the commands need no database of ours', () => {
  const from = `${stack.ready.url}/api/public/registers/${place.bookId}`;
  const key = ['--key', place.publicKey];
  expect(saoy('check', '--from', from, ...key)).toContain('✓ numbers 1 to 3, each once');
  const folderOfBook = join(stack.home, 'register', 'logs', place.bookId);
  expect(saoy('check', '--from', folderOfBook, ...key)).toContain('✓ numbers 1 to 3');
  const checkpoint = join(folderOfBook, 'checkpoint');
  expect(saoy('check', '--from', from, ...key, '--against', checkpoint)).toContain('✓');
  expect(saoy('prove', '2', '--from', from, ...key)).toContain('✓ number 2 is leaf 2');
  expect(saoy('prove', '--proof', join(folder, 'so.tlog-proof'), ...key)).toContain(
    '✓ leaf 3 of 4',
  );
  expect(() => saoy('check', '--from', from, '--key', '00'.repeat(32))).toThrow();
});
