import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writePdf, stream } from '../../test/documents/draw-scan';
import type { Turn } from './child/tasks';
import { assemblePages } from './assemble-pages';
import { intakeScan } from './intake-scan';
import { encodePng } from './pictures/encode-png';
import { usualScanLimits } from './child/run-bounded';

/** One page with a dark corner at the top left, so that turning it is seen. */
const page = writePdf([
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R >>',
  stream('', '0 g 0 250 50 50 re f 0.5 g 100 20 80 10 re f'),
]);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-pictures-'));
  writeFileSync(join(folder, 'page.pdf'), page);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function draw(args: string[], extension: string): Buffer {
  const out = join(folder, 'drawn');
  execFileSync('pdftoppm', ['-singlefile', ...args, join(folder, 'page.pdf'), out]);
  return readFileSync(`${out}.${extension}`);
}

/** Size in pixels and grey values, drawn at one pixel a point. */
function look(pdf: Uint8Array, number = 1) {
  writeFileSync(join(folder, 'look.pdf'), pdf);
  const range = ['-f', String(number), '-l', String(number), '-singlefile'];
  const out = join(folder, 'look');
  execFileSync('pdftoppm', ['-r', '72', '-gray', ...range, join(folder, 'look.pdf'), out]);
  const [, width = '', height = '', rest = ''] =
    /^P5\s(\d+) (\d+)\s255\s([\s\S]*)$/.exec(readFileSync(`${out}.pgm`).toString('latin1')) ?? [];
  const pixels = Buffer.from(rest, 'latin1');
  const at = (x: number, y: number) => pixels[y * Number(width) + x] ?? -1;
  return { width: Number(width), height: Number(height), at };
}

/** With an Exif block that says how to turn it. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.from(
    `45786966000049492a000800000001001201030001000000${Buffer.from([orientation, 0, 0, 0]).toString('hex')}00000000`,
    'hex',
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1]),
    length,
    exif,
    jpeg.subarray(2),
  ]);
}

/** Through the bounded process, as the counter does it. */
async function assembled(...pictures: Buffer[]): Promise<Uint8Array> {
  return turnedBy(0, ...pictures);
}

async function turnedBy(turn: Turn, ...pictures: Buffer[]): Promise<Uint8Array> {
  const files = pictures.map((bytes) => ({ bytes, turn }));
  return (await intakeScan(files, usualScanLimits)).pdf;
}

describe('assemblePages', () => {
  it.each([
    ['jpeg', ['-jpeg', '-r', '144'], 'jpg'],
    ['png', ['-png', '-r', '144'], 'png'],
    ['grey png', ['-png', '-gray', '-r', '144'], 'png'],
    ['black and white png', ['-png', '-mono', '-r', '144'], 'png'],
    ['tiff', ['-tiff', '-r', '144'], 'tif'],
    ['tiff with LZW', ['-tiff', '-tiffcompression', 'lzw', '-r', '144'], 'tif'],
    ['tiff with PackBits', ['-tiff', '-tiffcompression', 'packbits', '-r', '144'], 'tif'],
    ['tiff with Deflate', ['-tiff', '-tiffcompression', 'deflate', '-r', '144'], 'tif'],
  ])('lays a %s upright at its own size', async (_kind, args, extension) => {
    const picture = draw(args, extension);
    const seen = look(await assembled(picture));
    expect([seen.width, seen.height]).toEqual([200, 300]);
    expect(seen.at(20, 20)).toBeLessThan(20);
    expect(seen.at(150, 20)).toBeGreaterThan(235);
    expect(seen.at(20, 280)).toBeGreaterThan(235);
  });

  it.each([
    [1, [20, 20], [200, 300]],
    [2, [180, 20], [200, 300]],
    [3, [180, 280], [200, 300]],
    [4, [20, 280], [200, 300]],
    [5, [20, 20], [300, 200]],
    [6, [280, 20], [300, 200]],
    [7, [280, 180], [300, 200]],
    [8, [20, 180], [300, 200]],
  ])('turns a photograph of orientation %d', async (orientation, [x, y], size) => {
    const seen = look(await assembled(turned(draw(['-jpeg', '-r', '144'], 'jpg'), orientation)));
    expect([seen.width, seen.height]).toEqual(size);
    expect(seen.at(x!, y!)).toBeLessThan(20);
  });

  it.each([
    [90, 1, [300, 200]],
    [180, 1, [200, 300]],
    [270, 1, [300, 200]],
    [90, 6, [200, 300]],
    [90, 2, [300, 200]],
    [270, 5, [200, 300]],
  ])('turns a picture by %d degrees from orientation %d', async (turn, orientation, size) => {
    const photograph = turned(draw(['-jpeg', '-r', '144'], 'jpg'), orientation);
    const straight = look(await assembled(photograph));
    const seen = look(await turnedBy(turn as Turn, photograph));
    expect([seen.width, seen.height]).toEqual(size);
    // The dark corner goes where a quarter turn clockwise takes it, as often as asked.
    const dark = [20, straight.width - 20].flatMap((x) =>
      [20, straight.height - 20].filter((y) => straight.at(x, y) < 20).map((y) => [x, y] as const),
    );
    let [[x, y] = [0, 0]] = dark;
    let height = straight.height;
    for (let quarter = 0; quarter < turn / 90; quarter += 1) {
      [x, y] = [height - y, x];
      height = quarter % 2 === 0 ? straight.width : straight.height;
    }
    expect(seen.at(x, y)).toBeLessThan(20);
  });

  it('lays transparent and interlaced pictures on white', async () => {
    const pixels = { width: 200, height: 300, rgba: Buffer.alloc(200 * 300 * 4) };
    for (let at = 0; at < 200 * 50 * 4; at += 4) pixels.rgba.set([0, 0, 0, 255], at);
    const seen = look(await assembled(encodePng(pixels)));
    const [dark, clear] = [seen.at(20, 20), seen.at(20, seen.height - 20)];
    expect([dark, clear]).toEqual([0, 255]);
  });

  it('leaves out where a photograph was taken, and nothing of its look', async () => {
    const jpeg = draw(['-jpeg', '-r', '144'], 'jpg');
    const comment = Buffer.from('\xff\xfe\0\x0f21.02N 105.85E'.slice(0, 17), 'latin1');
    const place = Buffer.concat([jpeg.subarray(0, 2), comment, turned(jpeg, 1).subarray(2)]);
    const tail = Buffer.concat([place, Buffer.from('\xff\xd8 a second picture', 'latin1')]);
    const pdf = Buffer.from(await assembled(tail));
    expect(pdf.includes('21.02N')).toBe(false);
    expect(pdf.includes('Exif')).toBe(false);
    expect(pdf.includes('a second picture')).toBe(false);
    expect(look(pdf)).toMatchObject({ width: 200, height: 300 });
    expect(look(pdf).at(20, 20)).toBeLessThan(20);
  });

  it('lays a camera picture of no believable size on A4', async () => {
    const seen = look(await assembled(draw(['-jpeg', '-r', '90'], 'jpg')));
    expect(Math.max(seen.width, seen.height)).toBe(842);
  });

  it('keeps the order of pages of several kinds', async () => {
    const first = draw(['-png', '-r', '144'], 'png');
    const second = turned(draw(['-jpeg', '-r', '144'], 'jpg'), 3);
    const pdf = await assembled(first, second);
    expect(look(pdf, 1).at(20, 20)).toBeLessThan(20);
    expect(look(pdf, 2).at(180, 280)).toBeLessThan(20);
  });

  it('refuses what it cannot show as it is, naming the picture', () => {
    const png = draw(['-png', '-r', '144'], 'png');
    const jpeg = draw(['-jpeg', '-r', '144'], 'jpg');
    const tiff = draw(['-tiff', '-r', '144'], 'tif');
    const alpha = Buffer.from(png);
    alpha[25] = 6;
    const huge = Buffer.from(png);
    huge.writeUInt32BE(0x7fffffff, 16);
    const bad: [Buffer, string][] = [
      [Buffer.from('GIF89a'), 'unsuitable'],
      [alpha, 'damaged'],
      [huge, 'too-large'],
      [png.subarray(0, png.length - 200), 'damaged'],
      [jpeg.subarray(0, jpeg.length - 200), 'damaged'],
      [tiff.subarray(0, 400), 'damaged'],
      [
        Buffer.concat([Buffer.from('II*\0'), Buffer.from([8, 0, 0, 0, 0, 0, 8, 0, 0, 0])]),
        'damaged',
      ],
    ];
    for (const [picture, fault] of bad) {
      const files = [jpeg, picture].map((bytes) => ({ bytes, turn: 0 as const }));
      expect(() => assemblePages(files)).toThrow(
        expect.objectContaining({ code: `page-picture-${fault}`, params: { page: 2 } }),
      );
    }
    expect(() => assemblePages([])).toThrow('scan-empty');
  });

  it('refuses packed data that is not what it says', async () => {
    const png = draw(['-png', '-r', '144'], 'png');
    const at = png.indexOf('IDAT') + 4;
    const noise = Buffer.from(png);
    noise.set(deflateSync('x').subarray(2, 6), at + 20);
    await expect(assembled(noise)).rejects.toMatchObject({ code: 'scan-damaged' });
  });
});
