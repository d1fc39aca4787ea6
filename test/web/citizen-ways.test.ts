import { expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { rulesFolderWith } from '../fixtures/rules';
import { Desk, startStack } from './desk';

/** A citizen on a phone: registers, signs in by a code, forgets the password and sets another, as in `npm start`. */
jest.setTimeout(180_000);

const identifier = '099200000017';
const phone = '0900000017';
const first = 'hai con mèo ngủ trưa';
const second = 'ba con cá bơi ngược dòng';

const office = startStack({
  POLICIES_DIR: rulesFolderWith(
    ['until: 2026-07-19', 'until: null'],
    ['resend_seconds: 30', 'resend_seconds: 1'],
  ),
});

/** The newest code to the number, once there is another than those before. */
async function readCode(desk: Desk, before: string[]): Promise<string> {
  let code = '';
  await desk.until(async () => {
    const answer = await fetch(`${office.stack.ready.mail.inbox}/texts.json`);
    const texts = (await answer.json()) as { to: string; text: string }[];
    const mine = texts.filter(({ to }) => to === phone);
    code = /\b(\d{6})\b/.exec(mine.at(-1)?.text ?? '')?.[1] ?? '';
    return mine.length > before.length;
  }, 'a text message came');
  before.push(code);
  return code;
}

async function setPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Mật khẩu mới (ít nhất').fill(password);
  await page.getByLabel('Gõ lại mật khẩu mới').fill(password);
}

test('register, sign in, forget, sign in again: by keyboard and touch at 320 px', async () => {
  const desk = await Desk.open(office.browser, office.stack, {
    viewport: { width: 320, height: 640 },
  });
  const { page } = desk;
  const codes: string[] = [];
  await page.goto('/my');
  await page.getByRole('link', { name: 'Đăng ký tài khoản' }).click();
  await desk.expectAccessible();
  await page.getByLabel('Số CCCD/CMND').fill(identifier);
  await page.getByLabel('Số điện thoại').fill(phone);
  await desk.press('Enter');
  await page.getByLabel('Mã 6 số').waitFor();
  await desk.expectAccessible();
  await page.getByLabel('Mã 6 số').fill(await readCode(desk, codes));
  await page.getByLabel('Họ và tên').fill('Nguyễn Văn Mẫu');
  await setPassword(page, first);
  await page.getByLabel('Gõ lại mật khẩu mới').fill('khác');
  await desk.press('Enter');
  await desk.see('Hai lần gõ mật khẩu mới chưa giống nhau.');
  await setPassword(page, first);
  await desk.press('Enter');
  await desk.see('Đã nhận đăng ký.');
  await page.getByRole('main').getByRole('link', { name: 'Đăng nhập' }).click();

  const enter = async (password: string) => {
    await page.getByLabel('Số CCCD hoặc tên đăng nhập').fill(identifier);
    await page.getByLabel('Mật khẩu').fill(password);
    await desk.press('Enter');
  };
  await enter(first);
  await desk.see('Mã 6 số đã gửi đến 09••••••17');
  await desk.expectAccessible();
  const early = await readCode(desk, codes);
  await page.getByRole('button', { name: 'Gửi lại mã', exact: true }).click();
  const newest = await readCode(desk, codes);
  if (early !== newest) {
    await page.getByLabel('Mã 6 số').fill(early);
    await desk.press('Enter');
    await desk.see('Nhập mã trong tin nhắn mới nhất');
  }
  await page.getByLabel('Mã 6 số').fill(newest);
  await desk.press('Enter');
  await desk.see('Xin chào Nguyễn Văn Mẫu');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();

  await page.getByRole('link', { name: 'Quên mật khẩu' }).click();
  await page.getByLabel('Số CCCD/CMND').fill(identifier);
  await desk.press('Enter');
  await page.getByLabel('Mã 6 số').waitFor();
  await desk.expectAccessible();
  await page.getByLabel('Mã 6 số').fill(await readCode(desk, codes));
  await setPassword(page, second);
  await desk.press('Enter');
  await desk.see('Đã đặt mật khẩu mới.');
  await page.getByRole('main').getByRole('link', { name: 'Đăng nhập' }).click();
  await enter(first);
  await desk.see('Số CCCD hoặc mật khẩu không đúng.');
  await enter(second);
  await page.getByLabel('Mã 6 số').fill(await readCode(desk, codes));
  await desk.press('Enter');
  await desk.see('Xin chào Nguyễn Văn Mẫu');
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(320);
  expect(desk.troubles).toEqual([]);
});

test('after failed sign-ins the browser works, and the right password lets in', async () => {
  const desk = await Desk.open(office.browser, office.stack);
  const { page } = desk;
  const { username, password } = office.stack.account('officer');
  await page.goto('/');
  await page.getByLabel('Tên đăng nhập').fill(username);
  for (let time = 0; time < 3; time += 1) {
    await page.getByLabel('Mật khẩu').fill(`sai ${time}`);
    const refused = page.waitForResponse((answer) => answer.status() === 401);
    await desk.press('Enter');
    await refused;
  }
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/proof-of-work'));
  await page.getByLabel('Mật khẩu').fill(password);
  await desk.press('Enter');
  expect((await asked).status()).toBe(200);
  await page.locator('.shell').waitFor();
  expect(desk.troubles).toEqual([]);
});
