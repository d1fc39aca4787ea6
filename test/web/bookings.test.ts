import { expect, jest, test } from '@jest/globals';
import { Counter } from '../journeys/counter';
import { Desk, startStack } from './desk';

/** An appointment from a phone to the counter, in real browsers on the real stack. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(150_000);

const here = startStack({ SAOY_SAMPLE: 'province' });
const phone = { viewport: { width: 320, height: 720 } };

test('a stranger books on a phone, moves by the link, and the officer receives by the appointment', async () => {
  const counter = await Counter.open(here.stack);
  const week = Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (_each, hour) => (day > 0 && day < 6 && hour < 17 ? 2 : 0)),
  );
  const plan = `/offices/${counter.officeId}/booking-plan`;
  await counter.officer.put(plan, { week, note: 'Số 1 phố Mẫu' });

  const stranger = await Desk.open(here.browser, here.stack, phone);
  const { page } = stranger;
  await page.goto('/dat-lich');
  await page.getByLabel('Cơ quan tiếp nhận').selectOption(counter.officeId);
  const free = page.locator('.hour-list button:enabled');
  await free.first().waitFor();
  await stranger.expectAccessible();
  await page.locator('.day-list button').nth(2).click();
  await free.nth(1).click();
  await page.getByLabel('Họ và tên').fill('Trần Văn Thử');
  await page.getByLabel('Loại giấy tờ').fill('Học bạ');
  await page.getByLabel('Số điện thoại').fill('0912 000 888');
  await page.getByLabel('Email').fill('thu@thu-mau.invalid');
  await stranger.expectAccessible();
  await page.getByRole('button', { name: 'Đặt lịch hẹn' }).click();
  const code = String(await page.locator('.booking-code').textContent());
  expect(code).toMatch(/^CTĐT-\d{8}-\d{4}$/);
  await page.getByRole('button', { name: 'Đổi giờ' }).click();
  await free.first().click();
  await page.getByText('Đã chuyển từ').waitFor();
  await stranger.expectAccessible();
  // Nothing is cut off on the narrowest phone.
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  expect(stranger.troubles).toEqual([]);

  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  await officer.page.goto('/bookings');
  const item = officer.page.locator('.booking-item', { hasText: code });
  const next = officer.page.getByRole('button', { name: 'Ngày sau' });
  for (let day = 0; day < 10 && (await item.count()) === 0; day += 1) {
    await next.click();
    await officer.page.getByText('Chờ đến').waitFor();
  }
  await item.getByRole('button', { name: 'Dời lịch hẹn' }).click();
  const dialog = officer.page.getByRole('dialog');
  await dialog.locator('input[name=startsAt]').last().check();
  await dialog.getByRole('button', { name: 'Đặt lại lịch hẹn' }).click();
  await dialog.getByText('Nhập lý do hẹn lại.').waitFor();
  await dialog.getByLabel('Lý do hẹn lại').fill('Họp Ủy ban nhân dân');
  await officer.expectAccessible();
  await dialog.getByRole('button', { name: 'Đặt lại lịch hẹn' }).click();
  await item.getByText('Hẹn trước đó').waitFor();
  await officer.expectAccessible();
  await officer.page.getByRole('button', { name: 'Danh sách' }).click();
  const line = officer.page.getByRole('row', { name: code });
  await line.getByText('Chờ đến').waitFor();
  expect(await line.getByRole('cell').nth(5).textContent()).toMatch(/^\d\d:\d\d\d\d\/\d\d\/\d{4}$/);
  await officer.expectAccessible();
  const saved = officer.page.waitForEvent('download');
  await officer.page.getByRole('button', { name: 'Excel' }).click();
  expect((await saved).suggestedFilename()).toBe('lich-hen.xlsx');
  await line.getByRole('button', { name: 'Xử lý' }).click();
  await officer.page.getByText('Theo lịch hẹn').waitFor();
  expect(await officer.page.getByLabel('Họ và tên').inputValue()).toBe('Trần Văn Thử');
  await officer.page.getByLabel('Loại giấy tờ cần chứng thực').waitFor();
  await officer.page.getByRole('button', { name: 'Tiếp nhận, quét sau' }).click();
  await officer.page.getByText('Trần Văn Thử,').first().waitFor({ state: 'attached' });
  // Who came by appointment is marked so: on the counter, in the list, on the dossier.
  await officer.see(/· Hẹn \d\d:00/);
  await officer.page.getByRole('link', { name: /^Đang tạo/ }).click();
  await officer.page.locator('.row-booked', { hasText: /^Hẹn / }).first().waitFor();
  await officer.page.getByText('Trần Văn Thử').first().click();
  await officer.see(/theo lịch hẹn \d\d\/\d\d\/\d{4} \d\d:00/);
  expect(officer.troubles).toEqual([]);

  const { bookings } = await counter.officer.get<{ bookings: { code: string; state: string }[] }>(
    `/offices/${counter.officeId}/bookings?${daysAhead()}`,
  );
  expect(bookings.find((one) => one.code === code)?.state).toBe('arrived');
});

/** The next two weeks. */
function daysAhead(): string {
  const [from, to] = [0, 14].map((days) =>
    new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10),
  );
  return `from=${from}&to=${to}`;
}
