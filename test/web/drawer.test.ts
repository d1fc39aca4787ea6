import { expect, jest, test } from '@jest/globals';
import { Desk, startStack } from './desk';

/** The money of a day at the counter: taken, given back with a receipt, counted and closed, and seen by the supervisor. */
jest.setTimeout(200_000);

const here = startStack();

async function accept(officer: Desk, name: string, refusal = false): Promise<void> {
  const { page } = officer;
  await page.getByLabel('Không có tài khoản DVCQG').check();
  await page.locator('#intake-fullName').fill(name);
  await page.locator('#intake-email').fill('vi.du@example.vn');
  await page.locator('#intake-documentType').fill('Học bạ');
  await page.locator('#intake-originalPages').fill('3');
  await page.locator('#intake-copies').fill('2');
  await officer.see(/= 10\.000\s₫/);
  if (refusal) {
    await officer.press('Alt+1');
    await officer.press('Control+Enter');
    await officer.see(`Đã từ chối chứng thực: ${name}`);
  } else {
    await page.getByRole('button', { name: 'Tiếp nhận, quét sau' }).click();
    await officer.see(`Đã tiếp nhận, chờ bản quét: ${name}`);
  }
}

test('a fee is taken, given back with its receipt, and the drawer closed with what was counted', async () => {
  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  const { page } = officer;
  await page.getByRole('link', { name: 'Tiếp nhận' }).click();
  await accept(officer, 'Trần Thị Ví Dụ');
  await accept(officer, 'Lê Văn Ví Dụ');
  await accept(officer, 'Phạm Thị Ví Dụ', true);

  // Who was refused on the spot paid nothing.
  await page.getByRole('link', { name: 'Quỹ thu' }).click();
  const shown = page.locator('.counts');
  await shown.getByText('20.000 ₫').first().waitFor();
  expect(await page.getByRole('region', { name: 'Các khoản' }).getByText('Phạm Thị').count()).toBe(
    0,
  );
  expect(await page.getByText('Phải trả lại').count()).toBe(0);
  await officer.expectAccessible();

  // Who takes the papers back gets the fee back.
  await page.getByRole('link', { name: /^Đang tạo/ }).click();
  await page.getByText('Trần Thị Ví Dụ').first().click();
  await page.getByRole('button', { name: 'Người yêu cầu rút' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Lý do (bắt buộc)').fill('Đổi ý, mang giấy về.');
  await officer.press('Control+Enter');
  await officer.see(/Đã cho rút/);
  await page.getByRole('link', { name: 'Quỹ thu' }).click();
  await officer.see('Phải trả lại: 1 hồ sơ, 10.000 ₫');
  await officer.expectAccessible();
  await page.getByRole('region', { name: 'Phí phải trả lại' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Trả lại phí 10.000 ₫…' }).click();
  await officer.expectAccessible();
  await dialog.getByRole('button', { name: 'Đã trả lại phí 10.000 ₫' }).click();
  await dialog.getByText('BẢN XEM TRƯỚC').or(dialog.locator('.pdf-page canvas')).first().waitFor();
  await officer.expectAccessible();
  await officer.press('Escape');
  await officer.see('Trả lại phí 10.000 ₫ cho người nộp');
  await officer.see('Biên nhận trả lại phí…');

  // Counted: what differs needs its reason.
  await page.getByRole('link', { name: 'Quỹ thu' }).click();
  await page.getByRole('button', { name: 'Chốt quỹ…' }).click();
  await dialog.getByLabel('Tiền lẻ có sẵn ban đầu (đồng)').fill('50.000');
  await dialog.getByLabel('Tiền đếm được trong ngăn (đồng)').fill('58000');
  await dialog.getByText('Thiếu 2.000 ₫').waitFor();
  await officer.press('Control+Enter');
  await dialog.getByText('Ghi lý do chênh lệch bằng ít nhất 5 ký tự.').waitFor();
  await officer.expectAccessible();
  await dialog.getByLabel('Lý do chênh lệch (bắt buộc)').fill('Trả nhầm tiền lẻ.');
  await officer.press('Control+Enter');
  await officer.see('Chưa có khoản nào từ lần chốt trước, nên chưa có gì để chốt.');
  const closings = page.getByRole('region', { name: 'Các lần chốt quỹ' });
  await closings.getByText('Thiếu 2.000 ₫').waitFor();
  await closings.getByText('Trả nhầm tiền lẻ.').waitFor();

  const supervisor = await Desk.signIn(here.browser, here.stack, 'supervisor', {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  await supervisor.page.goto('/drawer');
  const cashiers = supervisor.page.getByRole('region', { name: 'Người thu' });
  await cashiers.getByText('Đã chốt').waitFor();
  await cashiers.getByText('20.000 ₫').first().waitFor();
  await supervisor.expectAccessible();
  const download = supervisor.page.waitForEvent('download');
  await supervisor.page.getByRole('button', { name: 'Excel' }).click();
  expect((await download).suggestedFilename()).toMatch(/^quy-thu-\d{4}-\d\d-\d\d\.xlsx$/);
  expect([...officer.troubles, ...supervisor.troubles]).toEqual([]);
});
