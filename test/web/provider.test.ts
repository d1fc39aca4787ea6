import { expect, jest, test } from '@jest/globals';
import { Desk, startStack } from './desk';

/** A citizen comes in by the electronic identity, and goes out at both sides, as in `npm start`. */
jest.setTimeout(120_000);

const office = startStack();

test('to the provider, back, and out again', async () => {
  const desk = await Desk.open(office.browser, office.stack);
  const { page } = desk;
  await page.goto('/my');
  await page.getByRole('button', { name: 'Đăng nhập bằng định danh thử nghiệm' }).click();
  await page.getByLabel('Số định danh cá nhân').fill(office.stack.account('citizen').username);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await desk.see('Xin chào');
  expect(new URL(page.url()).pathname).toBe('/my');
  await desk.expectAccessible();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/my$/);
  await page.getByRole('button', { name: 'Đăng nhập bằng định danh thử nghiệm' }).waitFor();
  expect(desk.troubles).toEqual([]);
});

test('who refuses at the provider is told so, and the code stands in no address', async () => {
  const desk = await Desk.open(office.browser, office.stack);
  const { page } = desk;
  await page.goto('/my');
  await page.getByRole('button', { name: 'Đăng nhập bằng định danh thử nghiệm' }).click();
  await page.getByRole('button', { name: 'Từ chối' }).click();
  await desk.see('Bạn đã từ chối đăng nhập');
  await desk.expectAccessible();
  expect(new URL(page.url()).search).toBe('');
  expect(desk.troubles).toEqual([]);
});
