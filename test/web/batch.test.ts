import { beforeAll, expect, jest, test } from '@jest/globals';
import type { Dossier } from '../../api/dossiers/contract';
import { Counter } from '../journeys/counter';
import { Desk, startStack } from './desk';

/** Many dossiers signed with one PIN, by the keyboard. */
jest.setTimeout(120_000);

let counter: Counter;

const office = startStack();
beforeAll(async () => {
  counter = await Counter.open(office.stack);
});

test('the leader opens, chooses and signs a list; what was not opened stays with its reason', async () => {
  const dossiers: Dossier[] = [];
  for (let made = 0; made < 3; made += 1) dossiers.push(await counter.submitted());
  const desk = await Desk.signIn(office.browser, office.stack, 'leader');
  const { page } = desk;
  await page.goto('/work/sign');
  await page.locator(`[data-dossier="${dossiers.at(-1)!.id}"]`).waitFor();
  const total = Number(/\d+/.exec(await page.locator('.list-head p').innerText()));
  expect(total).toBeGreaterThanOrEqual(3);
  await desk.seeCount('.choosable', total);
  await desk.expectAccessible();

  // All but one are looked at, each taken along by Space; the list is folded beside them.
  const wasOpened = () =>
    page.waitForResponse((answer) => answer.url().endsWith('/opening') && answer.ok());
  await desk.press('j');
  for (let opened = 0; opened < total - 1; opened += 1) {
    const told = wasOpened();
    await desk.press(opened === 0 ? 'Enter' : 'j');
    await told;
    await page.locator('.take-along input:not(:checked)').waitFor();
    await desk.press(' ');
    await page.locator('.take-along input:checked').waitFor();
  }
  expect(await page.locator('.list-pane').isVisible()).toBe(false);
  await desk.press('l');
  await desk.see(`Đã chọn ${total - 1}`);
  await page.locator('.choosable > input:not(:checked)').check();
  await desk.see(`Đã chọn ${total}`);
  await desk.expectAccessible();

  await desk.press('Control+b');
  await desk.see('1 hồ sơ bạn chưa mở xem');
  await desk.see('sẽ không được ký trong lượt này');
  // Too short to be a PIN: none of the token's tries is spent on it.
  await desk.type('123');
  await desk.press('Control+Enter');
  await desk.see('Mã PIN có ít nhất 4 ký tự.');
  await desk.press('Control+a');
  await desk.type(String(office.stack.account('leader').tokenPin));
  const reads = desk.readsFromNow();
  await desk.press('Control+Enter');
  await desk.see(`Đã ký ${total - 1}/${total} hồ sơ.`);
  await desk.see('Hồ sơ này bạn chưa mở xem.');
  await desk.expectAccessible();
  await desk.press('Escape');
  await desk.seeCount('.dialog', 0);
  await desk.see('Tìm thấy 1 kết quả');
  // However many dossiers change, each list is read once a second at most.
  const lists = reads.filter(({ address }) => address.startsWith('/api/dossiers?'));
  expect(lists.length).toBeGreaterThan(0);
  const pauses = lists.slice(1).map(({ at }, index) => at - lists[index]!.at);
  expect(pauses.filter((ms) => ms < 900)).toEqual([]);
  expect(desk.troubles).toEqual([]);
});

test('a browser that is closed amid a batch changes nothing', async () => {
  const dossiers = [await counter.submitted(), await counter.submitted()];
  for (const { id } of dossiers) await counter.leader.put(`/dossiers/${id}/opening`, {});
  const desk = await Desk.signIn(office.browser, office.stack, 'leader');
  const { page } = desk;
  await page.goto('/work/sign');
  for (const { id } of dossiers) {
    await page.locator(`[data-dossier="${id}"]`).focus();
    await desk.press(' ');
  }
  await desk.see('Đã chọn 2');
  await desk.press('Control+b');
  await desk.type(String(office.stack.account('leader').tokenPin));
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/batches'));
  await desk.press('Control+Enter');
  expect((await asked).status()).toBe(201);
  await page.context().close();
  for (const dossier of dossiers) await counter.waitFor(dossier, 'awaiting-seal');
  expect(desk.troubles).toEqual([]);
});
