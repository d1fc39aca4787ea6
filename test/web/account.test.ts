import { expect, jest, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import { createDataSource } from '../../db/data-source';
import { Desk, startStack } from './desk';

/** What is about oneself: where one is signed in, and the second factor. */
// Codes come once in half a minute.
jest.setTimeout(240_000);

const office = startStack();

/** The program on somebody's phone: no code of it is taken twice, so it waits for the next. */
class Phone {
  private last = 0;
  private readonly program: TOTP;

  constructor(secret: string) {
    this.program = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
  }

  async code(): Promise<string> {
    const step = () => Math.floor(Date.now() / 30_000);
    while (step() <= this.last) await sleep(200);
    this.last = step();
    return this.program.generate({ timestamp: this.last * 30_000 });
  }
}

test('a session in another browser is seen and ended, and that browser asks for the password', async () => {
  const there = await Desk.signIn(office.browser, office.stack, 'clerk');
  const here = await Desk.signIn(office.browser, office.stack, 'clerk');
  const { page } = here;
  await page.goto('/my-sessions');
  await here.see('trình duyệt này');
  await here.see('Lịch sử đăng nhập');
  await here.expectAccessible();
  await page.getByRole('button', { name: 'Kết thúc tất cả phiên khác' }).click();
  await here.seeCount('.my-sessions button', 0);
  await there.page.reload();
  await there.see('Tên đăng nhập');
  expect(here.troubles).toEqual([]);
});

test('a leader sets up a second factor, signs in by it, and is asked for it over the page', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'leader');
  const { page } = desk;
  const { username, password } = office.stack.account('leader');
  await page.goto('/second-factor');
  await page.getByLabel('Nhập lại mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
  await page.getByRole('img', { name: 'Mã QR' }).waitFor();
  await desk.expectAccessible();
  const phone = new Phone(await page.locator('.account-card code').innerText());
  await page.getByLabel('Mã xác thực').fill(await phone.code());
  await page.getByRole('button', { name: 'Xác nhận mã' }).click();
  await desk.see('Mã khôi phục của bạn');
  expect(await page.locator('.fresh-codes li').count()).toBe(10);
  await desk.expectAccessible();
  await page.getByRole('button', { name: 'Tôi đã cất mã' }).click();
  await page.getByRole('link', { name: 'kết thúc ở đây' }).waitFor();

  const other = await Desk.open(office.browser, office.stack);
  await other.page.goto('/');
  await other.page.getByLabel('Tên đăng nhập').fill(username);
  await other.page.getByLabel('Mật khẩu').fill(password);
  await other.page.getByRole('button', { name: 'Đăng nhập' }).click();
  await other.page.getByLabel('Mã xác thực').fill('000000');
  await other.page.getByRole('button', { name: 'Xác nhận' }).click();
  await other.see('Mã xác thực không đúng');
  await other.page.getByLabel('Mã xác thực').fill(await phone.code());
  await other.page.getByRole('button', { name: 'Xác nhận' }).click();
  await other.page.locator('.top-bar').waitFor();

  // As if the minutes of the policy had passed.
  const db = await createDataSource(office.stack.ready.database, 1).initialize();
  await db.query('UPDATE session SET confirmedAt = NULL');
  await db.destroy();
  await page.getByRole('button', { name: 'Tạo mã khôi phục mới' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mã xác thực').fill(await phone.code());
  await desk.expectAccessible();
  await dialog.getByRole('button', { name: 'Xác nhận' }).click();
  await desk.see('Mã khôi phục của bạn');
  expect(await page.locator('.fresh-codes li').count()).toBe(10);
  expect([...desk.troubles, ...other.troubles]).toEqual([]);
});
