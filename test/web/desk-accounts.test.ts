import { expect, jest, test } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import { Desk, startStack } from './desk';

/** An officer of the one-stop desk opens an account for a citizen who stands there, as in `npm start`. */
jest.setTimeout(180_000);

const identifier = '099200000025';
const phone = '0900000025';

const office = startStack();

/** What stands in the newest message to the citizen, once one fits. */
async function readText(desk: Desk, pattern: RegExp): Promise<string> {
  let found = '';
  await desk.until(async () => {
    const answer = await fetch(`${office.stack.ready.mail.inbox}/texts.json`);
    const texts = (await answer.json()) as { to: string; text: string }[];
    const mine = texts.filter(({ to, text }) => to === phone && pattern.test(text));
    found = pattern.exec(mine.at(-1)?.text ?? '')?.[1] ?? '';
    return found !== '';
  }, `a text message like ${pattern}`);
  return found;
}

async function scan(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const document = await PDFDocument.create();
  document.addPage([400, 300]).drawText('two sides');
  const buffer = Buffer.from(await document.save());
  return { name: 'hai-mat.pdf', mimeType: 'application/pdf', buffer };
}

test('look up, type, print, send the code, open; and the citizen chooses a password', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'one-stop');
  const { page } = desk;
  await page.getByRole('link', { name: 'Tài khoản công dân' }).click();
  await desk.see('Bạn chưa tạo tài khoản nào.');
  await desk.expectAccessible();
  await page.getByRole('button', { name: 'Thêm mới' }).click();
  // One who has an account already: told, and no further.
  await page.getByLabel('Số CMND/CCCD').fill(office.stack.account('citizen').username);
  await desk.press('Enter');
  await desk.see('Số này đã có tài khoản.');
  expect(await page.getByLabel('Họ và tên').count()).toBe(0);
  await page.getByLabel('Số CMND/CCCD').fill(identifier);
  await desk.press('Enter');
  await page.getByLabel('Họ và tên').fill('Nguyễn Văn Mẫu');
  await page.getByLabel('Ngày sinh').fill('28/02/1990');
  await page.getByLabel('Số điện thoại').fill(phone);
  const note = { name: 'hai-mat.txt', mimeType: 'text/plain', buffer: Buffer.from('x') };
  await page.locator('input[type=file]').setInputFiles(note);
  await desk.see('phải là doc, docx hoặc pdf');
  await page.locator('input[type=file]').setInputFiles(await scan());
  await desk.expectAccessible();
  const paper = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải xuống giấy đề nghị' }).click();
  expect((await paper).suggestedFilename()).toBe('giay-de-nghi-tao-tai-khoan.pdf');
  await page.getByRole('button', { name: 'Gửi mã OTP' }).click();
  const code = await readText(desk, /mã xác nhận (\d{6})/);
  await page.getByLabel('Mã xác nhận').fill(code === '000000' ? '000001' : '000000');
  await desk.press('Enter');
  await desk.see('Mã không đúng');
  await page.getByLabel('Mã xác nhận').fill(code);
  await desk.press('Enter');
  await desk.see('Tài khoản của Nguyễn Văn Mẫu đã được tạo.');
  await page.getByRole('button', { name: 'Xong' }).click();
  await desk.see('1 tài khoản bạn đã tạo');
  await desk.expectAccessible();
  expect(desk.troubles).toEqual([]);

  const password = await readText(desk, /Mật khẩu một lần: (\S+)/);
  const mine = await Desk.open(office.browser, office.stack, {
    viewport: { width: 360, height: 720 },
  });
  await mine.page.goto('/my');
  await mine.page.getByLabel('Số CCCD hoặc tên đăng nhập').fill(identifier);
  await mine.page.getByLabel('Mật khẩu').fill(password);
  await mine.press('Enter');
  await mine.page.getByLabel('Mã 6 số').waitFor();
  await mine.until(
    async () => (await readText(desk, /mã xác nhận (\d{6})/)) !== code,
    'a new code',
  );
  await mine.page.getByLabel('Mã 6 số').fill(await readText(desk, /mã xác nhận (\d{6})/));
  await mine.press('Enter');
  await mine.see('Chọn mật khẩu của riêng bạn');
  await mine.expectAccessible();
  await mine.page.getByLabel('Mật khẩu trong tin nhắn').fill(password);
  await mine.page.getByLabel('Mật khẩu mới (ít nhất').fill('hai con mèo ngủ trưa');
  await mine.page.getByLabel('Gõ lại mật khẩu mới').fill('hai con mèo ngủ trưa');
  await mine.press('Enter');
  await mine.see('Bạn chưa có bản sao điện tử nào.');
  expect(mine.troubles).toEqual([]);
});
