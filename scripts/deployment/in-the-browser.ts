import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Login } from './office-at-work';

const pageMsMax = 60_000;

export interface Site {
  /** As people type it. */
  url: string;
  /** Where the machine's port is led to. */
  address: string;
}

/** An office's computers: pages in Chromium, used by what stands on them. */
export class Desks {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  static async open({ url, address }: Site): Promise<Desks> {
    const home = mkdtempSync(join(tmpdir(), 'saoy-chromium-'));
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-dev-shm-usage'],
        `--host-resolver-rules=MAP ${new URL(url).host} ${address}`,
      ],
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    });
    browser.on('disconnected', () => rmSync(home, { recursive: true, force: true }));
    return new Desks(browser, url);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Signs in with a password that was given, and chooses another, as the page asks. */
  async signIn({ username, password }: Login): Promise<Page> {
    const context = await this.browser.newContext({
      ...{ baseURL: this.url, viewport: { width: 1440, height: 900 }, locale: 'vi-VN' },
      // The machine's own certificate authority is known to nobody.
      ignoreHTTPSErrors: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(pageMsMax);
    await page.goto('/');
    await page.getByLabel('Tên đăng nhập').fill(username);
    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    const chosen = `con đò nhỏ bến sông ${username}`;
    await page.getByLabel('Mật khẩu hiện tại').fill(password);
    await page.getByLabel(/^Mật khẩu mới/).fill(chosen);
    await page.getByLabel('Gõ lại mật khẩu mới').fill(chosen);
    await page.keyboard.press('Enter');
    await page.locator('.shell').waitFor();
    return page;
  }
}

/** “Người dùng”: a new person with one right. @returns what they sign in with */
export async function addPerson(
  page: Page,
  wanted: { fullName: string; username: string; phone: string; right: RegExp },
): Promise<Login> {
  const { fullName, phone, right } = wanted;
  await page.getByRole('link', { name: 'Người dùng' }).click();
  await page.getByRole('button', { name: 'Thêm mới' }).click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('CMND/CCCD hoặc số điện thoại, đủ số').fill(phone);
  await page.keyboard.press('Enter');
  await adding.getByLabel('Họ và tên').fill(fullName);
  await adding.getByLabel('Tên đăng nhập').fill(wanted.username);
  await adding.getByRole('button', { name: 'Lưu vào hệ thống' }).click();
  const given = adding.getByRole('listitem').filter({ has: page.locator('code') });
  const [username = '', password = ''] = (await given.innerText()).split(': ');
  await adding.getByRole('button', { name: 'Mở để kích hoạt và gán quyền' }).click();
  const person = page.getByRole('dialog', { name: fullName });
  await person.getByRole('button', { name: 'Kích hoạt', exact: true }).click();
  await person.getByRole('button', { name: 'Ngừng kích hoạt' }).waitFor();
  await person.getByRole('button', { name: 'Gán quyền' }).click();
  await person.getByRole('radio', { name: right }).check();
  await person.getByRole('button', { name: 'Gán quyền', exact: true }).last().click();
  await person.getByRole('button', { name: 'Đóng' }).click();
  return { username, password };
}

/** “Đơn vị”: says whose a leader's token is. */
export async function declareHolder(page: Page, label: string, fullName: string): Promise<void> {
  await page.getByRole('link', { name: 'Đơn vị', exact: true }).click();
  const holder = page.getByLabel(`Token “${label}” là của ai`);
  await holder.selectOption({ label: fullName });
  await page.getByRole('button', { name: 'Khai báo' }).click();
  await page.getByText(`Đã khai báo token “${label}”.`).waitFor();
}

/** The counter: a requester without an account, who leaves an address for mail. */
export async function acceptAndSubmit(
  page: Page,
  { scan, email }: { scan: string; email: string },
): Promise<void> {
  await page.getByRole('radio', { name: 'Không có tài khoản DVCQG' }).check();
  await page.getByLabel('Họ và tên').fill('Vũ Thị Khách Mẫu');
  await page.getByLabel('Email nhận kết quả').fill(email);
  await page.getByLabel('Loại giấy tờ cần chứng thực').fill('Giấy khai sinh');
  await page.getByLabel('Số trang').fill('2');
  await page.getByLabel('Số bản').fill('1');
  await page.locator('.file-input').setInputFiles(scan);
  await page.locator('.pdf-page canvas').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Đã trình ký').first().waitFor();
}

/** The first dossier of a leader's or a clerk's list, by the token's PIN. */
export async function signFirst(page: Page, pin: string): Promise<void> {
  await page.locator('[data-dossier]').first().waitFor();
  for (const key of ['j', 'Enter']) await page.keyboard.press(key);
  await page.locator('.pdf-page canvas').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('input.pin:focus').fill(pin);
  await page.keyboard.press('Enter');
  await page
    .getByText(/^Đã (ký số|cấp số và đóng dấu)/)
    .first()
    .waitFor();
}
