import { expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { checkAlertsId } from '../../workflows/alerts/messages';
import { Counter } from '../journeys/counter';
import { Desk, startStack } from './desk';

/** A supervisor sets a rule, is alerted by it, and gives the work to somebody from the board. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(180_000);

const office = startStack();

/** Has the schedule look now: it does so every five minutes by itself. */
async function lookNow(): Promise<void> {
  const { address, namespace } = office.stack.ready.temporal;
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection, namespace }).schedule.getHandle(checkAlertsId).trigger();
  } finally {
    await connection.close();
  }
}

test('a queue grows longer than the rule allows: it stands on the page and at the bell; then it is shared out', async () => {
  const counter = await Counter.open(office.stack);
  const dossier = await counter.accept();
  await counter.accept();
  const desk = await Desk.signIn(office.browser, office.stack, 'supervisor');
  const { page } = desk;
  await page.goto('/alerts');
  await desk.see('Không có cảnh báo nào.');
  await page.getByRole('button', { name: 'Sửa quy tắc Hàng chờ ở một bước dài' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/Dài hơn/).fill('1');
  await form.getByLabel(/Email tổng hợp/).check();
  await desk.expectAccessible();
  await form.getByRole('button', { name: 'Lưu' }).click();
  await form.waitFor({ state: 'detached' });
  await desk.see('Dài hơn 1 hồ sơ');
  await desk.see('thông báo trên trang, email tổng hợp');

  await lookNow();
  await desk.until(async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Quy tắc' }).waitFor();
    return (await page.getByText('2 hồ sơ', { exact: true }).count()) > 0;
  }, 'the alert stands on the page');
  await desk.expectAccessible();
  await page.getByRole('button', { name: /^Thông báo/ }).click();
  await desk.see('Cảnh báo: 1 bước có hàng chờ dài hơn 1 hồ sơ');
  await desk.press('Escape');

  await page.goto('/supervision');
  await desk.see('Sẵn sàng');
  await page.getByRole('button', { name: `Giao hồ sơ ${dossier.code}` }).click();
  const give = page.getByRole('dialog');
  await give.getByRole('radio').first().check();
  await desk.expectAccessible();
  await give.getByRole('button', { name: 'Giao', exact: true }).click();
  await give.waitFor({ state: 'detached' });
  await desk.see(/Đã giao cho .*: 1 hồ sơ/);
  expect(desk.troubles).toEqual([]);
});
