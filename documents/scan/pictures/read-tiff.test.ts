import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type TiffPage, type TiffValue, writeTiff } from '../../../test/documents/write-tiff';
import { intakeScan } from '../intake-scan';
import { usualScanLimits } from '../child/run-bounded';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-tiff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const width = 160;
const height = 120;

/** A picture that is nowhere like itself turned or mirrored: a slope, and a dark corner. */
function sample(x: number, y: number, colour: number): number {
  if (x < 40 && y < 30) return 10 + colour * 20;
  return Math.min(255, 60 + x + (colour === 1 ? y : 0) - (colour === 2 ? Math.floor(x / 2) : 0));
}
const rgb = Buffer.from(
  Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return sample(pixel % width, Math.floor(pixel / width), at % 3);
  }),
);
const grey = Buffer.from(
  Array.from({ length: width * height }, (_, at) => sample(at % width, Math.floor(at / width), 0)),
);

/** The picture of the first page as another program unpacks it, in colour. */
async function shown(tiff: Buffer) {
  const { pdf, pages } = await intakeScan([{ bytes: tiff, turn: 0 }], usualScanLimits);
  writeFileSync(join(folder, 'page.pdf'), pdf);
  execFileSync('pdfimages', ['-l', '1', '-png', join(folder, 'page.pdf'), join(folder, 'out')]);
  const picture = sharp(readFileSync(join(folder, 'out-000.png'))).toColourspace('srgb');
  const pixels = await picture.removeAlpha().raw().toBuffer();
  return { pages, pdf: Buffer.from(pdf), pixels };
}

/** The largest difference of any sample. */
function difference(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(other.length);
  let most = 0;
  for (let at = 0; at < one.length; at += 1) most = Math.max(most, Math.abs(one[at]! - other[at]!));
  return most;
}
const inColour = (one: Buffer) => Buffer.from([...one].flatMap((value) => [value, value, value]));

const base = (more: Record<number, TiffValue> = {}): Record<number, TiffValue> => ({
  256: { longs: [width] },
  257: { longs: [height] },
  258: { shorts: [8] },
  259: { shorts: [1] },
  262: { shorts: [1] },
  277: { shorts: [1] },
  278: { longs: [height] },
  282: { rationals: [144] },
  283: { rationals: [144] },
  ...more,
});
const inRgb = { 258: { shorts: [8, 8, 8] }, 262: { shorts: [2] }, 277: { shorts: [3] } };

const rowsOf = (data: Buffer, bytes: number, rows = 1) =>
  Array.from({ length: Math.ceil(data.length / (bytes * rows)) }, (_, index) =>
    data.subarray(index * bytes * rows, (index + 1) * bytes * rows),
  );

describe('a TIFF as libtiff writes it', () => {
  const raw = (data: Buffer, channels: 1 | 3) => sharp(data, { raw: { width, height, channels } });
  it.each([
    ['LZW with differences', { compression: 'lzw', predictor: 'horizontal' }],
    ['Deflate without', { compression: 'deflate', predictor: 'none' }],
    ['PackBits', { compression: 'packbits' }],
    ['tiles of LZW with differences', { compression: 'lzw', predictor: 'horizontal', tile: true }],
    ['tiles that are not packed', { compression: 'none', tile: true }],
  ] as const)('is one picture, true to the sample: %s', async (_name, options) => {
    const tiled = 'tile' in options ? { tileWidth: 64, tileHeight: 48 } : {};
    for (const [data, channels] of [
      [rgb, 3],
      [grey, 1],
    ] as const) {
      const pipeline = raw(data, channels);
      const asked = channels === 1 ? pipeline.toColourspace('b-w') : pipeline;
      const tiff = await asked
        .tiff({ ...options, ...tiled, xres: 144 / 25.4, yres: 144 / 25.4 })
        .toBuffer();
      const { pixels, pdf } = await shown(tiff);
      expect(difference(pixels, channels === 3 ? rgb : inColour(data))).toBe(0);
      expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
    }
  });

  it.each([1, 2, 4] as const)('is taken in grey of %d bits', async (bitdepth) => {
    const data = Buffer.from(grey.map((value) => (value >= 128 ? 255 : 0)));
    const plain = raw(data, 1).toColourspace('b-w');
    const tiff = await plain
      .tiff({ compression: 'lzw', predictor: 'none', bitdepth, xres: 144 / 25.4, yres: 144 / 25.4 })
      .toBuffer();
    expect(difference((await shown(tiff)).pixels, inColour(data))).toBe(0);
  });
});

describe('a TIFF by hand', () => {
  it.each([
    ['a row a strip', 1],
    ['seven rows a strip', 7],
  ])('of %s is one picture', async (_name, rows) => {
    const parts = rowsOf(rgb, width * 3, rows).map((strip) => deflateSync(strip));
    const values = base({ ...inRgb, 259: { shorts: [8] }, 278: { longs: [rows] } });
    const { pixels, pdf } = await shown(writeTiff([{ values, parts }]));
    expect(difference(pixels, rgb)).toBe(0);
    expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  it.each([
    ['white is 0', base({ 262: { shorts: [0] } }), Buffer.from(grey.map((value) => 255 - value))],
    ['bits reversed', base({ 266: { shorts: [2] } }), Buffer.from(grey.map(mirrored))],
  ])('is shown as it is where %s', async (_name, values, data) => {
    expect(
      difference((await shown(writeTiff([{ values, parts: [data] }]))).pixels, inColour(grey)),
    ).toBe(0);
  });

  it.each([true, false])('of 16 bits is shown as it is, little end first: %s', async (isLittle) => {
    const wide = Buffer.alloc(grey.length * 2);
    grey.forEach((value, at) => {
      if (isLittle) wide.writeUInt16LE(value * 257, at * 2);
      else wide.writeUInt16BE(value * 257, at * 2);
    });
    const page = { values: base({ 258: { shorts: [16] } }), parts: [wide] };
    expect(difference((await shown(writeTiff([page], isLittle))).pixels, inColour(grey))).toBe(0);
  });

  it.each([
    [4, 257],
    [4, 1],
    [8, 257],
  ])(
    'with a palette of %d bits and entries times %d is shown in its colours',
    async (depth, times) => {
      const entries = 1 << depth;
      const colours = Array.from({ length: entries * 3 }, (_, at) => (at * 53) % 256);
      const index = (at: number) =>
        (Math.floor((at % width) / 10) + Math.floor(at / width / 10)) % entries;
      const data =
        depth === 8
          ? Buffer.from(Array.from({ length: width * height }, (_, at) => index(at)))
          : Buffer.from(
              Array.from(
                { length: (width * height) / 2 },
                (_, at) => index(at * 2) * 16 + index(at * 2 + 1),
              ),
            );
      const values = base({
        258: { shorts: [depth] },
        262: { shorts: [3] },
        320: { shorts: colours.map((value) => value * times) },
      });
      const expected = Buffer.from(
        Array.from(
          { length: width * height * 3 },
          (_, at) => colours[(at % 3) * entries + index(Math.floor(at / 3))]!,
        ),
      );
      expect(
        difference((await shown(writeTiff([{ values, parts: [data] }]))).pixels, expected),
      ).toBe(0);
    },
  );

  it('leaves out smaller renditions and masks', async () => {
    const page: TiffPage = { values: base(), parts: [grey] };
    const extra = (name: number, value: number, [across, down] = [80, 60]): TiffPage => ({
      values: base({
        [name]: { longs: [value] },
        256: { longs: [across] },
        257: { longs: [down] },
        278: { longs: [down] },
      }),
      parts: [grey.subarray(0, across * down)],
    });
    const tiff = writeTiff([extra(254, 1), page, extra(254, 4), extra(254, 5), extra(255, 2)]);
    expect((await shown(tiff)).pages).toBe(1);
    // A page of several is a page.
    expect((await shown(writeTiff([extra(254, 2), extra(255, 3, [width, height])]))).pages).toBe(2);
  });

  it('is taken with fifteen pages of a row a strip', async () => {
    const row = deflateSync(Buffer.alloc(300, 90), { level: 1 });
    const values = base({
      256: { longs: [300] },
      257: { longs: [3508] },
      259: { shorts: [8] },
      278: { longs: [1] },
    });
    const page = { values, parts: Array.from({ length: 3508 }, () => row) };
    expect((await shown(writeTiff(Array.from({ length: 15 }, () => page)))).pages).toBe(15);
  });

  it.each([
    ['a strip too few', base({ 278: { longs: [10] } }), rowsOf(grey, width, 10).slice(1)],
    [
      'a strip cut short',
      base({ 278: { longs: [60] } }),
      [grey.subarray(0, 60 * width), grey.subarray(0, 50)],
    ],
    ['a packed strip cut short', base({ 259: { shorts: [5] } }), [Buffer.from([0x80, 0x0b, 0x60])]],
    ['a tile too few', base({ 322: { longs: [80] }, 323: { longs: [128] } }), [grey]],
  ])('with %s is damaged', async (_name, values, parts) => {
    const isTiled = 322 in values;
    await expect(shown(writeTiff([{ values, parts, isTiled }]))).rejects.toMatchObject({
      code: 'page-picture-damaged',
      params: { page: 1 },
    });
  });
});

function mirrored(byte: number): number {
  return parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2);
}
