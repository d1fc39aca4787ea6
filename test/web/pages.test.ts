import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Dossier } from '../../api/dossiers/contract';
import type { Paper } from '../../api/papers/contract';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { drawScan } from '../../scripts/sample/draw-scan';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';
import { readPdf } from '../fixtures/read-pdf';
import { Desk, launchChromium, printedBy } from './desk';

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
  const attached = [fileOf('scan.pdf'), '--add-attachment', fileOf('letter.pdf'), '--'];
  execFileSync('qpdf', [...attached, fileOf('attached.pdf')]);
  writeFileSync(fileOf('twelve.pdf'), await drawScan(12));
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
    await desk.page.locator('#intake-documentType').waitFor();
    await desk.seeValue('#intake-documentType', 'Sổ hộ khẩu cũ');
    // What is cleared away can be had back for a while.
    await desk.page.getByRole('button', { name: 'Bỏ qua' }).click();
    await desk.see('Đã bỏ hồ sơ đang nhập.');
    await desk.seeValue('#intake-documentType', '');
    await desk.expectAccessible();
    await desk.press('Control+z');
    await desk.seeValue('#intake-documentType', 'Sổ hộ khẩu cũ');
    await desk.press('F2');
    await desk.seeValue('#intake-documentType', '');
    // Who signs out leaves nothing on the computer.
    await desk.page.locator('#intake-documentType').fill('Sổ hộ khẩu cũ');
    await desk.page.locator('.person').click();
    await desk.page.getByText('Đăng xuất').click();
    await desk.page.getByLabel('Tên đăng nhập').waitFor();
    const kept = await desk.page.evaluate<string[]>(
      'Object.keys(localStorage).filter((name) => /^saoy.(draft|intake)/.test(name))',
    );
    expect(kept).toEqual([]);
  });

  test('works in twelve tabs of one browser, and hears of a change in each', async () => {
    const desk = await Desk.signIn(browser, stack, 'leader');
    const tabs = [desk.page];
    while (tabs.length < 12) {
      const tab = await desk.page.context().newPage();
      await tab.goto('/work/sign');
      await tab.locator('.list-head').waitFor();
      tabs.push(tab);
    }
    const { id } = await counter.submitted();
    await Promise.all(
      tabs
        .slice(1)
        .map((tab) => tab.locator(`[data-dossier="${id}"]`).waitFor({ timeout: 30_000 })),
    );
    // The tab that listened for all is closed: another takes over.
    await desk.page.close();
    const { id: next } = await counter.submitted();
    await tabs[11]!.locator(`[data-dossier="${next}"]`).waitFor({ timeout: 30_000 });
    await desk.page.context().close();
  });

  test('is told whose page it is where they came by its address alone', async () => {
    const desk = await Desk.signIn(browser, stack, 'leader');
    await desk.page.goto('/counter');
    await desk.see('Màn hình này của cán bộ tiếp nhận');
    expect(await desk.page.locator('#intake-identifier').count()).toBe(0);
    await desk.page.goto('/supervision');
    await desk.see('Màn hình này của người điều hành');
    await desk.expectAccessible();
    expect(desk.troubles).toEqual([]);
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
  // What was under way goes on by itself.
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

  test('forgets what it said of one requester when another kind is chosen', async () => {
    await fillIntake(officer, 'Giấy khai sinh');
    await officer.page.locator('#intake-identifier').fill('123456789012');
    await officer.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await officer.page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.page.locator('.counter-foot [role=alert]').waitFor();
    await officer.page.getByLabel('Không có tài khoản DVCQG').check();
    await officer.seeCount('.counter-foot [role=alert]', 0);
    await officer.page.getByLabel('Có tài khoản DVCQG', { exact: true }).check();
    await officer.press('F2');
    await officer.seeCount('.pdf', 0);
  });

  test('says at once that a file is no PDF, or is locked', async () => {
    await officer.page.locator('.file-input').setInputFiles(fileOf('letter.pdf'));
    await officer.see('Tệp “letter.pdf” không phải PDF hay ảnh trang');
    await officer.page.locator('.file-input').setInputFiles(fileOf('locked.pdf'));
    await officer.see('Tệp “locked.pdf” có mật khẩu hoặc bị mã hóa.');
    expect(await officer.page.locator('.pdf').count()).toBe(0);
  });

  test('counts the pages of the scan, and says what differs before money is taken', async () => {
    const { page } = officer;
    await fillIntake(officer, 'Hợp đồng mẫu');
    await page.locator('.file-input').setInputFiles(fileOf('twelve.pdf'));
    await officer.seeValue('#intake-originalPages', '12');
    await officer.see(/= 14\.000\s₫/);
    await page.locator('#intake-originalPages').fill('1');
    await officer.press('Control+Enter');
    await officer.see('Bản quét có 12 trang, ở đây ghi 1.');
    await officer.expectAccessible();
    await page.getByRole('button', { name: 'Lấy 12 trang' }).click();
    await officer.see(/= 14\.000\s₫/);
  });

  test('names the day that an extension leads to', async () => {
    await officer.page.getByText('Phức tạp hoặc số lượng lớn?').click();
    await officer.page.getByRole('radio', { name: /nhiều trang/ }).check();
    const { dueIfExtended } = await counter.officer.get<{ dueIfExtended: { legalDue: string }[] }>(
      `/offices/${counter.officeId}/counter`,
    );
    const due = new Date(Date.parse(dueIfExtended[1]!.legalDue) + 7 * 3_600_000).toISOString();
    const [, month, day, time] = /-(\d+)-(\d+)T(\d+:\d+)/.exec(due)!;
    await officer.see(new RegExp(`^${time} (thứ \\S+|Chủ nhật) ${day}/${month}`));
    await officer.page.getByRole('radio', { name: 'Không kéo dài thời hạn' }).check();
  });

  test('keeps text and scan through a reload and a look elsewhere; another tab has a form of its own', async () => {
    const { page } = officer;
    await page.reload();
    await page.locator('.drop b', { hasText: 'twelve.pdf' }).waitFor();
    await page.getByRole('link', { name: 'Theo dõi hồ sơ' }).click();
    await page.locator('.list-head').waitFor();
    await page.getByRole('link', { name: 'Tiếp nhận' }).click();
    await page.locator('.drop b', { hasText: 'twelve.pdf' }).waitFor();
    await officer.seeValue('#intake-documentType', 'Hợp đồng mẫu');

    const other = await page.context().newPage();
    await other.goto('/counter');
    await other.locator('#intake-identifier:focus').waitFor();
    expect(await other.locator('#intake-documentType').inputValue()).toBe('');
    await officer.press('Control+Enter');
    await officer.see('Đã trình ký: Đỗ Văn Công Dân Mẫu');
    await other.locator('#intake-identifier').fill(stack.account('citizen').username);
    await other.locator('#intake-documentType').fill('Giấy ra viện');
    await other.getByRole('button', { name: 'Tiếp nhận, quét sau' }).click();
    await other.getByText('Đã tiếp nhận, chờ bản quét').first().waitFor();
    // What a closed tab leaves goes to the next that opens.
    await other.locator('#intake-documentType').fill('Giấy chứng sinh');
    await other.close();
    const third = await page.context().newPage();
    await third.goto('/counter');
    await third.getByText('Tiếp nhận', { exact: true }).first().waitFor();
    await officer.until(
      async () =>
        (await third
          .locator('#intake-documentType')
          .inputValue()
          .catch(() => '')) === 'Giấy chứng sinh',
      'the next tab takes up what the closed one left',
    );
    await third.close();
  });

  test('shows that it was sent however far down the form was, and acts by keys from its fields', async () => {
    const { page } = officer;
    await fillIntake(officer, 'Sổ đỏ');
    await page.locator('#intake-copies').focus();
    await officer.press('Alt+3');
    await page.locator('#intake-explanation').waitFor();
    await officer.press('Alt+3');
    await officer.seeCount('#intake-explanation', 0);
    await page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await page.getByText('Phức tạp hoặc số lượng lớn?').click();
    await page.getByRole('radio', { name: 'Không kéo dài thời hạn' }).focus();
    await officer.press('Control+Enter');
    await page.locator('#intake-identifier:focus').waitFor();
    await officer.until(async () => {
      const strip = await page.locator('.done-strip').boundingBox();
      return strip !== null && strip.y > 48;
    }, 'the word of what was done is in view');
    await page.getByRole('button', { name: 'Hướng dẫn và phím tắt của màn hình này' }).click();
    await officer.see('Thêm một bản chính của cùng người');
    await officer.press('Escape');
  });

  test('keeps an accepted dossier whose scan is refused, and goes on with another scan', async () => {
    await fillIntake(officer, 'Giấy phép');
    await officer.page.locator('.file-input').setInputFiles(fileOf('attached.pdf'));
    await officer.page.locator('.drop b', { hasText: 'attached.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.see('đã được tiếp nhận lúc này');
    await officer.page.locator('.counter-foot [role=alert]').waitFor();
    // What was taken down is put right on the same form.
    await officer.page.locator('#intake-documentType').fill('Giấy phép lái xe');
    await officer.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await officer.page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.page.locator('#intake-identifier:focus').waitFor();
    await officer.seeValue('#intake-documentType', '');
    const { items } = await counter.officer.get<{ items: { documentType: string }[] }>(
      `/dossiers?officeId=${counter.officeId}&list=open`,
    );
    expect(items.filter((item) => item.documentType === 'Giấy phép lái xe')).toHaveLength(1);
  });

  test('takes a second original of the same visit by one key, on the same receipt', async () => {
    await officer.page.locator('#intake-identifier:focus').waitFor();
    await officer.press('F4');
    await officer.page.locator('#intake-documentType:focus').waitFor();
    await officer.see('Bản chính tiếp theo của cùng lượt tiếp nhận.');
    await officer.type('Hộ chiếu');
    await officer.page.locator('.file-input').setInputFiles(fileOf('scan.pdf'));
    await officer.page.locator('.drop b', { hasText: 'scan.pdf' }).waitFor();
    await officer.press('Control+Enter');
    await officer.page.locator('#intake-identifier:focus').waitFor();
    const types = ['Giấy phép lái xe', 'Hộ chiếu'];
    let items: { id: string; documentType: string }[] = [];
    // The last one is held in the page for as long as it can be taken back.
    await officer.until(async () => {
      ({ items } = await counter.officer.get<{ items: typeof items }>(
        `/dossiers?officeId=${counter.officeId}&list=sign`,
      ));
      return types.every((type) => items.some(({ documentType }) => documentType === type));
    }, 'both originals wait for the leader');
    const [one, two] = await Promise.all(
      types.map((type) => counter.get(items.find(({ documentType }) => documentType === type)!)),
    );
    expect(two!.visitId).toBe(one!.visitId);
    expect(two!.receiptNumber).toBe(one!.receiptNumber);
    // One paper for both, with one sum.
    await officer.press('F9');
    const dialog = officer.page.getByRole('dialog');
    await dialog.locator('canvas').waitFor();
    await officer.expectAccessible();
    const printed = await printedBy(officer, () => officer.press('Enter'));
    expect(printed).toEqual({ pages: 1, shows: 'paper alone' });
    await officer.see(/Đã phát hành và in: Giấy tiếp nhận và hẹn trả số \d+\/\d{4}\/TNHS/);
    const { items: papers } = await counter.officer.get<{ items: Paper[] }>(
      `/dossiers/${one!.id}/papers`,
    );
    expect(papers).toMatchObject([{ kind: 'receipt', isOfVisit: true, prints: [{ ordinal: 1 }] }]);
    const receipt = readPdf(await counter.officer.getBytes(`/papers/${papers[0]!.id}/prints/1`));
    for (const part of [one!.code, two!.code, one!.receiptNumber, '8.000']) {
      expect(receipt).toContain(part);
    }
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
    expect(await officer.page.locator('.done-strip').innerText()).not.toContain('₫');
    // Taken on its way: the browser may not give back what the page has read as a file.
    let looked = '';
    await officer.page.route('**/papers/preview', async (route) => {
      const answer = await route.fetch();
      looked = readPdf(await answer.body());
      await route.fulfill({ response: answer });
    });
    await officer.page.getByRole('button', { name: /^In văn bản từ chối/ }).click();
    await officer.page.getByRole('dialog').locator('canvas').waitFor();
    await officer.page.unroute('**/papers/preview');
    for (const part of ['PHIẾU TỪ CHỐI', 'BẢN XEM TRƯỚC', 'Ngày sinh bị sửa.', 'khiếu nại']) {
      expect(looked).toContain(part);
    }
    await officer.press('Escape');
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
      .getByRole('button', { name: 'Chữ ký: cách mép trái 120 mm, mép trên 172 mm' })
      .focus();
    // From where policy puts it there is room on every side.
    await desk.press('ArrowUp', 'ArrowLeft');
    await page
      .getByRole('button', { name: /Chữ ký: cách mép trái 119 mm, mép trên 171 mm/ })
      .waitFor();
    const box = (await signature.boundingBox())!;
    const scale = (await page.locator('.preview-sheet').boundingBox())!.width / 210;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 10 + 12 * scale, { steps: 4 });
    await page.mouse.up();
    await page
      .getByRole('button', { name: /Chữ ký: cách mép trái 119 mm, mép trên 183 mm/ })
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
    const now = (await signature.boundingBox())!;
    await page.mouse.move(now.x + 10, now.y + 10);
    await page.mouse.down();
    await page.mouse.move(now.x + 10 - 20 * scale, now.y + 10, { steps: 4 });
    await page.mouse.up();
    await desk.see('chồng lên nhau');
    await page.getByRole('button', { name: 'Đặt lại vị trí' }).click();
    await page
      .getByRole('button', { name: 'Chữ ký: cách mép trái 120 mm, mép trên 172 mm' })
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
    // A day that is none stops the search, where it stands.
    await officer.page.getByText('Thêm điều kiện').click();
    await officer.page.getByLabel('Đến ngày').fill('32/13/2026');
    await officer.press('Enter');
    await officer.see('Ngày không có thật.');
    await officer.page.locator('.date-field input:focus').waitFor();
    expect(await officer.page.getByLabel('Đến ngày').inputValue()).toBe('32/13/2026');
    await officer.page.goto('/work/all/00000000-0000-4000-8000-000000000000');
    await officer.see('Không tìm thấy hồ sơ này trong đơn vị của bạn.');
  });

  test('folds beside an open dossier: original and attestation side by side, at 200 % too', async () => {
    const dossier = await counter.submitted();
    const leader = await Desk.signIn(browser, stack, 'leader', {
      viewport: { width: 1366, height: 768 },
    });
    const { page } = leader;
    await page.goto('/work/sign');
    await page.locator(`[data-dossier="${dossier.id}"]`).click();
    await page.locator('.preview .pdf-page canvas').waitFor();
    expect(await page.locator('.list-pane').isVisible()).toBe(false);
    const scan = (await page.locator('.pages-beside > .pdf').boundingBox())!;
    const attestation = (await page.locator('.preview').boundingBox())!;
    expect(attestation.x).toBeGreaterThanOrEqual(scan.x + scan.width);
    expect(Math.min(scan.height, attestation.height)).toBeGreaterThan(550);
    // What a window of 1366 × 768 has at 200 %.
    await page.setViewportSize({ width: 683, height: 384 });
    await page.getByRole('button', { name: '‹ Danh sách' }).click();
    await page.locator(`[data-dossier="${dossier.id}"]`).click();
    await leader.until(async () => {
      const title = await page.locator('#dossier-title').boundingBox();
      return title !== null && title.y >= 0 && title.y + title.height <= 384;
    }, 'the dossier that was opened is in view');
    const person = (await page.locator('.person').boundingBox())!;
    expect(person.x + person.width).toBeLessThanOrEqual(683);
    await leader.expectAccessible();
    expect(leader.troubles).toEqual([]);
  });

  test('updates by itself and moves no row under the pointer', async () => {
    const leader = await Desk.signIn(browser, stack, 'leader');
    const rows = leader.page.locator('[data-dossier]');
    await rows.first().hover();
    const before = await idsOf(leader.page);
    const leaves = before[0]!;
    const encryptedPin = await counter.encryptedPin(counter.leader, { id: leaves }, 'sign');
    await counter.leader.post(`/dossiers/${leaves}/sign`, { encryptedPin });
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

describe('the forecast', () => {
  test('shows which dossiers fewer people would make late, by the keyboard, and leads to them', async () => {
    const { code } = await counter.submitted();
    const desk = await Desk.signIn(browser, stack, 'supervisor');
    await desk.page.goto('/forecast');
    await desk.see('Chưa đủ dữ liệu để dự báo.');
    const leaders = desk.page.getByLabel('Ký số: Nếu còn');
    await leaders.fill('0');
    for (const step of ['Tạo bản sao', 'Ký số', 'Cấp số, đóng dấu']) {
      await desk.page.getByLabel(`${step}: Phút một hồ sơ`).fill('5');
    }
    await desk.press('Enter');
    await desk.see(/hồ sơ đang mở: [1-9]\d* thành trễ\./);
    await desk.expectAccessible();
    const row = desk.page.getByRole('row', { name: code });
    expect(await row.textContent()).toContain('→ không có người làm');
    await leaders.fill('không');
    await desk.press('Enter');
    await desk.see('Ghi số người là số nguyên, từ 0 trở lên, ở cả ba bước.');
    await leaders.fill('1');
    await desk.press('Enter');
    await desk.see(/không hồ sơ nào đổi\./);
    await desk.page.locator('.file-input').setInputFiles(fileOf('letter.pdf'));
    await desk.press('Enter');
    await desk.see('Bỏ tệp, dùng bản đang hiệu lực');
    await desk.page.getByRole('button', { name: 'Xem điều gì đổi' }).click();
    await desk.page.getByRole('alert').waitFor();
    await desk.page.getByRole('button', { name: 'Bỏ tệp' }).click();
    await leaders.fill('0');
    await desk.press('Enter');
    await row.getByRole('link').click();
    await desk.page.waitForURL(/work\/open/);
    await desk.see(code);
    expect(desk.troubles).toEqual([]);
  });
});

describe('a public page', () => {
  test.each(['/verify', '/x/khong-co-ma-nay', '/my', '/dat-lich'])(
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

  test('tells the holder of a receipt where the dossier stands, and why it was refused', async () => {
    const dossier = await counter.submitted();
    const phone = { viewport: { width: 360, height: 740 } };
    const desk = await Desk.open(browser, stack, phone);
    await desk.page.goto(new URL(dossier.publicUrl).pathname);
    await desk.see('Lãnh đạo ký số');
    expect(await desk.page.locator('[aria-current=step]').textContent()).toBe('Lãnh đạo ký số');
    expect(await desk.page.textContent('body')).not.toContain(dossier.requesterName);
    await desk.expectAccessible();
    const { id } = await counter.accept();
    const refusal = { ground: 'damaged', explanation: 'Trang hai rách mất một nửa' };
    await counter.officer.post(`/dossiers/${id}/refuse`, refusal);
    const refused = await counter.waitFor({ id }, 'refused');
    await desk.page.goto(new URL(refused.publicUrl).pathname);
    await desk.see('Từ chối chứng thực');
    await desk.see(/Bản chính bị hư hỏng.*NĐ 23/);
    expect(desk.troubles).toEqual([]);
  });

  test('says of a scanned code that nobody gave out that there is no such copy', async () => {
    const desk = await Desk.open(browser, stack);
    await desk.page.goto('/x/khong-co-ma-nay');
    await desk.page.locator('main [role=alert]').waitFor();
  });
});
