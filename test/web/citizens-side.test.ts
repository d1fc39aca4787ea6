import { expect, jest, test } from '@jest/globals';
import { Desk, startStack } from './desk';

/** What a citizen has of a delivered copy: where it was checked, and how to have it put right. */
jest.setTimeout(200_000);

// With its sample dossier: a copy that the sample citizen has.
const here = startStack({ SAOY_SAMPLE: '1' });

test('a citizen sees where the copy was checked, asks for a correction, and reads the answer', async () => {
  const citizen = await Desk.open(here.browser, here.stack, {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  const { page } = citizen;
  const { username, password } = here.stack.account('citizen');
  await page.goto('/my');
  await page.getByLabel('Số CCCD hoặc tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(password);
  await citizen.press('Enter');
  const copyPage = page.getByRole('link', { name: 'Trang kiểm tra' }).first();
  await copyPage.waitFor();
  await page.getByText('Đã kiểm tra ở đâu, ai đã mở').click();
  await citizen.see('Chưa ai kiểm tra bản sao này trên hệ thống.');

  const stranger = await Desk.open(here.browser, here.stack);
  await stranger.page.goto(new URL(String(await copyPage.getAttribute('href'))).pathname);
  await stranger.see('Đang có hiệu lực');
  await page.getByText('Đã kiểm tra ở đâu, ai đã mở').click();
  await page.getByText('Đã kiểm tra ở đâu, ai đã mở').click();
  await citizen.see(/Quét mã QR tại trang kiểm tra công khai/);

  await page.getByText('Yêu cầu đính chính', { exact: true }).click();
  await page.getByLabel('Sai ở đâu').selectOption('document');
  await page.getByLabel('Đúng ra là gì').fill('Tên giấy tờ đúng là Chứng chỉ tin học.');
  await citizen.expectAccessible();
  await page.getByRole('button', { name: 'Gửi yêu cầu' }).click();
  await citizen.see('Yêu cầu đính chính: Đang chờ cơ quan trả lời');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  await citizen.expectAccessible();

  const officer = await Desk.signIn(here.browser, here.stack, 'officer');
  await officer.page.getByRole('link', { name: 'Yêu cầu đính chính' }).click();
  await officer.see('Tên giấy tờ đúng là Chứng chỉ tin học.');
  await officer.expectAccessible();
  await officer.page.getByRole('button', { name: /^Trả lời yêu cầu/ }).click();
  const dialog = officer.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Trả lời' }).click();
  await dialog.getByText('Chọn cách giải quyết.').waitFor();
  await dialog.getByLabel('Thu hồi bản sao này rồi chứng thực lại').check();
  await dialog.getByLabel('Trả lời công dân').fill('Mời ông mang bản chính đến phường.');
  await officer.expectAccessible();
  await dialog.getByRole('button', { name: 'Trả lời' }).click();
  await officer.see('Không có yêu cầu đính chính nào chờ trả lời.');
  await officer.page.getByRole('button', { name: 'Đã kết thúc' }).click();
  await officer.see('Mời ông mang bản chính đến phường.');
  await officer.expectAccessible();

  await page.reload();
  await citizen.see('Yêu cầu đính chính: Cơ quan đã chấp nhận');
  await citizen.see(/Bản sao này sẽ bị thu hồi/);
  await citizen.see(/Mời ông mang bản chính đến phường/);
  await citizen.expectAccessible();
  expect([...citizen.troubles, ...officer.troubles, ...stranger.troubles]).toEqual([]);
});
