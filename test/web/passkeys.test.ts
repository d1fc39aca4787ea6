import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { createApp } from '../../api/app';
import type { SecondFactorBegun } from '../../api/second-factor/contract';
import { mountPages } from '../../api/pages';
import { Passkey } from '../../db/passkeys/entity';
import { ApiClient, said, testDeps } from '../fixtures/api-client';
import { makeOffice, makePerson, password } from '../fixtures/house';
import { findFreePort } from '../fixtures/identity-provider';
import { startDatabase, type TestDatabase } from '../stack/database';
import { launchChromium } from './desk';

/** A security key in Chromium signs in and confirms, in place of a code: the pages and the API, without the stack. */
jest.setTimeout(120_000);

let database: TestDatabase;
let server: Server;
let browser: Browser;
let url: string;
let app: ReturnType<typeof createApp>;
const username = 'leader.mau-01';

beforeAll(async () => {
  database = await startDatabase();
  const port = await findFreePort();
  // Browsers take no address of numbers for the name of a site.
  url = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'saoy-passkeys-'));
  const clock = {
    get now() {
      return Date.now();
    },
  };
  const environment = { PUBLIC_URL: url, SECRETS_KEY_FILE: join(folder, 'key') };
  app = createApp(testDeps(database.db, folder, clock, environment));
  mountPages(app);
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }) as Server;
  await once(server, 'listening');
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  browser = await launchChromium();
}, 90_000);
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await database.stop();
});

async function enrol(name: string): Promise<string> {
  const client = await new ApiClient(app).signIn(name);
  const begun = await client.send('POST', '/api/my/second-factor', { password });
  const { secret } = (await begun.json()) as SecondFactorBegun;
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  expect(
    await said(await client.send('POST', '/api/my/second-factor/confirmation', { code })),
  ).toBe('200');
  // In the half minute after it a code of its own.
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + 30_000,
  });
}

/** A browser with a security key plugged in. */
async function withKey(): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'vi-VN' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
  });
  return page;
}

async function begin(page: Page, name = username): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.getByLabel('Mã xác thực').waitFor();
}

test('a key is added beside the program, signs in, and is removed', async () => {
  const code = await enrol(username);
  const page = await withKey();
  await begin(page);
  expect(await page.getByRole('button', { name: 'Dùng khóa bảo mật' }).count()).toBe(0);
  await page.getByLabel('Mã xác thực').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('.shell').waitFor();
  await page.goto('/second-factor');
  await page.getByLabel('Tên khóa').fill('Khóa USB');
  await page.getByRole('button', { name: 'Thêm khóa bảo mật' }).click();
  await page.getByText('Khóa USB: thêm').waitFor();

  await page.context().clearCookies();
  await begin(page);
  const answered = page.waitForRequest((request) => request.url().endsWith('/session/passkey'));
  await page.getByRole('button', { name: 'Dùng khóa bảo mật' }).click();
  const replayed = (await answered).postDataJSON() as object;
  await page.locator('.shell').waitFor();
  const { usedAt, counter } = await database.db.manager.findOneByOrFail(Passkey, {});
  expect([usedAt, counter]).toEqual([expect.any(Date), expect.any(Number)]);

  // What was seen on the wire opens nothing again, not even for who has the password too.
  const thief = new ApiClient(app);
  await thief.send('POST', '/api/session', { username, password });
  expect(await said(await thief.send('POST', '/api/session/passkey', replayed))).toBe(
    '401 passkey-refused',
  );
  await thief.send('POST', '/api/session/passkey/begin');
  expect(await said(await thief.send('POST', '/api/session/passkey', replayed))).toBe(
    '401 passkey-refused',
  );
  expect(await said(await thief.get('/api/session'))).toBe('401 sign-in-needed');

  await page.goto('/second-factor');
  await page.getByRole('button', { name: 'Bỏ' }).click();
  await page.getByRole('button', { name: 'Bỏ' }).last().click();
  await page.getByText('Khóa USB: thêm').waitFor({ state: 'detached' });
  await page.context().clearCookies();
  await begin(page);
  expect(await page.getByRole('button', { name: 'Dùng khóa bảo mật' }).count()).toBe(0);
});

test('another person’s key is refused, and without a program none is added', async () => {
  const plain = 'khong-hai-lop';
  await makePerson(database.db, { username: plain, kind: 'staff' });
  const client = await new ApiClient(app).signIn(plain);
  expect(await said(await client.send('POST', '/api/my/passkeys/begin'))).toBe(
    '409 second-factor-absent',
  );
  const made = { name: 'x', credential: { id: 'x' } };
  expect(await said(await client.send('POST', '/api/my/passkeys', made))).toBe(
    '409 second-factor-absent',
  );
  const stranger = new ApiClient(app);
  expect(await said(await stranger.send('POST', '/api/session/passkey/begin'))).toBe(
    '401 sign-in-expired',
  );
  await enrol('clerk.mau-01');
  await stranger.send('POST', '/api/session', { username: 'clerk.mau-01', password });
  expect(await said(await stranger.send('POST', '/api/session/passkey/begin'))).toBe(
    '404 passkey-unknown',
  );
});
