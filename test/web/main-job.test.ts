import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { drawScan } from '../../scripts/sample/draw-scan';
import { RunningStack } from '../journeys/running-stack';
import { Desk, launchChromium } from './desk';

/**
 * The main job in real pages over the real stack, by the keyboard alone: counter, leader, clerk, and
 * the citizen's copy. Only the computer's own file window, which no page can drive, is stepped over.
 */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(120_000);

let stack: RunningStack;
let browser: Browser;
let officer: Desk;
let leader: Desk;
let clerk: Desk;
const folder = mkdtempSync(join(tmpdir(), 'saoy-web-'));
const scan = join(folder, 'scan.pdf');

beforeAll(async () => {
  writeFileSync(scan, await drawScan(2));
  [stack, browser] = await Promise.all([RunningStack.start(), launchChromium()]);
  officer = await Desk.signIn(browser, stack, 'officer');
  leader = await Desk.signIn(browser, stack, 'leader');
  clerk = await Desk.signIn(browser, stack, 'clerk');
}, 150_000);
afterAll(async () => {
  await browser.close();
  await stack.end();
}, 40_000);

const pinOf = (role: 'leader' | 'clerk') => String(stack.account(role).tokenPin);

/** Fills the counter's form from its first field on and submits it with the scan. */
async function acceptByKeyboard(documentType: string): Promise<void> {
  await officer.type(stack.account('citizen').username);
  await officer.press('Tab');
  await officer.type(documentType);
  await officer.press('Tab', 'Control+a');
  await officer.type('2');
  await officer.press('Tab', 'Control+a');
  await officer.type('3');
  await officer.see(/= 12\.000\s₫/);
  // Without a scan the main action leads to where it is chosen.
  await officer.press('Control+Enter');
  await officer.see('Chưa có bản quét.');
  await officer.page.locator('.file-input:focus').setInputFiles(scan);
  await officer.page.locator('.pdf-page canvas').first().waitFor();
  await officer.press('Control+Enter');
  await officer.see('Đã trình ký');
}

test('the officer takes an original from an empty form to “Trình ký”', async () => {
  await officer.page.locator('#intake-identifier:focus').waitFor();
  await acceptByKeyboard('Bằng tốt nghiệp');
  await officer.see(/Đỗ Văn Công Dân Mẫu/);
  // The form is ready for the next person, and so is the focus.
  await officer.page.locator('#intake-identifier:focus').waitFor();
  await officer.seeValue('#intake-identifier', '');
});

test('the leader’s open list shows it by itself, and a wrong PIN says how many tries are left', async () => {
  await leader.see('Bản sao chờ ký');
  await leader.see('Bằng tốt nghiệp');
  await leader.press('j', 'Enter');
  await leader.see('Lời chứng sẽ ký');
  await leader.page.locator('.pdf-page canvas').first().waitFor();
  await leader.press('Control+Enter');
  await leader.page.locator('input.pin:focus').waitFor();
  await leader.type('00000000');
  await leader.press('Enter');
  await leader.see(/Mã PIN không đúng; còn \d+ lần thử/);
  await leader.seeValue('input.pin', '');
});

test('the leader signs, and the list says that nothing waits', async () => {
  await leader.press('Control+Enter');
  await leader.type(pinOf('leader'));
  const reads = leader.readsFromNow();
  await leader.press('Control+Enter');
  await leader.see('Đã ký số');
  await leader.see('Không còn bản sao nào chờ ký');
  // The event of the same act comes within a second or two, and tells this window nothing new.
  await sleep(3_000);
  const counts = reads.filter(({ address }) => address.startsWith('/api/dossiers/counts'));
  const lists = reads.filter(({ address }) => address.startsWith('/api/dossiers?'));
  expect([counts.length, lists.length]).toEqual([1, 1]);
});

test('the clerk numbers and seals it, and sees the finished copy with the expected number', async () => {
  await clerk.see('Bản sao chờ đóng dấu');
  await clerk.see('Bằng tốt nghiệp');
  await clerk.press('j', 'Enter');
  await clerk.see('Số dự kiến, cấp khi đóng dấu');
  // What is about to be sealed is the file that the leader signed, open at its attestation page.
  await clerk.page.getByRole('button', { name: 'Bản đã ký', pressed: true }).waitFor();
  await seeAttestation();
  const expected = await clerk.page.locator('.number-stamp b').innerText();
  expect(expected).toMatch(/^\d{3}\/ĐT$/);
  await clerk.press('Control+Enter');
  await clerk.type(pinOf('clerk'));
  await clerk.press('Enter');
  await clerk.see('Đã cấp số và đóng dấu');
  await clerk.page.locator('.stage-delivered').waitFor({ timeout: 60_000 });
  expect(await clerk.page.locator('.number-stamp b').innerText()).toBe(expected);
  await clerk.page.getByRole('button', { name: 'Bản sao chứng thực' }).waitFor();
  await seeAttestation();
});

/** The third page, after two of the original, stands in the view. */
function seeAttestation(): Promise<void> {
  return clerk.until(async () => {
    const page = await clerk.page.getByRole('img', { name: 'Trang 3' }).boundingBox();
    const desk = await clerk.page.locator('.pdf-desk').boundingBox();
    if (!page || !desk) return false;
    return page.y < desk.y + desk.height / 2 && page.y + page.height > desk.y + desk.height / 2;
  }, 'the attestation page is in view');
}

test('a dossier goes back with a reason, and forth again with what was wrong put right', async () => {
  await acceptByKeyboard('Học bạ');
  await leader.see('Học bạ');
  await leader.press('j', 'Enter');
  await leader.see('Lời chứng sẽ ký');
  await leader.press('r');
  await leader.page.locator('textarea:focus').waitFor();
  // A reason that was begun survives the page.
  await leader.type('Trang 2 bị mờ');
  await leader.page.reload();
  await leader.see('Lời chứng sẽ ký');
  await leader.press('r');
  await leader.seeValue('textarea:focus', 'Trang 2 bị mờ');
  await leader.press('Control+Enter');
  await leader.see('Đã trả lại');

  await officer.page.goto('/work/returned');
  await officer.see('Lý do: Trang 2 bị mờ');
  await officer.press('j', 'Enter');
  await officer.see('Lý do trả lại:');
  // The same thing again is not sent without a word.
  await officer.page.getByRole('button', { name: 'Sửa người yêu cầu' }).waitFor();
  await officer.page.locator('.timeline li').first().waitFor();
  await officer.press('Control+Enter');
  await officer.see('Chưa sửa gì so với bản bị trả lại.');
  await officer.page.locator('#intake-documentType').fill('Học bạ trung học');
  await officer.page.locator('#intake-copies').fill('4');
  await officer.see(/thu thêm 4\.000\s₫/);
  await officer.expectAccessible();
  await officer.page.locator('.file-input').setInputFiles(scan);
  await officer.page.getByText('Thay bản quét khác').waitFor();
  await officer.press('Control+Enter');
  await officer.see('Không có hồ sơ nào bị trả lại');
  await leader.see(/Học bạ trung học · 2 trang · 4 bản/);
  await leader.page.locator('[data-dossier]').waitFor();
});

test('the citizen finds the copy, and the public page confirms the very file', async () => {
  const citizen = await Desk.open(browser, stack, { viewport: { width: 320, height: 640 } });
  const { page } = citizen;
  const { username, password } = stack.account('citizen');
  await page.goto('/my');
  await page.getByLabel('Số CCCD hoặc tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill('không phải mật khẩu này');
  await citizen.press('Enter');
  await citizen.see('Số CCCD hoặc mật khẩu không đúng.');
  await citizen.see('Quên mật khẩu');
  await page.getByLabel('Mật khẩu').fill(password);
  await citizen.press('Enter');
  await citizen.see('Bằng tốt nghiệp');
  await page.getByText('Chia sẻ có thời hạn').click();
  await page.getByLabel('Chia sẻ cho ai, để làm gì').fill('Trường Đại học Mẫu');
  await page.getByRole('button', { name: 'Tạo mã tham chiếu' }).click();
  await page.getByRole('button', { name: 'Chép mã' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Tải xuống' }).click(),
  ]);
  const copy = join(folder, 'copy.pdf');
  await download.saveAs(copy);
  await citizen.expectAccessible();

  await page.getByRole('link', { name: 'Trang kiểm tra' }).click();
  await citizen.see('Đang có hiệu lực');
  await page.locator('.file-input').setInputFiles(copy);
  await citizen.see('Bản sao này nguyên vẹn và hợp lệ');
  expect(await page.locator('.findings .sign-yes[aria-hidden]').count()).toBe(5);
  await citizen.expectAccessible();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  expect(citizen.troubles).toEqual([]);
});

test('the supervisor sees what is open, has a report made and takes it along', async () => {
  const supervisor = await Desk.signIn(browser, stack, 'supervisor');
  const { page } = supervisor;
  await supervisor.see('Học bạ');
  await supervisor.see(/đúng hạn.*trên \d+ hồ sơ đã trả hôm nay/);
  await supervisor.expectAccessible();
  // Printed, it is what it says without what it is worked with.
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.open-rows .table').isVisible()).toBe(true);
  for (const part of ['.rail', '.top-bar']) {
    expect(await page.locator(part).isVisible()).toBe(false);
  }
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Nhắc' }).first().click();
  await supervisor.see('Đã nhắc');
  await page.getByRole('button', { name: 'Màn hình lớn' }).click();
  await supervisor.see('Thoát (Esc)');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Báo cáo' }).click();
  await supervisor.see('Chưa có báo cáo nào.');
  const from = page.getByLabel('Từ ngày');
  const first = await from.inputValue();
  await from.fill('31/12/2099');
  await supervisor.see('Ngày đầu sau ngày cuối.');
  await from.fill(first);
  await page.getByRole('button', { name: 'Lập báo cáo' }).click();
  await supervisor.see('mã dữ liệu');
  await page.locator('.chart svg').first().waitFor();
  await supervisor.expectAccessible();
  for (const [name, ending] of [
    ['Excel', /\.xlsx$/],
    ['PDF', /\.pdf$/],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(ending);
  }
  expect(supervisor.troubles).toEqual([]);
});

test('nobody’s page met an error or broke the content security policy', () => {
  expect([...officer.troubles, ...leader.troubles, ...clerk.troubles]).toEqual([]);
});
