import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { drawScan, stream, writePdf } from '../../../test/documents/draw-scan';
import { writeTiff } from '../../../test/documents/write-tiff';
import type { LookSource } from '../child/tasks';
import { assemblePages } from '../assemble-pages';
import { intakeScan } from '../intake-scan';
import { normaliseScan } from '../normalise-scan';
import { usualScanLimits } from '../child/run-bounded';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-look-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A page that is nowhere like itself turned or mirrored. */
const page = sharp(
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1100"><rect width="800" height="1100" fill="white"/>
     <rect x="60" y="60" width="240" height="160" fill="#b02020"/><rect x="80" y="300" width="600" height="30"/>
     <rect x="80" y="380" width="450" height="30"/><rect x="80" y="460" width="560" height="30"/>
     <circle cx="620" cy="900" r="90" fill="#2040b0"/></svg>`,
  ),
).withMetadata({ density: 150 });
const formats = {
  jpeg: () => page.clone().jpeg({ quality: 85 }).toBuffer(),
  png: () => page.clone().png().toBuffer(),
  tiff: () => page.clone().flatten().tiff({ compression: 'lzw', xres: 5.9, yres: 5.9 }).toBuffer(),
};

/** What the counter would say of a page that a reader made of a picture in its own way. */
async function judged(received: Buffer, pdf: Uint8Array): Promise<unknown> {
  const path = join(folder, 'received');
  writeFileSync(path, received);
  const frames = [{ file: 0, frame: 0 }];
  const source: LookSource = { kind: 'pictures', files: [{ path, turn: 0 }], frames };
  return normaliseScan(pdf, usualScanLimits, source);
}
const assembled = (bytes: Uint8Array) => assemblePages([{ bytes, turn: 0 }]).pdf;
const differs = (at: number) => ({ code: 'scan-look-differs', params: { page: at } });

/** Readers that are broken: each makes a page of the picture, and not as it is. */
const broken: [string, (picture: ReturnType<typeof sharp>) => ReturnType<typeof sharp>][] = [
  ['turns it', (picture) => picture.rotate(180)],
  ['lays it on its side', (picture) => picture.rotate(90)],
  ['mirrors it', (picture) => picture.flop()],
  ['flips it', (picture) => picture.flip()],
  ['squashes it', (picture) => picture.resize(800, 550, { fit: 'fill' })],
  ['inverts it', (picture) => picture.negate({ alpha: false })],
  ['drops its colour', (picture) => picture.modulate({ saturation: 0, brightness: 0.9 })],
  [
    'swaps red and blue',
    (picture) =>
      picture.recomb([
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ]),
  ],
  ['darkens it', (picture) => picture.linear(0.85, 0)],
  [
    'leaves out its lower half',
    (picture) =>
      picture
        .extract({ left: 0, top: 0, width: 800, height: 550 })
        .extend({ bottom: 550, background: 'white' }),
  ],
  [
    'moves it',
    (picture) =>
      picture
        .extract({ left: 0, top: 0, width: 800, height: 1000 })
        .extend({ top: 100, background: 'white' }),
  ],
  ['shows nothing', (picture) => picture.linear(0, 255)],
];

describe('the look of pictures', () => {
  it.each(['jpeg', 'png', 'tiff'] as const)('of a %s is found the same', async (format) => {
    const received = await formats[format]();
    await expect(judged(received, assembled(received))).resolves.toMatchObject({ pages: 1 });
  });

  it.each(broken)('is found other where a reader %s', async (_name, change) => {
    const received = await formats.png();
    const other = await change(sharp(received)).withMetadata({ density: 150 }).png().toBuffer();
    await expect(judged(received, assembled(other))).rejects.toMatchObject(differs(1));
  });

  it('is found other where a fax loses half its height', async () => {
    const rows = Buffer.alloc(400 * 200, 255);
    for (let row = 20; row < 180; row += 9) rows.fill(0, row * 400 + 30, row * 400 + 100 + row);
    const fax = (y: number) =>
      writeTiff([
        {
          values: {
            ...{ 256: { longs: [400] }, 257: { longs: [200] }, 258: { shorts: [8] } },
            ...{ 262: { shorts: [1] }, 282: { rationals: [204] }, 283: { rationals: [y] } },
          },
          parts: [rows],
        },
      ]);
    await expect(judged(fax(98), assembled(fax(98)))).resolves.toMatchObject({ pages: 1 });
    await expect(judged(fax(98), assembled(fax(204)))).rejects.toMatchObject(differs(1));
  });

  describe('with a frame of a TIFF that became no page', () => {
    const leaf = (grey: number, depth = 8, kind = 0, meaning = 1) => ({
      values: {
        ...{ 254: { longs: [kind] }, 256: { longs: [104] }, 257: { longs: [100] } },
        ...{ 258: { shorts: [depth] }, 262: { shorts: [meaning] } },
      },
      parts: [Buffer.alloc((104 * 100 * depth) / 8, grey)],
    });
    const white = 255;

    it.each([
      ['a grey page', leaf(90), leaf(200)],
      ['a page in black and white', leaf(white, 1), leaf(15, 1)],
      ['a grey page among those in black and white', leaf(white, 1), leaf(200)],
    ])('is found other where it is %s', async (_name, first, second) => {
      const one = assembled(writeTiff([first]));
      await expect(judged(writeTiff([first, second]), one)).rejects.toMatchObject(differs(1));
    });

    it.each([
      ['the mask of a grey page', leaf(15, 1, 4)],
      ['a mask of its own meaning', leaf(15, 1, 4, 4)],
    ])('is found the same where it is %s', async (_name, mask) => {
      const masked = writeTiff([leaf(90), mask]);
      await expect(judged(masked, assembled(masked))).resolves.toMatchObject({ pages: 1 });
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of orientation %d and each turn is found the same',
    async (orientation) => {
      const received = await page
        .clone()
        .withMetadata({ density: 150, orientation })
        .jpeg()
        .toBuffer();
      const files = ([0, 90, 180, 270] as const).map((turn) => ({ bytes: received, turn }));
      await expect(intakeScan(files, usualScanLimits)).resolves.toMatchObject({ pages: 4 });
    },
  );

  it('in print colours, with alpha and in sixteen bits is found the same', async () => {
    const files = await Promise.all([
      page.clone().toColourspace('cmyk').jpeg().toBuffer(),
      page.clone().ensureAlpha(0.5).png().toBuffer(),
      page.clone().toColourspace('rgb16').png().toBuffer(),
      page.clone().png({ palette: true }).toBuffer(),
      page.clone().withIccProfile('p3').jpeg().toBuffer(),
    ]);
    const handed = files.map((bytes) => ({ bytes, turn: 0 as const }));
    await expect(intakeScan(handed, usualScanLimits)).resolves.toMatchObject({ pages: 5 });
  });
});

describe('the look of a PDF', () => {
  const drawing = (operators: string) =>
    writePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
      stream('', operators),
    ]);

  it.each([
    ['another drawing', '0 g 60 500 300 200 re f', '0 g 300 60 200 300 re f'],
    ['another colour', '0 0 1 rg 60 100 400 600 re f', '0 1 0 rg 60 100 400 600 re f'],
  ])('is found other where rewriting leads to %s', async (_name, received, kept) => {
    const path = join(folder, 'received.pdf');
    writeFileSync(path, drawing(received));
    const source: LookSource = { kind: 'pdf', path };
    await expect(normaliseScan(drawing(kept), usualScanLimits, source)).rejects.toMatchObject(
      differs(1),
    );
    await expect(normaliseScan(drawing(received), usualScanLimits, source)).resolves.toMatchObject({
      pages: 1,
    });
  });

  it('is compared on the first and the last of many pages', async () => {
    const path = join(folder, 'received.pdf');
    writeFileSync(path, drawScan(60));
    const source: LookSource = { kind: 'pdf', path };
    await expect(normaliseScan(drawScan(60), usualScanLimits, source)).resolves.toMatchObject({
      pages: 60,
    });
    const [first, other] = [join(folder, 'first.pdf'), join(folder, 'other.pdf')];
    writeFileSync(first, drawing('0 g 60 500 300 200 re f'));
    execFileSync('qpdf', ['--empty', '--pages', path, '1-59', first, '1', '--', other]);
    const changed = normaliseScan(readFileSync(other), usualScanLimits, source);
    await expect(changed).rejects.toMatchObject(differs(60));
  });
});
