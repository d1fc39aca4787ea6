import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type TiffValue, writeTiff } from '../../../test/documents/write-tiff';
import { assemblePages } from '../assemble-pages';
import { sizeOnPaper } from './resolution';

const inInches = (x: number, y: number) => ({ x, y, isInInches: true });
const compared = (x: number, y: number) => ({ x, y, isInInches: false });

describe('sizeOnPaper', () => {
  it.each([
    ['a sheet of 300 dpi', [2480, 3508], inInches(300, 300), [595.2, 841.92]],
    ['a fax of standard lines', [1728, 1146], inInches(204, 98), [609.88, 841.96]],
    ['a fax of fine lines', [1728, 2292], inInches(204, 196), [609.88, 841.96]],
    ['a fax by how its sides compare', [1728, 1146], compared(204, 98), [595.28, 821.8]],
    ['a camera picture', [4000, 3000], inInches(72, 72), [793.71, 595.28]],
    ['a picture of no resolution', [4000, 3000], inInches(0, 0), [793.71, 595.28]],
    ['a picture of one number', [2480, 3508], inInches(300, 0), [595.2, 841.92]],
    ['a picture of the other number', [2480, 3508], inInches(NaN, 300), [595.2, 841.92]],
    ['numbers that cannot both be meant', [1000, 1000], inInches(300, 3), [595.28, 595.28]],
    ['a poster', [20_000, 20_000], inInches(300, 300), [595.28, 595.28]],
    ['dots a metre of a PNG', [288, 144], inInches(143.9926, 143.9926), [144, 72]],
  ] as const)('lays %s', (_name, [width, height], resolution, size) => {
    expect(sizeOnPaper(width, height, resolution)).toEqual(size);
  });
});

const [width, height] = [204, 98];
const blank = sharp({ create: { width, height, channels: 3, background: 'white' } });

/** The page's size in points, as it is assembled. */
function pageSize(bytes: Uint8Array): number[] {
  const { pdf } = assemblePages([{ bytes, turn: 0 }]);
  const [, box = ''] = /\/MediaBox \[0 0 ([\d. ]+)\]/.exec(Buffer.from(pdf).toString('latin1'))!;
  return box.split(' ').map(Number);
}

/** A PNG that says so many dots a metre, or only how they compare. */
async function png(x: number, y: number, unit: number): Promise<Buffer> {
  const file = await blank.clone().png().toBuffer();
  const body = Buffer.alloc(21);
  body.writeUInt32BE(9, 0);
  body.write('pHYs', 4, 'latin1');
  body.writeUInt32BE(x, 8);
  body.writeUInt32BE(y, 12);
  body.writeUInt8(unit, 16);
  const named = file.indexOf('pHYs');
  const plain =
    named < 0 ? file : Buffer.concat([file.subarray(0, named - 4), file.subarray(named + 17)]);
  return Buffer.concat([plain.subarray(0, 33), body, plain.subarray(33)]);
}

/** A JPEG with the segments given in place of its own. */
async function jpeg(...segments: [marker: number, body: Buffer][]): Promise<Buffer> {
  const file = await blank.clone().jpeg().toBuffer();
  const plain = file[3] === 0xe0 ? file.subarray(4 + file.readUInt16BE(4)) : file.subarray(2);
  const parts = segments.map(([marker, body]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, plain]);
}
function jfif(unit: number, x: number, y: number): [number, Buffer] {
  const body = Buffer.from('JFIF\0\x01\x02\0\0\0\0\0\0\0', 'latin1');
  body.writeUInt8(unit, 7);
  body.writeUInt16BE(x, 8);
  body.writeUInt16BE(y, 10);
  return [0xe0, body];
}
function exif(values: Record<number, TiffValue>): [number, Buffer] {
  const block = writeTiff([{ values, parts: [Buffer.alloc(2)] }]);
  return [0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block])];
}
const dots = (x: number, y: number, unit?: number): Record<number, TiffValue> => ({
  282: { rationals: [x] },
  283: { rationals: [y] },
  ...(unit === undefined ? {} : { 296: { shorts: [unit] } }),
});
const tiff = (values: Record<number, TiffValue>) =>
  writeTiff([
    {
      values: {
        256: { longs: [width] },
        257: { longs: [height] },
        258: { shorts: [8] },
        262: { shorts: [1] },
        ...values,
      },
      parts: [Buffer.alloc(width * height, 255)],
    },
  ]);

describe('a picture of 204 × 98 dots', () => {
  it.each([
    ['a TIFF in inches', () => tiff(dots(204, 98, 2)), [72, 72]],
    ['a TIFF without a unit', () => tiff(dots(204, 98)), [72, 72]],
    ['a TIFF in centimetres', () => tiff(dots(204 / 2.54, 98 / 2.54, 3)), [72, 72]],
    ['a TIFF that compares', () => tiff(dots(204, 98, 1)), [595.28, 595.28]],
    ['a turned TIFF', () => tiff({ ...dots(204, 196, 2), 274: { shorts: [6] } }), [36, 72]],
    ['a PNG in metres', () => png(8031, 3858, 1), [72, 72]],
    ['a PNG that compares', () => png(204, 98, 0), [595.28, 595.28]],
    ['a JFIF in inches', () => jpeg(jfif(1, 204, 98)), [72, 72]],
    ['a JFIF in centimetres', () => jpeg(jfif(2, 80, 39)), [72.28, 71.23]],
    ['a JFIF that compares', () => jpeg(jfif(0, 204, 98)), [595.28, 595.28]],
    ['an Exif in inches', () => jpeg(exif(dots(204, 98, 2))), [72, 72]],
    ['an Exif where JFIF compares', () => jpeg(jfif(0, 1, 1), exif(dots(204, 98, 2))), [72, 72]],
    [
      'an Exif that turns',
      () => jpeg(exif({ ...dots(204, 196, 2), 274: { shorts: [8] } })),
      [36, 72],
    ],
  ])('is laid true to both: %s', async (_name, make, size) => {
    expect(pageSize(await make())).toEqual(size);
  });
});
