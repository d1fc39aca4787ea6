import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { houseRules, loadRules } from '../../policies/load-rules';
import { testDeps } from '../../test/fixtures/api-client';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { rulesWith } from '../../test/fixtures/rules';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import { mountPublicPages } from './mount-public-pages';

let database: TestDatabase;
let deps: ApiDeps;
let app: App;
let folder: string;
let ward: TestOffice;
/** Wednesday 25/11/2026, 12:15: between the sessions. */
const clock = { now: Date.parse('2026-11-25T12:15:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const city = await makeOffice(database.db, 'mau-00', 'UBND Thành phố Mẫu');
  ward = await makeOffice(database.db, 'mau-01', 'UBND Phường Đông Đô', { parent: city });
  await makeOffice(database.db, 'mau-02', 'UBND Xã <b>Lạ</b>', { parent: city });
  await makeOffice(database.db, 'mau-03', 'UBND Phường Cũ', {
    parent: city,
    validTo: '2025-07-01',
  });
  folder = await mkdtemp(join(tmpdir(), 'saoy-public-'));
  await writeFile(
    join(folder, 'public.html'),
    '<html><head><title>Sao Y</title><link href="/assets/own.css"></head><body><div id="root"></div></body></html>',
  );
  deps = testDeps(database.db, folder, clock);
  app = await mounted(deps);
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

async function mounted(of: ApiDeps): Promise<App> {
  const made = createApp(of);
  await mountPublicPages(made, of, folder);
  return made;
}

/** What a page says, without its marks. */
async function read(
  path: string,
  at = app,
): Promise<{ status: number; text: string; html: string }> {
  const answer = await at.request(path);
  const html = await answer.text();
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(html).not.toContain('<script');
  const text = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return { status: answer.status, text, html };
}

test('every page has the head of the built ones and leads to the others', async () => {
  for (const path of ['/cong-dan', '/co-quan', '/can-mang-gi', '/tinh-phi', '/huong-dan']) {
    const { status, html } = await read(path);
    expect(status).toBe(200);
    expect(html).toContain('href="/assets/own.css"');
    expect(html).toMatch(/<title>[^<]+ · Sao Y<\/title>/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    for (const other of ['/cong-dan', '/co-quan', '/can-mang-gi', '/tinh-phi', '/huong-dan']) {
      expect(html).toContain(`href="${other}"`);
    }
  }
});

test('offices that stand are found by a part of their name without accents, those that stand no more are not', async () => {
  const found = await read('/co-quan?ten=dong+DO');
  expect(found.text).toContain('1 cơ quan tiếp nhận');
  expect(found.html).toContain(`href="/co-quan/${ward.id}"`);
  expect(found.text).toContain('Đang đóng cửa, mở lại 13:30 hôm nay');
  expect((await read('/co-quan?ten=phuong+cu')).text).toContain(
    'Không có cơ quan nào có tên như vậy',
  );
  expect((await read('/co-quan?ten=%25')).text).toContain('0 cơ quan tiếp nhận');
});

test('what is typed and what an office is called is shown as text', async () => {
  const { html } = await read(`/co-quan?ten=${encodeURIComponent('"><script>1</script>')}`);
  expect(html).toContain('&quot;&gt;&lt;script&gt;');
  expect((await read('/co-quan?ten=la')).html).toContain('UBND Xã &lt;b&gt;Lạ&lt;/b&gt;');
});

test('an office shows its week, its closed days, and the hour until which the same day holds', async () => {
  const { text } = await read(`/co-quan/${ward.id}`);
  expect(text).toContain('Thứ Tư, 25/11/2026 (hôm nay) 08:00–12:00, 13:30–17:30');
  expect(text).toContain('Chủ nhật, 29/11/2026 Nghỉ');
  expect(text).toContain('Thứ Sáu, 01/01/2027: Tết Dương lịch');
  expect(text).toContain('đến 15:00 thì có bản sao trong ngày');
  for (const unknown of ['0b6c7d1e-0000-4000-8000-000000000000', 'x', '..']) {
    expect((await app.request(`/co-quan/${unknown}`)).status).toBe(404);
  }
});

test.each([
  ['trang=1&ban=1', '2.000 ₫ 2.000 ₫ mỗi bản × 1 bản.'],
  ['trang=10&ban=3', '36.000 ₫ 12.000 ₫ mỗi bản × 3 bản.'],
  ['trang=500&ban=2', '400.000 ₫ 200.000 ₫ mỗi bản × 2 bản.'],
])('%s costs what the rules say', async (query, line) => {
  expect((await read(`/tinh-phi?${query}`)).text).toContain(line);
});

test('the fee follows the rules, not the page', async () => {
  const rules = rulesWith(
    ['amount: 2000', 'amount: 2500'],
    ['cap_per_copy: 200000', 'cap_per_copy: 3000'],
  );
  const other = await mounted({ ...deps, rules });
  const { text } = await read('/tinh-phi?trang=2&ban=1', other);
  expect(text).toContain('3.000 ₫ mỗi bản × 1 bản.');
  expect(text).toContain('Tối đa 3.000 ₫ mỗi bản');
});

test.each([
  'trang=0&ban=1',
  'trang=1.5&ban=1',
  'trang=x&ban=1',
  'trang=99999999&ban=1',
  'trang=&ban=1',
])('%s is no count of pages, and is said beside its field', async (query) => {
  const { text, html, status } = await read(`/tinh-phi?${query}`);
  expect(status).toBe(200);
  expect(text).toContain('Nhập số trang của bản chính bằng số, từ 1 đến 10.000.');
  expect(html).toContain('aria-describedby="fault-trang"');
  expect(html).not.toContain('id="sum"');
});

test('each of the six grounds stands in everyday words and in those of the rules, with its article', async () => {
  const { text } = await read('/can-mang-gi');
  const { refusalGrounds, documentTypes } = loadRules(houseRules).defaultPolicy;
  expect(refusalGrounds).toHaveLength(6);
  for (const { vi, citation } of refusalGrounds) expect(text).toContain(`${vi} (${citation})`);
  expect(text).toContain('Giấy tự viết, chưa có xác nhận và dấu');
  for (const type of documentTypes.suggested) expect(text).toContain(type);
  const one = await read(`/can-mang-gi?giay-to=${encodeURIComponent('Hộ chiếu')}`);
  expect(one.text).toContain('Cần mang gì: Hộ chiếu');
  expect(one.text).toContain('Mang cả quyển');
  expect(one.text).not.toContain('trang bổ sung');
});

test('without built pages they are readable all the same', async () => {
  const bare = createApp(deps);
  await mountPublicPages(bare, deps, undefined);
  expect((await read('/huong-dan', bare)).text).toContain('Mang bản chính đến quầy');
});
