import { expect, jest, test } from '@jest/globals';
import { Desk, startStack } from './desk';

/** Pages for everybody: found from the front page, read on a phone and without a script. */
jest.setTimeout(150_000);

const here = startStack({ SAOY_SAMPLE: 'province' });
const phone = { viewport: { width: 320, height: 640 } };
const paths = ['/cong-dan', '/co-quan', '/can-mang-gi', '/tinh-phi?trang=12&ban=3', '/huong-dan'];

test('from the front page to an office, its fee, and an hour of it', async () => {
  const stranger = await Desk.open(here.browser, here.stack, phone);
  const { page } = stranger;
  await page.goto('/');
  await page.getByRole('link', { name: 'Dành cho người dân' }).click();
  await page.getByRole('link', { name: /^Cơ quan và giờ làm việc Tìm/ }).click();
  await page.getByLabel('Tên cơ quan').fill('phuong mau');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.getByRole('link', { name: 'Ủy ban nhân dân Phường Mẫu' }).click();
  await stranger.see('Giờ tiếp nhận bảy ngày tới');
  await stranger.expectAccessible();
  await page.getByRole('link', { name: 'Tính phí' }).first().click();
  await stranger.see('Theo quy định của Ủy ban nhân dân Phường Mẫu.');
  await page.getByLabel('Bản chính có mấy trang').fill('12');
  await page.getByLabel('Cần mấy bản sao').fill('3');
  await page.getByRole('button', { name: 'Tính' }).click();
  await stranger.see('42.000 ₫');
  await page.goBack();
  await page.goBack();
  await page.getByRole('link', { name: 'Đặt lịch hẹn' }).click();
  // The office is chosen already, and a new stack has hours to choose from.
  await page.locator('.hour-list button:enabled').first().waitFor();
  expect(stranger.troubles).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'nothing is cut off, barred or scripted, %s',
  async (colorScheme) => {
    const stranger = await Desk.open(here.browser, here.stack, { ...phone, colorScheme });
    const { page } = stranger;
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    for (const path of paths) {
      await page.goto(path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      await stranger.expectAccessible();
    }
    expect(scripts).toEqual([]);
    const ground = await page.evaluate<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(15, 21, 29)' : 'rgb(238, 241, 245)');
    // The guide's pictures are there, in the colours of the page.
    const pictures = page.locator('.step-picture');
    const count = await pictures.count();
    expect(count).toBe(5);
    for (let at = 0; at < count; at += 1) await pictures.nth(at).scrollIntoViewIfNeeded();
    const shown = `[...document.querySelectorAll('.step-picture')]
      .filter(({ complete, naturalWidth }) => complete && naturalWidth > 0).map(({ currentSrc }) => currentSrc)`;
    const read = () => page.evaluate<string[]>(shown);
    await stranger.until(async () => (await read()).length === count, 'every picture shows');
    const dark = (await read()).filter((name) => name.endsWith('-dark.webp'));
    expect(dark).toHaveLength(colorScheme === 'dark' ? count : 0);
    expect(stranger.troubles).toEqual([]);
  },
);

test('without a script the fee is reckoned and an office is found', async () => {
  const options = { ...phone, javaScriptEnabled: false };
  const { page } = await Desk.open(here.browser, here.stack, options);
  await page.goto('/tinh-phi');
  await page.getByLabel('Bản chính có mấy trang').fill('500');
  await page.getByRole('button', { name: 'Tính' }).click();
  await page.getByText('200.000 ₫ mỗi bản × 1 bản.').waitFor();
  await page.goto('/co-quan');
  await page.getByLabel('Tên cơ quan').fill('MAU dong');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.getByRole('link', { name: 'Ủy ban nhân dân Xã Mẫu Đông' }).waitFor();
});
