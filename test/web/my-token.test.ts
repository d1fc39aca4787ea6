import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Counter } from '../journeys/counter';
import { OfficerComputer } from '../journeys/officer-computer';
import { RunningStack } from '../journeys/running-stack';
import { Desk, launchChromium } from './desk';

/**
 * The officer's own token as the officer meets it: the commands as the page shows them, in a terminal,
 * in an empty folder of a home that has never seen npm.
 */
jest.setTimeout(180_000);

let stack: RunningStack;
let browser: Browser;
let counter: Counter;
const computer = new OfficerComputer();

beforeAll(async () => {
  [stack, browser] = await Promise.all([RunningStack.start(), launchChromium()]);
  counter = await Counter.open(stack);
  const { person } = counter.leader.session;
  computer.plugIn(stack, {
    label: 'Token lãnh đạo',
    profile: 'signer',
    subject: { commonName: person.fullName },
  });
}, 150_000);
afterAll(async () => {
  await computer.end();
  await browser.close();
  await stack.end();
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
  await desk.see('Tìm thấy 0 kết quả');
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
