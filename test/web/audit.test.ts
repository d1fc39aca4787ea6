import { expect, jest, test } from '@jest/globals';
import { Counter } from '../journeys/counter';
import { Desk, startStack } from './desk';

/** What is masked, how it is opened, and how the log tells of it. */
jest.setTimeout(180_000);

const office = startStack();

test('who opens what is masked stands in the log, and the log leads from one to the other', async () => {
  const counter = await Counter.open(office.stack);
  const dossier = await counter.submitted();
  const desk = await Desk.signIn(office.browser, office.stack, 'supervisor');
  const { page } = desk;
  await page.goto(`/work/all/${dossier.id}`);
  const facts = page.getByRole('region', { name: 'Thông tin hồ sơ' });
  await facts.getByText('•••').first().waitFor();
  await facts.getByRole('button', { name: 'Hiện đủ' }).click();
  await facts.getByText('•••').first().waitFor({ state: 'detached' });
  await desk.expectAccessible();
  await facts.getByRole('link', { name: 'Nhật ký của hồ sơ' }).click();

  await page.getByRole('heading', { name: 'Nhật ký' }).waitFor();
  const revealed = page.getByRole('row', { name: /Xem đủ số định danh/ });
  await revealed.waitFor();
  await page.getByRole('row', { name: /Tiếp nhận/ }).waitFor();
  expect(page.url()).toContain(`dossier=${dossier.code}`);
  await desk.expectAccessible();
  if (process.env['SAOY_SHOTS']) {
    await page.screenshot({ path: `${process.env['SAOY_SHOTS']}/audit.png` });
  }
  // From the act to all that was done in its session.
  await revealed.getByRole('button').last().click();
  await page.getByRole('button', { name: /Bỏ điều kiện Một phiên/ }).waitFor();
  expect(page.url()).toContain('session=');
  await page.getByRole('button', { name: /Bỏ điều kiện Hồ sơ/ }).click();
  await page.getByLabel('Việc').selectOption('reveal');
  await revealed.waitFor();
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Xuất Excel' }).click(),
  ]);
  expect(table.suggestedFilename()).toMatch(/^nhat-ky.*\.xlsx$/);
  expect(desk.troubles).toEqual([]);
});

test('an administrator sees numbers masked, and opens them to change them', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'administrator-1');
  const { page } = desk;
  await page.goto('/people');
  await page.getByRole('button', { name: 'Thêm mới' }).click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('CMND/CCCD hoặc số điện thoại, đủ số').fill('0912345678');
  await desk.press('Enter');
  await adding.getByLabel('Họ và tên').fill('Trần Thị Che Mẫu');
  await adding.getByRole('button', { name: 'Lưu vào hệ thống' }).click();
  await adding.getByRole('button', { name: 'Mở để kích hoạt và gán quyền' }).click();
  const person = page.getByRole('dialog', { name: 'Trần Thị Che Mẫu' });
  await person.getByText('••••••5678').waitFor();
  await desk.expectAccessible();
  if (process.env['SAOY_SHOTS']) {
    await page.screenshot({ path: `${process.env['SAOY_SHOTS']}/person.png` });
  }
  await person.getByRole('button', { name: 'Sửa thông tin' }).click();
  expect(await person.getByLabel('Số điện thoại').inputValue()).toBe('0912345678');
  await person.getByRole('button', { name: 'Lưu lại' }).click();
  await person.getByText('••••••5678').waitFor();
  await person.getByRole('link', { name: 'Nhật ký của người này' }).click();
  await page.getByRole('row', { name: /Xem đủ số định danh/ }).waitFor();
  await page.getByRole('row', { name: /Sửa thông tin người dùng/ }).waitFor();
  await page.getByRole('row', { name: /Tạo tài khoản/ }).waitFor();
  expect(desk.troubles).toEqual([]);
});
