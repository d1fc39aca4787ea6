import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Dossier } from '../../api/contract/dossier';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { drawScan } from '../../scripts/sample/draw-scan';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';
import { Desk, launchChromium } from './desk';

/** What the pages say and keep when things are not as they should be; how they look to everyone. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(120_000);

let stack: RunningStack;
let browser: Browser;
let counter: Counter;
const folder = mkdtempSync(join(tmpdir(), 'saoy-web-'));
const fileOf = (name: string) => join(folder, name);

beforeAll(async () => {
  writeFileSync(fileOf('scan.pdf'), await drawScan(2));
  writeFileSync(fileOf('letter.pdf'), 'Kính gửi: đây không phải PDF.');
  const locked = ['--encrypt', '', 'khóa', '256', '--', fileOf('scan.pdf'), fileOf('locked.pdf')];
  execFileSync('qpdf', locked);
  execFileSync('qpdf', [fileOf('scan.pdf'), fileOf('plain.pdf')]);
  [stack, browser] = await Promise.all([RunningStack.start(), launchChromium()]);
  counter = await Counter.open(stack);
}, 150_000);
afterAll(async () => {
  await browser.close();
  await stack.end();
}, 40_000);

/** The counter's form with an account and a type of paper. */
async function fillIntake({ page }: Desk, documentType: string): Promise<void> {
  await page.locator('#intake-identifier').fill(stack.account('citizen').username);
  await page.locator('#intake-documentType').fill(documentType);
}

describe('everyone', () => {
  test('is told in a sentence that the password is wrong', async () => {
    const desk = await Desk.open(browser, stack);
    await desk.page.goto('/');
    await desk.page.getByLabel('Tên đăng nhập').fill(stack.account('officer').username);
    await desk.page.getByLabel('Mật khẩu').fill('không phải mật khẩu này');
    await desk.press('Enter');
    await desk.see('Tên đăng nhập hoặc mật khẩu không đúng.');
    await desk.expectAccessible();
  });

  test.each(['light', 'dark'] as const)(
    'can use the staff pages: no serious violation, %s',
    async (colorScheme) => {
      await counter.submitted();
      const officer = await Desk.signIn(browser, stack, 'officer', { colorScheme });
      await fillIntake(officer, 'Giấy khai sinh');
      await officer.see('Đỗ Văn Công Dân Mẫu');
      await officer.expectAccessible();
      await officer.press('Escape');
      await officer.page.locator('#counter-title').click();
      await officer.press('?');
      await officer.see('Phím tắt của màn hình này');
      await officer.expectAccessible();
      await officer.press('Escape');

      const leader = await Desk.signIn(browser, stack, 'leader', { colorScheme });
      await leader.page.locator('[data-dossier]').first().waitFor();
      await leader.press('j', 'Enter');
      await leader.page.locator('.pdf-page canvas').first().waitFor();
      await leader.expectAccessible();
      await leader.press('r');
      await leader.see('Lý do (bắt buộc)');
      await leader.expectAccessible();
      expect([...officer.troubles, ...leader.troubles]).toEqual([]);
    },
  );

  test('sees times of Vietnam on a computer of another zone', async () => {
    const dossier = await counter.submitted();
    const leader = await Desk.signIn(browser, stack, 'leader');
    await leader.page.goto(`/work/sign/${dossier.id}`);
    const hanoi = new Date(Date.parse(dossier.legalDue) + 7 * 3_600_000).toISOString();
    const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(hanoi)!;
    await leader.see(`${day}/${month}/${year} ${time}`);
  });

  test('is told when the server is away and when it is back, and loses no typed text', async () => {
    const desk = await Desk.signIn(browser, stack, 'officer');
    await fillIntake(desk, 'Sổ hộ khẩu cũ');
    stack.kill('api');
    await desk.see('Mất kết nối với máy chủ, đang nối lại…');
    const line = desk.page.locator('.connection-line');
    await line.waitFor({ state: 'detached', timeout: 40_000 });
    await desk.page.reload();
    const type = desk.page.locator('#intake-documentType');
    await type.waitFor();
    expect(await type.inputValue()).toBe('Sổ hộ khẩu cũ');
    await desk.page.getByRole('button', { name: 'Bỏ qua' }).click();
    expect(await type.inputValue()).toBe('');
  });
});

test('a session that ended is asked for again over the page, and nothing on it is lost', async () => {
  const desk = await Desk.signIn(browser, stack, 'officer');
  await fillIntake(desk, 'Sổ đỏ');
  await desk.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
  await desk.page.locator('.pdf-page canvas').first().waitFor();
  await desk.page.context().clearCookies();
  await desk.press('Control+Enter');
  await desk.see('Phiên làm việc đã hết hạn');
  await desk.expectAccessible();
  const { username, password } = stack.account('officer');
  await desk.type(username);
  await desk.press('Tab');
  await desk.type(password);
  await desk.press('Enter');
  await desk.page.locator('dialog').waitFor({ state: 'detached' });
  await desk.press('Control+Enter');
  await desk.see('Đã trình ký: Đỗ Văn Công Dân Mẫu');
  expect(desk.troubles).toEqual([]);
});

describe('the counter', () => {
  let officer: Desk;
  beforeAll(async () => {
    officer = await Desk.signIn(browser, stack, 'officer');
  });

  test('says the first thing that is missing and goes there', async () => {
    await officer.page.locator('#intake-identifier:focus').waitFor();
    await officer.press('Control+Enter');
    await officer.see('Nhập CMND (9 số), CCCD (12 số) hoặc MST');
    await officer.page.locator('#intake-identifier:focus').waitFor();
    await officer.type('123456789012');
    await officer.see('Không có tài khoản nào mang số này.');
    await officer.expectAccessible();
  });

  test('says at once that a file is no PDF', async () => {
    await officer.page.locator('.file-input').setInputFiles(fileOf('letter.pdf'));
    await officer.see('Tệp “letter.pdf” không phải PDF hay ảnh trang');
  });

  test('keeps an accepted dossier whose scan is refused, and goes on with another scan', async () => {
    await fillIntake(officer, 'Giấy phép lái xe');
    await officer.page.locator('.file-input').setInputFiles(fileOf('locked.pdf'));
    await officer.see('locked.pdf');
    await officer.press('Control+Enter');
    await officer.see('đã được tiếp nhận lúc này');
    await officer.page.locator('.counter-foot [role=alert]').waitFor();
    expect(await officer.page.locator('#intake-identifier').isDisabled()).toBe(true);
    await officer.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await officer.page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.see('Đã trình ký: Đỗ Văn Công Dân Mẫu');
    const { items } = await counter.officer.get<{ items: { documentType: string }[] }>(
      `/dossiers?officeId=${counter.officeId}&list=open`,
    );
    expect(items.filter((item) => item.documentType === 'Giấy phép lái xe')).toHaveLength(1);
  });

  test('takes a second original of the same visit by one key, on the same receipt', async () => {
    await officer.page.locator('#counter-title').click();
    await officer.press('+');
    await officer.page.locator('#intake-documentType:focus').waitFor();
    await officer.see('Bản chính tiếp theo của cùng lượt tiếp nhận.');
    await officer.type('Hộ chiếu');
    await officer.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await officer.page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.page.locator('#intake-identifier:focus').waitFor();
    const { items } = await counter.officer.get<{ items: { id: string; documentType: string }[] }>(
      `/dossiers?officeId=${counter.officeId}&list=sign`,
    );
    const [one, two] = await Promise.all(
      ['Giấy phép lái xe', 'Hộ chiếu'].map((type) =>
        counter.get(items.find(({ documentType }) => documentType === type)!),
      ),
    );
    expect(two!.visitId).toBe(one!.visitId);
    expect(two!.receiptNumber).toBe(one!.receiptNumber);
  });

  test('puts pictures of pages in order by the keyboard, turned and without the wrong one', async () => {
    await fillIntake(officer, 'Sổ hộ khẩu');
    const { page } = officer;
    // In the order of their names, as a camera numbers them.
    const names = ['anh-10.png', 'anh-2.png', 'anh-1.png'];
    for (const [index, name] of names.entries()) {
      const rgba = Buffer.alloc(240 * 160 * 4, 60 + index * 60);
      writeFileSync(fileOf(name), encodePng({ width: 240, height: 160, rgba }));
    }
    await page.locator('.file-input').setInputFiles(names.map(fileOf));
    const sheets = page.locator('.sheet');
    await sheets.nth(2).waitFor();
    const order = async () =>
      Promise.all((await sheets.all()).map((sheet) => sheet.getAttribute('aria-label')));
    expect(await order()).toEqual([
      'Trang 1: anh-1.png',
      'Trang 2: anh-2.png',
      'Trang 3: anh-10.png',
    ]);
    await sheets.nth(2).focus();
    await officer.press('Alt+ArrowLeft', 'r');
    expect(await order()).toEqual([
      'Trang 1: anh-1.png',
      'Trang 2: anh-10.png',
      'Trang 3: anh-2.png',
    ]);
    expect(await sheets.nth(1).locator('img').getAttribute('style')).toContain('90deg');
    await page.getByRole('button', { name: 'Bỏ trang 1' }).click();
    await officer.expectAccessible();
    await page.getByLabel('Bản quét do người yêu cầu mang đến').check();
    await officer.press('Control+Enter');
    // Done: the form is ready for the next person.
    await sheets.first().waitFor({ state: 'detached' });
    const { items } = await counter.officer.get<{ items: { id: string; documentType: string }[] }>(
      `/dossiers?officeId=${counter.officeId}&list=open`,
    );
    const id = items.find(({ documentType }) => documentType === 'Sổ hộ khẩu')?.id;
    const dossier = await counter.officer.get<Dossier>(`/dossiers/${id}`);
    expect(dossier.scan).toMatchObject({ pages: 2, compared: { at: expect.any(String) } });
  });

  test('keeps the name of its button while that is at work, and after', async () => {
    const { page } = officer;
    const button = page.getByRole('button', { name: /^Trình ký/ });
    const busy = page.locator('.counter-foot .ant-btn-loading');
    let answer = () => {};
    await page.route('**/api/dossiers', (route) => {
      answer = () => void route.continue();
    });
    await fillIntake(officer, 'Sổ tiết kiệm');
    await page.getByRole('button', { name: 'Tiếp nhận, quét sau' }).click();
    await busy.waitFor();
    const whileBusy = await button.isVisible();
    answer();
    await officer.see('Đã tiếp nhận, chờ bản quét');
    await busy.waitFor({ state: 'detached' });
    expect([whileBusy, await button.isVisible()]).toEqual([true, true]);
    await page.unroute('**/api/dossiers');
  });

  test('refuses on a legal ground, with the paper ready to print', async () => {
    await fillIntake(officer, 'Giấy viết tay');
    await officer.page.getByText('Bản chính bị tẩy xóa').click();
    await officer.page.locator('#intake-explanation').fill('Ngày sinh bị sửa.');
    await officer.page.getByRole('button', { name: /^Từ chối/ }).waitFor();
    await officer.press('Control+Enter');
    await officer.see('Đã từ chối chứng thực');
    await officer.page.emulateMedia({ media: 'print' });
    await officer.see('PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ');
    await officer.see(/Bản chính bị tẩy xóa.*Ngày sinh bị sửa\./);
    expect(await officer.page.getByRole('heading', { name: 'Tiếp nhận' }).isVisible()).toBe(false);
    await officer.page.emulateMedia({ media: 'screen' });
    expect(officer.troubles).toEqual([]);
  });
});

describe('the attestation page before it is signed', () => {
  test('stands beside the scan; its marks move by keys and mouse, carry pictures, and go back', async () => {
    const dossier = await counter.submitted();
    const desk = await Desk.signIn(browser, stack, 'leader', {
      viewport: { width: 1800, height: 1000 },
    });
    const { page } = desk;
    await page.goto(`/work/sign/${dossier.id}`);
    await page.locator('.preview .pdf-page canvas').waitFor();
    await page.locator('.pages-beside > .pdf .pdf-page canvas').first().waitFor();
    const signature = page.getByRole('button', { name: /^Chữ ký: cách/ });
    await page
      .getByRole('button', { name: 'Chữ ký: cách mép trái 125 mm, mép trên 165 mm' })
      .focus();
    await desk.press('ArrowRight', 'ArrowDown');
    await page
      .getByRole('button', { name: /Chữ ký: cách mép trái 126 mm, mép trên 166 mm/ })
      .waitFor();
    const box = (await signature.boundingBox())!;
    const scale = (await page.locator('.preview-sheet').boundingBox())!.width / 210;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 10 + 12 * scale, { steps: 4 });
    await page.mouse.up();
    await page
      .getByRole('button', { name: /Chữ ký: cách mép trái 126 mm, mép trên 178 mm/ })
      .waitFor();
    const picture = {
      width: 300,
      height: 100,
      rgba: Buffer.alloc(120_000, Buffer.from([0, 40, 160, 255])),
    };
    writeFileSync(fileOf('chu-ky.png'), encodePng(picture));
    await page.getByLabel('Ảnh chữ ký…').setInputFiles(fileOf('chu-ky.png'));
    await page.locator('.mark-signature img').waitFor();
    await desk.expectAccessible();
    // Over the seal is no place.
    await signature.focus();
    for (let step = 0; step < 4; step += 1) await desk.press('ArrowLeft');
    await desk.see('chồng lên nhau');
    await page.getByRole('button', { name: 'Đặt lại vị trí' }).click();
    await page
      .getByRole('button', { name: 'Chữ ký: cách mép trái 125 mm, mép trên 165 mm' })
      .waitFor();
    expect(desk.troubles).toEqual([]);
  });
});

describe('a list', () => {
  test('finds a dossier by Ctrl+K and says when there is none', async () => {
    const dossier = await counter.submitted();
    const officer = await Desk.signIn(browser, stack, 'officer');
    await officer.press('Control+k');
    await officer.type(dossier.code);
    await officer.press('Enter');
    await officer.see('Tìm thấy 1 kết quả');
    await officer.press('Control+k');
    await officer.type('không ai mang tên này');
    await officer.press('Enter');
    await officer.see('Không có hồ sơ nào khớp.');
    await officer.page.goto('/work/all/00000000-0000-4000-8000-000000000000');
    await officer.see('Không tìm thấy hồ sơ này trong đơn vị của bạn.');
  });

  test('updates by itself and moves no row under the pointer', async () => {
    const leader = await Desk.signIn(browser, stack, 'leader');
    const rows = leader.page.locator('[data-dossier]');
    await rows.first().hover();
    const before = await idsOf(leader.page);
    const leaves = before[0]!;
    const sealedPin = await counter.sealedPin(counter.leader, { id: leaves }, 'sign');
    await counter.leader.post(`/dossiers/${leaves}/sign`, { sealedPin });
    const { id: joins } = await counter.submitted();
    await leader.see('Đã rời danh sách');
    await leader.page.locator(`[data-dossier="${joins}"]`).waitFor();
    expect(await idsOf(leader.page)).toEqual([...before, joins]);
    await leader.page.mouse.move(1_000, 600);
    await leader.page.locator(`[data-dossier="${leaves}"]`).waitFor({ state: 'detached' });
  });
});

function idsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-dossier]')].map((row) => row.dataset.dossier)`,
  );
}

describe('a public page', () => {
  test.each(['/verify', '/x/khong-co-ma-nay', '/my'])(
    '%s comes with at most 150 KB of script, compressed, and fits 320 px',
    async (path) => {
      const desk = await Desk.open(browser, stack, { viewport: { width: 320, height: 640 } });
      const scripts: Promise<Buffer>[] = [];
      desk.page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response.body());
      });
      await desk.page.goto(path, { waitUntil: 'networkidle' });
      const bytes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
      const total = bytes.reduce((sum, one) => sum + one, 0);
      expect(total).toBeGreaterThan(10_000);
      expect(total).toBeLessThanOrEqual(150_000);
      expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      await desk.expectAccessible();
      expect(desk.troubles).toEqual([]);
    },
  );

  test('says of a file that is no certified copy that it is none', async () => {
    const desk = await Desk.open(browser, stack, { colorScheme: 'dark' });
    await desk.page.goto('/verify');
    await desk.page.locator('.file-input').setInputFiles(fileOf('plain.pdf'));
    await desk.see('Tệp không có chữ ký số nào.');
    await desk.expectAccessible();
  });

  test('says of a scanned code that nobody gave out that there is no such copy', async () => {
    const desk = await Desk.open(browser, stack);
    await desk.page.goto('/x/khong-co-ma-nay');
    await desk.page.locator('main [role=alert]').waitFor();
  });
});
