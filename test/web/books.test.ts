import { expect, jest, test } from '@jest/globals';
import { Counter } from '../journeys/counter';
import { Desk, printedBy, startStack } from './desk';

/** The year's end of a book: an entry is corrected beside it, and the signer closes the book. */
// A browser, a whole stack and whatever else runs on the machine.
jest.setTimeout(180_000);

const office = startStack();
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const name = `${today.slice(0, 4)}/ĐT`;

test('the clerk corrects an entry beside it; the signer confirms the totals and closes the book', async () => {
  const counter = await Counter.open(office.stack);
  for (let number = 1; number <= 2; number += 1) {
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    await counter.waitFor(dossier, 'delivered');
  }
  const clerk = await Desk.signIn(office.browser, office.stack, 'clerk');
  await clerk.page.goto('/books');
  await clerk.page.getByRole('button', { name: `Xem sổ ${name}` }).click();
  await clerk.page.getByRole('button', { name: 'Đính chính số 002/ĐT' }).click();
  const form = clerk.page.getByRole('dialog');
  await form.getByLabel('Cột ghi sai').selectOption({ label: 'Tên bản chính' });
  await form.getByLabel('Lý do đính chính').fill('Ghi nhầm khi tiếp nhận');
  await form.getByRole('button', { name: 'Ghi đính chính' }).click();
  await clerk.see(/giống hệt nội dung đang có/);
  await form.getByLabel('Nội dung đúng').fill('Bằng tốt nghiệp trung học');
  await clerk.expectAccessible();
  await form.getByRole('button', { name: 'Ghi đính chính' }).click();
  await form.waitFor({ state: 'detached' });
  await clerk.see(/Đính chính .* tên bản chính .* → Bằng tốt nghiệp trung học/);
  expect(await clerk.page.locator('tbody tr:nth-child(2) td:nth-child(4) s').count()).toBe(1);
  await clerk.expectAccessible();

  // A book is closed from its last day on: the clerk has it end today.
  await clerk.page.getByRole('button', { name: '‹ Các sổ' }).click();
  await clerk.page.getByRole('button', { name: `Khóa sổ ${name}` }).click();
  await clerk.see(/Sổ còn mở đến hết ngày/);
  await clerk.see(/Người ký chứng thực xác nhận và khóa sổ/);
  await clerk.expectAccessible();
  await clerk.press('Escape');
  const books = await counter.clerk.get<{
    items: { id: string; name: string; startNumber: number; openedOn: string }[];
  }>(`/books?officeId=${counter.officeId}`);
  const { id, startNumber, openedOn } = books.items.find((each) => each.name === name)!;
  await counter.clerk.put(`/offices/${counter.officeId}/books/${id}`, {
    ...{ name, startNumber, openedOn, closedOn: today },
  });

  // The year's books merged into one: written by the worker, saved when it is there, and kept in the list.
  await clerk.page.reload();
  const [file] = await Promise.all([
    clerk.page.waitForEvent('download'),
    clerk.page.getByRole('button', { name: /^Xuất gộp cả năm/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^so-chung-thuc-\d{4}\.xlsx$/);
  await clerk.see(/Tải Excel \(.* 2 dòng\)/);
  await clerk.expectAccessible();

  const leader = await Desk.signIn(office.browser, office.stack, 'leader');
  const { page } = leader;
  await page.goto('/books');
  await page.getByRole('button', { name: `Khóa sổ ${name}` }).click();
  const closing = page.getByRole('dialog');
  await closing.getByText('2, từ 001/ĐT đến 002/ĐT').waitFor();
  await closing.getByRole('button', { name: 'Xem trước biên bản' }).click();
  await closing.locator('canvas').first().waitFor();
  await leader.expectAccessible();
  await closing.getByLabel(/Tôi đã đối chiếu/).check();
  await closing.getByRole('button', { name: 'Xác nhận và khóa sổ' }).click();
  await leader.see(/đã xác nhận và khóa sổ lúc/);
  await closing.locator('canvas').first().waitFor();
  await leader.expectAccessible();
  const printed = await printedBy(leader, () =>
    closing.getByRole('button', { name: 'In biên bản' }).click(),
  );
  expect(printed.shows).toBe('paper alone');
  await closing.getByRole('button', { name: 'In lại lần 2' }).waitFor();
  await leader.press('Escape');
  await leader.see(/đã khóa/);

  const late = await counter.submitted();
  await counter.sign(late);
  await expect(counter.seal(late)).rejects.toThrow(/đã khóa/);
  expect([...clerk.troubles, ...leader.troubles]).toEqual([]);
});
