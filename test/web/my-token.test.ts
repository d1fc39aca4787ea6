import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { issueCredential } from '../csc/issue-credential';
import { startProvider, type ProviderCredential } from '../csc/provider';
import { Counter } from '../journeys/counter';
import { OfficerComputer } from '../journeys/officer-computer';
import { RunningStack } from '../journeys/running-stack';
import { Desk, launchChromium } from './desk';

/**
 * The officer's own key as the officer meets it. A token: the commands as the page shows them, in a
 * terminal, in an empty folder of a home that has never seen npm. A key at a provider that has each use of
 * it confirmed on its own page: there and back, between two sites.
 */
jest.setTimeout(180_000);

let stack: RunningStack;
let browser: Browser;
let counter: Counter;
const computer = new OfficerComputer();
const credentials: ProviderCredential[] = [];
let provider: Awaited<ReturnType<typeof startProvider>>;

beforeAll(async () => {
  provider = await startProvider(credentials, 'localhost');
  provider.behaviour.asksOnPage = true;
  const { baseUrl, clientId, clientSecret } = provider.account;
  const account = {
    CSC_BASE_URL: baseUrl,
    CSC_CLIENT_ID: clientId,
    CSC_CLIENT_SECRET: clientSecret,
  };
  [stack, browser] = await Promise.all([RunningStack.start(account), launchChromium()]);
  counter = await Counter.open(stack);
  const { person } = counter.leader.session;
  computer.plugIn(stack, {
    label: 'Token lãnh đạo',
    profile: 'signer',
    subject: { commonName: person.fullName },
  });
  credentials.push(issueCredential(stack, 'trang', person.fullName, { mode: 'oauth2code' }));
}, 150_000);
afterAll(async () => {
  await computer.end();
  await browser.close();
  await stack.end();
  await provider.close();
}, 40_000);

test('the page’s own commands pair a computer and sign, and the page hears what became of it', async () => {
  const desk = await Desk.signIn(browser, stack, 'leader');
  const { page } = desk;
  await page.goto('/my-token');
  await page.getByRole('button', { name: 'Lấy mã ghép' }).click();
  const code = await page.locator('.pairing-code b').innerText();
  const [pairing, daily] = await page.locator('.pairing pre').allInnerTexts();
  expect(pairing).toMatch(/^npx --yes http:\S+\/agent\/sao-y-agent-[\w.-]+\.tgz pair http:\S+$/);

  const home = mkdtempSync(join(tmpdir(), 'saoy-empty-'));
  const folder = join(home, 'work');
  mkdirSync(folder);
  const pair = computer.shell(String(pairing), { home, folder });
  await pair.says('Mã ghép trên trang web');
  pair.type(code);
  expect(await pair.ended).toBe(0);
  expect(pair.output()).toContain('Đã báo 1 chứng thư');
  expect(readdirSync(folder)).toEqual([]);

  await page.getByRole('radio', { name: /Token “Token lãnh đạo” ở máy của tôi/ }).click();
  await desk.see('Đã đổi cách ký');
  await desk.expectAccessible();
  const program = computer.shell(String(daily), { home, folder });
  await program.says('Đang chờ');
  await desk.see('Chương trình ký đang chạy');

  const dossier = await counter.submitted();
  await page.goto('/work/sign');
  await page.locator(`[data-dossier="${dossier.id}"]`).click();
  await desk.see('Mã PIN được hỏi trong chương trình ký');
  await desk.press('Control+Enter');
  await desk.see('Chờ xác nhận trên máy của bạn');
  await program.says('Mã PIN (Enter');
  program.type('00000000');
  await desk.see('Mã PIN không đúng; còn 4 lần thử');
  await desk.press('Control+Enter');
  await program.says('Mã PIN (Enter', 2);
  program.type(computer.pin);
  await program.says(`${dossier.code}: đã ký`);
  // The list is folded beside the dossier that stays open.
  await desk.page.getByText('Tìm thấy 0 kết quả').waitFor({ state: 'attached' });
  expect(program.output()).not.toContain(computer.pin);

  // Ctrl-C, as a terminal sends it.
  program.typeRaw('\u0003');
  await program.ended;
  expect(program.output()).toContain('Đã dừng.');

  await page.goto('/my-token');
  await page.getByRole('button', { name: 'Gỡ' }).click();
  await page.getByRole('button', { name: 'Gỡ máy' }).click();
  await desk.see('Chưa có máy nào');
  const removed = computer.shell(String(daily), { home, folder });
  expect(await removed.ended).not.toBe(0);
  expect(removed.output()).toContain('chưa được ghép hoặc đã bị gỡ');
  expect(desk.troubles).toEqual([]);
});

test('a key at a provider is chosen, and signs after its owner said so on the provider’s page', async () => {
  const desk = await Desk.signIn(browser, stack, 'leader');
  const { page } = desk;
  /** Whether our cookie came along: with the way back, and with what our page then sends. */
  const cookies = { back: [] as boolean[], handedOn: [] as boolean[] };
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    const isBack = pathname === '/signing-consent' && search !== '';
    if (!isBack && pathname !== '/api/signing-keys/consent') return;
    const seen = isBack ? cookies.back : cookies.handedOn;
    void request.allHeaders().then(({ cookie }) => seen.push(cookie !== undefined));
  });
  await page.goto('/my-token');
  await page.getByLabel('Tên của bạn ở nhà cung cấp').fill('lanh-dao-mau');
  await page.getByRole('button', { name: 'Tìm chứng thư' }).click();
  await page.getByRole('radio', { name: /Ký số từ xa “trang”/ }).click();
  await desk.see('Đã đổi cách ký');
  await desk.expectAccessible();

  const dossier = await counter.submitted();
  await page.goto(`/work/sign/${dossier.id}`);
  await desk.see('Bạn sẽ được chuyển sang trang của nhà cung cấp');
  provider.behaviour.fail = [503, {}];
  await desk.press('Control+Enter');
  await desk.see('Nhà cung cấp ký số từ xa không trả lời đúng. Chưa ký gì; thử lại sau ít phút.');
  await page.getByRole('button', { name: 'Hủy yêu cầu ký' }).click();
  await desk.see('Bạn đã hủy yêu cầu ký này. Hồ sơ vẫn chờ ký.');
  provider.behaviour.fail = undefined;

  await desk.press('Control+Enter');
  await page.getByRole('link', { name: 'Từ chối' }).click();
  await desk.see('Bạn đã từ chối ở trang của nhà cung cấp. Chưa ký gì; hồ sơ vẫn chờ ký.');
  expect(new URL(page.url()).pathname).toBe(`/work/sign/${dossier.id}`);

  await desk.press('Control+Enter');
  await page.getByRole('link', { name: 'Đồng ý ký' }).waitFor();
  expect(new URL(page.url()).hostname).toBe('localhost');
  // Left and come back: it still waits, and the way there is still open.
  await page.goto(`/work/sign/${dossier.id}`);
  await desk.see('Chờ bạn xác nhận ở trang của nhà cung cấp');
  await desk.expectAccessible();
  await page.getByRole('button', { name: 'Mở trang xác nhận' }).click();
  await page.getByRole('link', { name: 'Đồng ý ký' }).click();
  // The list is folded beside the dossier that stays open.
  await desk.page.getByText('Tìm thấy 0 kết quả').waitFor({ state: 'attached' });
  expect(page.url()).toBe(`${stack.ready.url}/work/sign/${dossier.id}`);
  expect((await counter.get(dossier)).stage).toBe('awaiting-seal');

  // What comes from another site comes without our cookie, and goes there without our address.
  expect(cookies).toEqual({ back: [false, false], handedOn: [true, true] });
  expect(provider.visits.map(({ cookie }) => cookie)).toEqual(provider.visits.map(() => undefined));
  const referers = provider.visits.flatMap(({ referer }) => referer ?? []);
  expect(
    referers.filter((referer) => !referer.startsWith(provider.account.baseUrl.slice(0, -7))),
  ).toEqual([]);
  expect(desk.troubles).toEqual([]);
});

test('whoever has to sign in first, or comes back as somebody else, loses nothing', async () => {
  const dossier = await counter.submitted();
  const desk = await Desk.signIn(browser, stack, 'leader');
  const { page } = desk;
  await page.goto(`/work/sign/${dossier.id}`);
  await desk.see('Bạn sẽ được chuyển sang trang của nhà cung cấp');
  await desk.press('Control+Enter');
  const yes = page.getByRole('link', { name: 'Đồng ý ký' });
  await yes.waitFor();
  const href = String(await yes.getAttribute('href'));
  const address = new URL(href, page.url()).href;

  const clerk = await Desk.signIn(browser, stack, 'clerk');
  await clerk.page.goto(address);
  await clerk.see('Xác nhận này thuộc yêu cầu ký của tài khoản khác');
  expect(clerk.page.url()).toBe(`${stack.ready.url}/signing-consent`);
  await clerk.expectAccessible();

  await page.context().clearCookies();
  await yes.click();
  const { username, password } = stack.account('leader');
  await page.getByLabel('Tên đăng nhập').fill(username);
  expect(page.url()).toBe(`${stack.ready.url}/signing-consent`);
  await page.getByLabel('Mật khẩu').fill(password);
  await desk.press('Enter');
  // The list is folded beside the dossier that stays open.
  await desk.page.getByText('Tìm thấy 0 kết quả').waitFor({ state: 'attached' });
  expect((await counter.get(dossier)).stage).toBe('awaiting-seal');
});
