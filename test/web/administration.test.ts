import { expect, jest, test } from '@jest/globals';
import { Desk, startStack } from './desk';

/** An administrator's morning: an office, a person, a right, a first sign-in, two offices merged. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(180_000);

const office = startStack();

test('an administrator opens an office, adds a person, gives a right, and the person begins to work', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'administrator-1');
  const { page } = desk;
  // The home of who only administers is the tree, with what stands no more in it.
  await page.getByRole('heading', { name: 'Ủy ban nhân dân Thành phố Mẫu' }).waitFor();
  await desk.see('(đã sáp nhập vào Ủy ban nhân dân Phường Mẫu)');
  await desk.expectAccessible();

  await page.getByRole('button', { name: 'Thêm đơn vị cấp dưới' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/^Mã định danh/).fill('000.00.50.H99');
  await form.getByLabel('Tên đơn vị').fill('Ủy ban nhân dân Xã Mẫu Tây');
  await desk.expectAccessible();
  await desk.press('Enter');
  await form.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Ủy ban nhân dân Xã Mẫu Tây' }).waitFor();
  await desk.see('Ủy ban nhân dân Xã Mẫu Tây chưa có ai.');

  // Found again without accents, by the keyboard alone.
  await desk.press('Escape', '/');
  await desk.type('mau tay');
  await desk.see('1 đơn vị');
  await page.getByRole('searchbox').fill('');

  await page.getByRole('link', { name: 'Người dùng' }).click();
  await page.getByRole('button', { name: 'Thêm mới' }).click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('CMND/CCCD hoặc số điện thoại, đủ số').fill('0912345678');
  await desk.press('Enter');
  await adding.getByLabel('Họ và tên').fill('Trần Thị Mới Mẫu');
  await desk.expectAccessible();
  await adding.getByRole('button', { name: 'Lưu vào hệ thống' }).click();
  const password = await adding.locator('code').innerText();
  await adding.getByRole('button', { name: 'Mở để kích hoạt và gán quyền' }).click();
  const person = page.getByRole('dialog', { name: 'Trần Thị Mới Mẫu' });
  await person.getByRole('button', { name: 'Kích hoạt', exact: true }).click();
  await person.getByRole('button', { name: 'Ngừng kích hoạt' }).waitFor();
  await person.getByRole('button', { name: 'Gán vào đơn vị khác…' }).click();
  await person.getByLabel(/^Đơn vị: gõ vài chữ/).fill('phuong mau');
  await person.getByRole('radio', { name: /Ủy ban nhân dân Phường Mẫu/ }).check();
  await person.getByRole('button', { name: 'Lưu lại' }).click();
  const ofWard = person.getByRole('listitem').filter({ hasText: '000.00.99.H99' });
  await ofWard.getByRole('button', { name: 'Gán quyền' }).click();
  await person.getByRole('radio', { name: /Quyền ký bản sao/ }).check();
  await person.getByLabel(/^Số văn bản ủy quyền/).fill('05/QĐ-UBND');
  await person.getByLabel('Ngày văn bản').fill('02/11/2026');
  await desk.expectAccessible();
  await person.getByRole('button', { name: 'Gán quyền', exact: true }).last().click();
  await desk.see('theo văn bản 05/QĐ-UBND ngày 02/11/2026');
  await person.getByRole('button', { name: 'Đóng' }).click();

  // Whoever was given a password chooses their own, and then works.
  const own = await Desk.open(office.browser, office.stack);
  await own.page.goto('/');
  await own.page.getByLabel('Tên đăng nhập').fill('tran-thi-moi-mau');
  await own.page.getByLabel('Mật khẩu').fill(password);
  await own.press('Enter');
  await own.page.getByRole('heading', { name: 'Đổi mật khẩu' }).waitFor();
  await own.expectAccessible();
  await own.page.getByLabel('Mật khẩu hiện tại').fill(password);
  await own.page.getByLabel(/^Mật khẩu mới/).fill('con đò nhỏ bến sông xưa');
  await own.page.getByLabel('Gõ lại mật khẩu mới').fill('con đò nhỏ bến sông xưa');
  await own.press('Enter');
  await own.page.getByRole('link', { name: 'Chờ ký' }).waitFor();
  expect(own.troubles).toEqual([]);

  // The matrix shows it; ended there, it ends where the person works.
  await page.getByRole('link', { name: 'Đơn vị' }).click();
  await page.getByRole('treeitem', { name: 'Ủy ban nhân dân Phường Mẫu', exact: true }).click();
  const row = page.getByRole('row', { name: /Trần Thị Mới Mẫu/ });
  await row.getByText('theo văn bản 05/QĐ-UBND').waitFor();
  await desk.expectAccessible();
  await row.getByRole('button', { name: 'Trần Thị Mới Mẫu' }).click();
  await person.getByRole('button', { name: 'Kết thúc', exact: true }).click();
  await person.getByText('Quyền đã kết thúc (1)').waitFor();
  await desk.press('Escape');
  await own.page.reload();
  await own.see('Tài khoản của bạn chưa được gán vào đơn vị nào.');
  expect(desk.troubles).toEqual([]);
});

test('a merge is read before it is done, and then its people work in the successor', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'administrator-1');
  const { page } = desk;
  await page.getByRole('treeitem', { name: 'Ủy ban nhân dân Xã Mẫu Đông', exact: true }).click();
  await page.getByRole('heading', { name: 'Ủy ban nhân dân Xã Mẫu Đông' }).waitFor();
  await page.getByRole('button', { name: 'Sáp nhập…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Đơn vị kế thừa: gõ vài chữ/).fill('phuong mau');
  await dialog.getByRole('radio', { name: /Ủy ban nhân dân Phường Mẫu/ }).check();
  await dialog.getByText('2 người và 3 quyền').waitFor();
  await desk.expectAccessible();
  await dialog.getByRole('button', { name: 'Sáp nhập' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Ủy ban nhân dân Phường Mẫu' }).waitFor();
  await page.getByRole('row', { name: /Lý Thị Ủy Quyền Mẫu/ }).waitFor();
  expect(desk.troubles).toEqual([]);

  const delegate = await Desk.signIn(office.browser, office.stack, 'delegate');
  await delegate.page.getByRole('link', { name: 'Chờ ký' }).waitFor();
  expect(delegate.troubles).toEqual([]);
});

test('a leader’s token signs once it is declared theirs, and for nobody before', async () => {
  const desk = await Desk.signIn(office.browser, office.stack, 'administrator');
  const { page } = desk;
  const holder = page.getByLabel('Token “leader” là của ai');
  await holder.selectOption({ label: 'chưa khai báo: không ai ký được' });
  await page.getByRole('button', { name: 'Khai báo' }).click();
  await desk.see('Đã khai báo token “leader”.');
  await desk.expectAccessible();

  const leader = await Desk.signIn(office.browser, office.stack, 'leader');
  await leader.see('Bản sao chờ ký');
  await leader.page.getByRole('button', { name: 'Token ký chưa sẵn sàng' }).click();
  await leader.see('Token “leader” ở máy chủ chưa được khai báo là của ai.');
  await leader.expectAccessible();

  // Somebody whom the certificate does not name may not have it.
  await holder.selectOption({ label: 'Lý Thị Ủy Quyền Mẫu' });
  await page.getByRole('button', { name: 'Khai báo' }).click();
  await desk.see('chứng thư mang tên người khác');
  await holder.selectOption({ label: 'Trần Văn Lãnh Đạo Mẫu' });
  await page.getByRole('button', { name: 'Khai báo' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await leader.page.reload();
  await leader.page.getByRole('button', { name: 'Token ký sẵn sàng' }).waitFor();
});
