import { expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { drawScan } from '../../scripts/sample/draw-scan';
import { Desk, startStack } from './desk';

/** A visit of several originals that were scanned in one go, by the keyboard alone. */
jest.setTimeout(120_000);
const here = startStack();

/** Two pages, a blank sheet, one page, a blank sheet, two pages. */
async function drawVisit(): Promise<Uint8Array> {
  const scan = await PDFDocument.load(await drawScan(5));
  const pile = await PDFDocument.create();
  const pages = await pile.copyPages(scan, [0, 1, 2, 3, 4]);
  for (const [at, page] of pages.entries()) {
    if (at === 2 || at === 3) pile.addPage([page.getWidth(), page.getHeight()]);
    pile.addPage(page);
  }
  return pile.save({ useObjectStreams: false });
}

test('a pile is split at its blank sheets, each original is a dossier, and one receipt has them all', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'saoy-visit-')), 'pile.pdf');
  writeFileSync(file, await drawVisit());
  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  const { page } = officer;
  await page.locator('#intake-identifier:focus').waitFor();
  await officer.type(here.stack.account('citizen').username);
  await page.locator('.counter-scan .file-input').setInputFiles(file);
  await officer.seeValue('#intake-originalPages', '7');

  await officer.press('F8');
  await officer.see('2 trang có vẻ trắng');
  await officer.see(/bỏ trang trắng 3, 5/);
  // By hand, with keys: the first page becomes an original of its own, and one again; a page that goes is told.
  await page.locator('[data-page="0"]:focus').waitFor();
  await officer.press('ArrowRight', 't');
  await officer.see('Tách thành 4 bản chính');
  await officer.press('t', 'Delete');
  await officer.see('Bỏ cả trang có nội dung: 2.');
  await officer.press('Delete', 'ArrowRight', 'ArrowRight', 'r');
  await officer.expectAccessible();
  await page.getByRole('button', { name: 'Tách thành 3 bản chính' }).press('Enter');
  await officer.see('Còn 2 bản chính của lượt này');
  await officer.seeValue('#intake-originalPages', '2');

  // What was split lives through a reload.
  await page.reload();
  await officer.see('Còn 2 bản chính của lượt này');
  await page.getByLabel('Loại giấy tờ, bản chính chờ thứ 1').fill('Học bạ');
  await officer.expectAccessible();
  await page.locator('#intake-documentType').fill('Bằng tốt nghiệp');
  await officer.press('Control+Enter');
  await officer.see('Còn 1 bản chính của lượt này');
  await officer.seeValue('#intake-documentType', 'Học bạ');
  await officer.seeValue('#intake-originalPages', '1');
  await officer.press('Control+Enter');
  await officer.until(
    async () => (await page.locator('#intake-documentType').inputValue()) === '',
    'the last original is on the form',
  );
  await officer.seeValue('#intake-originalPages', '2');
  await page.locator('#intake-documentType').fill('Giấy khai sinh');
  await officer.press('Control+Enter');
  await page.locator('#intake-identifier:focus').waitFor();
  await officer.press('F9');
  await officer.see('Giấy tiếp nhận và hẹn trả');
  await page.getByRole('dialog').locator('canvas').first().waitFor();
  const visit = await page.evaluate<{ documentType: string; receiptNumber: string }[]>(
    `(async () => {
      const read = async (path) => (await fetch('/api' + path)).json();
      const { offices } = await read('/session');
      const { items } = await read('/dossiers?list=all&limit=3&officeId=' + offices[0].id);
      return Promise.all(items.map(({ id }) => read('/dossiers/' + id)));
    })()`,
  );
  expect(visit.map(({ documentType }) => documentType).reverse()).toEqual([
    'Bằng tốt nghiệp',
    'Học bạ',
    'Giấy khai sinh',
  ]);
  expect(new Set(visit.map(({ receiptNumber }) => receiptNumber)).size).toBe(1);
  expect(officer.troubles).toEqual([]);
});

test('“Trình ký” can be taken back, and goes with the page where it is closed before its time', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'saoy-visit-')), 'one.pdf');
  writeFileSync(file, await drawScan(1));
  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  const leader = await Desk.signIn(here.browser, here.stack, 'leader');
  const { page } = officer;
  await page.locator('#intake-identifier:focus').waitFor();
  await officer.type(here.stack.account('citizen').username);
  await page.locator('#intake-documentType').fill('Giấy thử hoàn tác');
  await page.locator('.counter-scan .file-input').setInputFiles(file);
  await page.locator('.pdf-page canvas').first().waitFor();
  await officer.press('Control+Enter');
  await officer.see('Đã tiếp nhận, sắp trình ký');
  await officer.expectAccessible();
  await officer.press('Control+z');
  await officer.see('Đã hoàn tác “Trình ký”');
  // It stands where it was accepted, and nobody else has heard of it.
  await page.locator('.dossier .stage-accepted').waitFor();
  await leader.page.reload();
  await leader.see('Bản sao chờ ký');
  expect(await leader.page.getByText('Giấy thử hoàn tác').count()).toBe(0);

  await page.locator('.pdf-page canvas').first().waitFor();
  await officer.press('Control+Enter');
  await officer.see(/gửi sau \d+ giây/);
  const before = Date.now();
  await page.close();
  await leader.see('Giấy thử hoàn tác');
  expect(Date.now() - before).toBeLessThan(9_000);

  // A return the same way: taken back, its reason is still there; sent at once where it is wished.
  await leader.page.getByText('Giấy thử hoàn tác').first().click();
  await leader.see('Lời chứng sẽ ký');
  await leader.press('r');
  await leader.type('Trang 1 bị mờ');
  await leader.press('Control+Enter');
  await leader.see(/gửi sau \d+ giây/);
  await leader.page.getByRole('button', { name: 'Hoàn tác' }).click();
  await leader.see('Đã hoàn tác “Trả lại”');
  await leader.press('r');
  await leader.seeValue('textarea:focus', 'Trang 1 bị mờ');
  await leader.press('Control+Enter');
  await leader.page.getByRole('button', { name: 'Gửi ngay' }).click();
  await leader.see('Đã trả lại');
  expect([...officer.troubles, ...leader.troubles]).toEqual([]);
});

test('who came before is offered as the name is typed, and fills the form by two keys', async () => {
  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  const { page } = officer;
  const startAnew = async () => {
    await page.locator('#intake-identifier:focus').waitFor();
    await page.getByRole('radio', { name: 'Không có tài khoản DVCQG' }).check();
    await page.locator('#intake-fullName').focus();
  };
  await startAnew();
  await officer.type('Lê Thị Đến Lại');
  await officer.press('Tab');
  await officer.type('den-lai@thu-mau.invalid');
  await page.locator('#intake-documentType').fill('Giấy thử người cũ');
  await page.getByRole('button', { name: 'Tiếp nhận, quét sau' }).click();
  await officer.see('Đã tiếp nhận, chờ bản quét');

  await startAnew();
  await officer.type('le thi den');
  await page.getByText(/d•••@thu-mau\.invalid · đến ngày/).waitFor();
  await officer.expectAccessible();
  await officer.press('ArrowDown', 'Enter');
  await officer.seeValue('#intake-fullName', 'Lê Thị Đến Lại');
  await officer.seeValue('#intake-email', 'den-lai@thu-mau.invalid');
  expect(officer.troubles).toEqual([]);
});
