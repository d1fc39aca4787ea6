import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printBook, type PrintedLine } from './print-book';

const titles = ['Số', 'Ngày', 'Họ tên', 'Tên bản chính', 'Người ký', 'Số bản', 'Phí', 'Ghi chú'];
const lineOf = (number: number): PrintedLine => ({
  words: [
    ...([`${number}/ĐT`, '26/11/2026', 'Nguyễn Văn Mẫu', 'Giấy khai sinh'] as const),
    'Trần Thị Ví Dụ, Phó Chủ tịch Ủy ban nhân dân phường',
    number === 3 ? 'Không còn hiệu lực: Hồ sơ đã hủy' : '',
  ],
  ...{ copies: 2, fee: 4_000, isVoid: number === 3 },
});

async function print(count: number): Promise<string> {
  const lines = Array.from({ length: count }, (_, index) => lineOf(index + 1));
  const facts = { officeName: 'UBND Phường Mẫu', bookName: '2026/ĐT', period: 'tháng 11/2026' };
  const file = join(mkdtempSync(join(tmpdir(), 'so-')), 'so.pdf');
  writeFileSync(file, await printBook({ ...facts, titles, lines }));
  return file;
}

/** What the pages say, as another program reads them; one text a page. */
async function read(count: number): Promise<string[]> {
  const file = await print(count);
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  return text.split('\f').slice(0, -1);
}

test('what is carried from page to page adds up to the total', async () => {
  const pages = await read(100);
  expect(pages.length).toBeGreaterThan(3);
  let given = 0;
  for (const [index, page] of pages.entries()) {
    if (index > 0) expect(page).toMatch(sums('Trang trước mang sang', given));
    given += page.match(/\d+\/ĐT\s+26\/11/g)?.length ?? 0;
    if (index < pages.length - 1) expect(page).toMatch(sums('Cộng chuyển trang sau', given));
    expect(page).toContain(`Trang ${index + 1}`);
  }
  expect(given).toBe(100);
  expect(pages.at(-1)).toMatch(sums('Tổng cộng tháng 11/2026', 100));
  expect(pages.at(-1)).toContain('100 số, từ số 1/ĐT đến số 100/ĐT. Không còn hiệu lực: 1 số.');
});

/** Of so many lines, of two copies and 4.000 đồng each. */
function sums(words: string, count: number): RegExp {
  const fee = String(count * 4_000).replace(/\B(?=(\d{3})+$)/g, '\\.');
  return new RegExp(`${words}\\s+${count * 2}\\s+${fee}`);
}

test('a month without numbers says so', async () => {
  expect((await read(0)).join()).toContain('Số đã cấp: 0 số.');
});

test('a page is ink on paper, and mostly paper', async () => {
  const picture = execFileSync('pdftoppm', ['-gray', '-r', '50', '-l', '1', await print(30)]);
  const white = picture.filter((shade) => shade > 200).length;
  expect(white / picture.length).toBeGreaterThan(0.8);
});
