import { expect, jest, test } from '@jest/globals';
import { Counter } from '../journeys/counter';
import { Desk, printedBy, startStack } from './desk';

/** An extension on a legal ground, and the slip that goes with it: drafted, changed, issued. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(120_000);

const office = startStack();

test('the officer extends a dossier and hands its new slip over', async () => {
  const counter = await Counter.open(office.stack);
  const dossier = await counter.accept();
  const desk = await Desk.signIn(office.browser, office.stack, 'officer');
  const { page } = desk;
  await page.goto(`/work/create/${dossier.id}`);
  await page.getByRole('button', { name: 'Gia hạn…' }).click();
  const extension = page.getByRole('dialog');
  await extension.getByRole('button', { name: 'Gia hạn và lập phiếu hẹn' }).click();
  await desk.see('Chọn một lý do và thời gian kéo dài.');
  await extension.getByLabel(/nhiều trang/).check();
  await extension.getByLabel('Thêm 2 ngày làm việc').check();
  await desk.expectAccessible();
  await extension.getByRole('button', { name: 'Gia hạn và lập phiếu hẹn' }).click();
  await extension.waitFor({ state: 'detached' });
  const extended = await counter.get(dossier);
  expect(Date.parse(extended.legalDue)).toBeGreaterThan(Date.parse(dossier.legalDue));

  await page.getByRole('link', { name: 'Thông báo' }).click();
  await desk.see(`Hồ sơ ${dossier.code} cần phiếu hẹn mới`);
  await desk.expectAccessible();
  await page.getByRole('button', { name: 'Chưa gửi được' }).click();
  await desk.see('Mọi thư, tin nhắn và báo tin đều đã tới nơi.');
  await desk.expectAccessible();

  await page.getByRole('link', { name: 'Phiếu hẹn, xin lỗi' }).click();
  await page
    .getByRole('button', { name: `Mở phiếu hẹn của hồ sơ ${dossier.code}` })
    .first()
    .click();
  const letter = page.getByRole('dialog');
  const text = letter.getByLabel('Nội dung');
  const drafted = await text.inputValue();
  expect(drafted).toContain(dossier.code);
  await text.fill(`${drafted}\nMang theo giấy tờ tùy thân.`);
  await desk.expectAccessible();
  await letter.getByRole('button', { name: 'Xem trước' }).click();
  await letter.locator('canvas').waitFor();
  const printed = await printedBy(desk, () =>
    letter.getByRole('button', { name: 'Phát hành và in' }).click(),
  );
  expect(printed).toEqual({ pages: 1, shows: 'paper alone' });
  await letter.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Đã phát hành' }).click();
  await page.getByRole('button', { name: `Mở phiếu hẹn của hồ sơ ${dossier.code}` }).click();
  const issued = page.getByLabel('Nội dung đã phát hành');
  await issued.waitFor();
  expect(await issued.inputValue()).toContain('Mang theo giấy tờ tùy thân.');
  await desk.see(/số \d+\/\d{4}\/PH, đã in 1 lần/);
  await page.getByRole('button', { name: 'In lại lần 2' }).waitFor();
  await desk.press('Escape');

  // The rest at once; a row opens wherever it is pressed.
  const other = await counter.accept();
  const options = { ground: 'many-pages', days: 1 };
  await counter.officer.post(`/dossiers/${other.id}/extend`, options).catch(() => undefined);
  await page.reload();
  await page.getByRole('row', { name: new RegExp(other.code) }).click();
  await page.getByRole('dialog').getByLabel('Nội dung').waitFor();
  await desk.press('Escape');
  await page.getByRole('button', { name: /^In và phát hành tất cả/ }).click();
  const all = await printedBy(desk, () =>
    page.getByRole('dialog').getByRole('button', { name: 'In và phát hành' }).click(),
  );
  expect(all.shows).toBe('paper alone');
  await desk.see('Không có phiếu hẹn hay thư xin lỗi nào chờ phát hành.');
  expect(desk.troubles).toEqual([]);
});
