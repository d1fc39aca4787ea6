import { deflateSync } from 'node:zlib';
import type { ProblemCode } from '../../domain/problem';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { drawScan } from './draw-scan';

/** A picture that an attacker or a telephone may hand over, and what the counter says to it. */
export interface HostilePicture {
  name: string;
  /** Null where it becomes so many pages. */
  code: ProblemCode | null;
  pages?: number;
  file: Buffer;
}

const grey = encodePng({ width: 60, height: 40, rgba: Buffer.alloc(60 * 40 * 4, 0x80) });

function chunk(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), body, Buffer.alloc(4)]);
}

function png(
  width: number,
  height: number,
  [depth, type, interlace]: [number, number, number],
  packed: Buffer,
  ...more: Buffer[]
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A JPEG of a frame of its own and so many scans of one byte. */
function jpeg(
  width: number,
  height: number,
  options: { marker?: number; depth?: number; colours?: number; scans?: number } = {},
) {
  const { marker = 0xc0, depth = 8, colours = 1, scans = 1 } = options;
  const components = Array.from({ length: colours }, (_, index) => [index + 1, 0x11, 0]).flat();
  const frame = [
    0xff,
    marker,
    0,
    8 + colours * 3,
    depth,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    colours,
    ...components,
  ];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55];
  return Buffer.from([
    0xff,
    0xd8,
    ...frame,
    ...Array.from({ length: scans }, () => scan).flat(),
    0xff,
    0xd9,
  ]);
}

/** Little-endian TIFF of pages given by tag, type 3 or 4, and value; strips point at `data`. */
function tiff(pages: [number, number, number][][], data = Buffer.alloc(16)): Buffer {
  const parts = [Buffer.from('II*\0'), Buffer.alloc(4), data];
  let at = 8 + data.length;
  parts[1]!.writeUInt32LE(at);
  pages.forEach((entries, index) => {
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length);
    entries.forEach(([tag, type, value], entry) => {
      directory.writeUInt16LE(tag, 2 + entry * 12);
      directory.writeUInt16LE(type, 4 + entry * 12);
      directory.writeUInt32LE(1, 6 + entry * 12);
      directory.writeUInt32LE(value, 10 + entry * 12);
    });
    at += directory.length;
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : at, directory.length - 4);
    parts.push(directory);
  });
  return Buffer.concat(parts);
}

const usual: [number, number, number][] = [
  [256, 4, 4],
  [257, 4, 4],
  [258, 3, 8],
  [259, 3, 1],
  [262, 3, 1],
  [273, 4, 8],
  [277, 3, 1],
  [278, 4, 4],
  [279, 4, 16],
];
const but = (...changes: [number, number, number][]) => [
  ...usual.filter(([tag]) => !changes.some(([other]) => other === tag)),
  ...changes,
];

/** A directory whose strips all lie on the same bytes: 30 MB written 100,000 times over. */
function sameStrips(): Buffer {
  const count = 100_000;
  const data = Buffer.alloc(1 << 20);
  const file = tiff(
    [but([257, 4, count], [278, 4, 1])],
    Buffer.concat([data, Buffer.alloc(count * 8)]),
  );
  const at = file.readUInt32LE(4);
  const offsets = 8 + data.length;
  for (let index = 0; index < count; index += 1) {
    file.writeUInt32LE(8, offsets + index * 4);
    file.writeUInt32LE(data.length, offsets + (count + index) * 4);
  }
  for (let entry = 0; entry < usual.length; entry += 1) {
    const place = at + 2 + entry * 12;
    const tag = file.readUInt16LE(place);
    if (tag !== 273 && tag !== 279) continue;
    file.writeUInt32LE(count, place + 4);
    file.writeUInt32LE(tag === 273 ? offsets : offsets + count * 4, place + 8);
  }
  return file;
}

export function makeHostilePictures(): HostilePicture[] {
  return [...pngs(), ...jpegs(), ...tiffs(), ...others()];
}

function pngs(): HostilePicture[] {
  const nothing = deflateSync(Buffer.alloc(100));
  const bomb = deflateSync(Buffer.alloc(1 << 30), { level: 1 });
  return [
    {
      name: 'a PNG of 4 gigapixels',
      code: 'page-picture-too-large',
      file: png(65_535, 65_535, [8, 2, 0], nothing),
    },
    {
      name: 'a PNG without a size',
      code: 'page-picture-damaged',
      file: png(0, 9, [8, 0, 0], nothing),
    },
    {
      name: 'a PNG of 2³¹ rows',
      code: 'page-picture-too-large',
      file: png(1, 0x7fffffff, [8, 0, 0], nothing),
    },
    {
      name: 'a small PNG that unpacks to 1 GB',
      code: 'scan-too-complex',
      file: png(10, 10, [8, 0, 0], bomb),
    },
    {
      name: 'a small transparent PNG that unpacks to 1 GB',
      code: 'page-picture-damaged',
      file: png(10, 10, [8, 6, 0], bomb),
    },
    {
      name: 'a transparent PNG of 100 megapixels',
      code: 'page-picture-too-large',
      file: png(10_000, 10_000, [8, 6, 0], nothing),
    },
    {
      name: 'a PNG that moves',
      code: 'page-picture-animated',
      file: png(9, 9, [8, 0, 0], nothing, chunk('acTL', Buffer.alloc(8))),
    },
    {
      name: 'a PNG without a palette',
      code: 'page-picture-damaged',
      file: png(9, 9, [8, 3, 0], nothing),
    },
    {
      name: 'a PNG of an unknown colour type',
      code: 'page-picture-damaged',
      file: png(9, 9, [8, 5, 0], nothing),
    },
    {
      name: 'a PNG cut short',
      code: 'page-picture-damaged',
      file: grey.subarray(0, grey.length - 30),
    },
    { name: 'a PNG of its signature', code: 'page-picture-damaged', file: grey.subarray(0, 8) },
    {
      name: 'an interlaced PNG',
      code: null,
      pages: 1,
      file: png(8, 8, [8, 0, 1], deflateSync(Buffer.alloc(64 + 15))),
    },
    {
      name: 'a PNG of 16 bits',
      code: null,
      pages: 1,
      file: png(8, 8, [16, 0, 0], deflateSync(Buffer.alloc(8 * 17))),
    },
  ];
}

function jpegs(): HostilePicture[] {
  const photograph = jpeg(60, 40);
  return [
    { name: 'a JPEG of 4 gigapixels', code: 'page-picture-too-large', file: jpeg(65_500, 65_500) },
    { name: 'a JPEG whose height comes later', code: 'page-picture-damaged', file: jpeg(60, 0) },
    {
      name: 'a JPEG of a thousand passes',
      code: 'page-picture-unsuitable',
      file: jpeg(60, 40, { marker: 0xc2, scans: 1000 }),
    },
    {
      name: 'a JPEG in arithmetic coding',
      code: 'page-picture-unsuitable',
      file: jpeg(60, 40, { marker: 0xc9 }),
    },
    {
      name: 'a lossless JPEG',
      code: 'page-picture-unsuitable',
      file: jpeg(60, 40, { marker: 0xc3 }),
    },
    {
      name: 'a JPEG of 12 bits',
      code: 'page-picture-unsuitable',
      file: jpeg(60, 40, { marker: 0xc1, depth: 12 }),
    },
    {
      name: 'a JPEG of two colours',
      code: 'page-picture-unsuitable',
      file: jpeg(60, 40, { colours: 2 }),
    },
    { name: 'a JPEG cut short', code: 'page-picture-damaged', file: photograph.subarray(0, -2) },
    {
      name: 'a JPEG with a segment without a length',
      code: 'page-picture-damaged',
      file: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xd9]),
    },
    {
      name: 'a JPEG that is a PDF too',
      code: 'scan-polyglot',
      file: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 40]), drawScan(1)]),
    },
    {
      name: 'a JPEG that is a ZIP archive too',
      code: 'scan-polyglot',
      file: Buffer.concat([photograph, Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]),
    },
  ];
}

function tiffs(): HostilePicture[] {
  const loop = tiff([usual]);
  loop.writeUInt32LE(loop.readUInt32LE(4), loop.length - 4);
  return [
    { name: 'a TIFF whose directories loop', code: 'page-picture-damaged', file: loop },
    {
      name: 'a TIFF of 4 gigapixels',
      code: 'page-picture-too-large',
      file: tiff([but([256, 4, 65_535], [257, 4, 65_535])]),
    },
    {
      name: 'a TIFF of 600 pages',
      code: 'page-picture-damaged',
      file: tiff(Array.from({ length: 600 }, () => usual)),
    },
    { name: 'a TIFF of 3 pages', code: null, pages: 3, file: tiff([usual, usual, usual]) },
    {
      name: 'a TIFF in tiles of no size',
      code: 'page-picture-damaged',
      file: tiff([but([324, 4, 8])]),
    },
    {
      name: 'a TIFF in planes',
      code: 'page-picture-unsuitable',
      file: tiff([but([284, 3, 2], [277, 3, 3], [262, 3, 2])]),
    },
    {
      name: 'a TIFF of half its bytes',
      code: 'page-picture-damaged',
      file: tiff([but([258, 3, 16])]),
    },
    {
      name: 'a TIFF of tiles of 2 gigapixels',
      code: 'page-picture-too-large',
      file: tiff([but([324, 4, 8], [322, 4, 40_000], [323, 4, 50_000], [325, 4, 16])]),
    },
    {
      name: 'a TIFF of thumbnails',
      code: 'page-picture-damaged',
      file: tiff([but([254, 4, 1])]),
    },
    {
      name: 'a TIFF of 8 gigapixels in 60 pages',
      code: 'page-picture-too-large',
      file: tiff(
        Array.from({ length: 60 }, () =>
          but(
            [256, 4, 12_000],
            [257, 4, 12_000],
            [278, 4, 12_000],
            [259, 3, 32_773],
            [279, 4, 2_400_000],
          ),
        ),
        Buffer.alloc(2_400_000, Buffer.from([0x81, 0xff])),
      ),
    },
    {
      name: 'a TIFF in print colours',
      code: 'page-picture-unsuitable',
      file: tiff([but([277, 3, 4], [262, 3, 5])]),
    },
    {
      name: 'a TIFF with JPEG inside',
      code: 'page-picture-unsuitable',
      file: tiff([but([259, 3, 7])]),
    },
    {
      name: 'a TIFF whose strips lie beyond the end',
      code: 'page-picture-damaged',
      file: tiff([but([273, 4, 1 << 30])]),
    },
    {
      name: 'a TIFF whose strips lie on each other',
      code: 'page-picture-damaged',
      file: sameStrips(),
    },
    {
      name: 'a TIFF whose directory is nowhere',
      code: 'page-picture-damaged',
      file: Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1'),
    },
    {
      name: 'a TIFF without pages',
      code: 'page-picture-damaged',
      file: Buffer.from('II*\0\0\0\0\0'),
    },
  ];
}

function others(): HostilePicture[] {
  return [
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0', 'latin1')],
    ['an iPhone photograph', Buffer.from('\0\0\0\x18ftypheic')],
    ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    ['a BMP', Buffer.from('BM\0\0\0\0')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a BigTIFF', Buffer.from('II+\0\x08\0\0\0', 'latin1')],
  ].map(([name, file]) => ({ name: name as string, code: 'scan-not-pdf', file: file as Buffer }));
}
