import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import type { Dossier } from '../../api/dossiers/contract';
import { guideSteps } from '../../domain/guide-steps';
import { PersonClient } from '../sample/http-client';
import type { Account } from '../stack/home';

/**
 * Takes the pictures of the public guide from a stack that runs: `web/public/guide/<name>.webp`, and `-dark`.
 * Its sample dossier must have been delivered, as a plain `npm start` does.
 *
 *   node -r ./test/register-typescript.cjs scripts/guide/take-pictures.ts SAOY_HOME
 */
const out = join(__dirname, '../../web/public/guide');
const phone = { width: 320, height: 480 };

interface Ready {
  url: string;
  accounts: Account[];
  sample: { copy: string } | null;
}

async function main(home: string): Promise<void> {
  const ready = JSON.parse(readFileSync(join(home, 'ready.json'), 'utf8')) as Ready;
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    for (const scheme of ['light', 'dark'] as const) await takeAll(browser, ready, scheme);
  } finally {
    await browser.close();
  }
}

async function takeAll(browser: Browser, ready: Ready, colorScheme: 'light' | 'dark') {
  const options = { baseURL: ready.url, viewport: phone, deviceScaleFactor: 2, colorScheme };
  const context = await browser.newContext({ ...options, locale: 'vi-VN' });
  const page = await context.newPage();
  for (const { picture } of guideSteps) {
    if (picture === null) continue;
    const show = scenes[picture];
    if (!show) throw new Error(`nothing shows ${picture}`);
    await show(page, ready);
    await page.evaluate('document.fonts.ready');
    const name = colorScheme === 'dark' ? `${picture}-dark` : picture;
    const taken = await page.screenshot();
    await sharp(taken)
      .webp({ quality: 80 })
      .toFile(join(out, `${name}.webp`));
  }
  await context.close();
}

const scenes: Record<string, (page: Page, ready: Ready) => Promise<void>> = {
  'book-hour': async (page) => {
    await page.goto('/dat-lich');
    await page
      .getByLabel('Cơ quan tiếp nhận')
      .selectOption({ label: 'Ủy ban nhân dân Phường Mẫu' });
    await page.locator('.hour-list button:enabled').first().waitFor();
    await page.locator('.day-list').scrollIntoViewIfNeeded();
  },
  'book-code': async (page) => {
    await page.locator('.hour-list button:enabled').first().click();
    await page.getByLabel('Họ và tên').fill('Nguyễn Văn Mẫu');
    await page.getByLabel('Loại giấy tờ').fill('Bằng tốt nghiệp');
    await page.getByLabel('Số điện thoại').fill('0900 000 001');
    await page.getByRole('button', { name: 'Đặt lịch hẹn' }).click();
    await page.locator('.booking-code').scrollIntoViewIfNeeded();
  },
  track: async (page, { url, accounts }) => {
    const officer = await signIn(url, accounts, 'officer');
    const { publicUrl } = await officer.post<Dossier>('/dossiers', {
      officeId: officer.session.offices[0]?.id,
      requester: { kind: 'no-account', fullName: 'Nguyễn Văn Mẫu', email: 'mau@thu-mau.invalid' },
      ...{ documentType: 'Bằng tốt nghiệp', originalPages: 1, copies: 1 },
    });
    await page.goto(new URL(publicUrl).pathname);
    await page.getByText('Hồ sơ đang ở đâu').waitFor();
  },
  'my-copies': async (page, { accounts }) => {
    const citizen = accountOf(accounts, 'citizen');
    await page.goto('/my');
    await page.getByLabel('Số CCCD hoặc tên đăng nhập').fill(citizen.username);
    await page.getByLabel('Mật khẩu').fill(citizen.password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Tải xuống' }).first().waitFor();
  },
  verify: async (page, { sample }) => {
    if (!sample) throw new Error('the stack has no sample copy');
    await page.goto('/verify');
    await page.locator('.file-input').setInputFiles(sample.copy);
    await page.locator('.verdict-yes').scrollIntoViewIfNeeded();
  },
};

function accountOf(accounts: readonly Account[], role: Account['role']): Account {
  const found = accounts.find((one) => one.role === role);
  if (!found) throw new Error(`no account for ${role}`);
  return found;
}

function signIn(url: string, accounts: readonly Account[], role: Account['role']) {
  const { username, password } = accountOf(accounts, role);
  return PersonClient.signIn(url, username, password);
}

const [, , home] = process.argv;
if (home === undefined) throw new Error('say the SAOY_HOME of the stack');
main(home).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
