import { describe, expect, test } from '@jest/globals';
import { findJbig2Size } from './jbig2-size';
import { findJpxSize } from './jpx-size';
import { PictureFault } from './page-picture';

const u8 = (...values: number[]) => Buffer.from(values);
const u16 = (...values: number[]) =>
  Buffer.concat(values.map((value) => u8(value >> 8, value & 255)));
const u32 = (...values: number[]) =>
  Buffer.concat(values.map((value) => u16(Math.floor(value / 65_536), value % 65_536)));

/** Which fault, or the size. */
function judge(find: (raw: Uint8Array) => object, ...parts: Buffer[]): unknown {
  try {
    return find(Buffer.concat(parts));
  } catch (error) {
    if (error instanceof PictureFault) return error.kind;
    return (error as Error).name;
  }
}

describe('JPEG 2000', () => {
  const [width, height] = [2480, 3508];
  const marker = (code: number, body: Buffer) => Buffer.concat([u16(code, body.length + 2), body]);
  const size = ({ tile = [width, height], components = 3 } = {}) =>
    marker(
      0xff51,
      Buffer.concat([
        ...[u16(0), u32(width, height, 0, 0, ...tile, 0, 0), u16(components)],
        Buffer.alloc(3 * components, 1),
      ]),
    );
  const resolutions = (levels: number, precincts: number[]) => u8(levels, 4, 4, 0, 1, ...precincts);
  const style = ({ layers = 1, levels = 5, precincts = [] as number[] } = {}) => {
    const head = Buffer.concat([u8(precincts.length > 0 ? 1 : 0, 0), u16(layers), u8(1)]);
    return marker(0xff52, Buffer.concat([head, resolutions(levels, precincts)]));
  };
  const ofComponent = (precincts: number[]) =>
    marker(0xff53, Buffer.concat([u8(0, 1), resolutions(5, precincts)]));
  const quantisation = marker(0xff5c, u8(0, 0x40));
  const tile = (...header: Buffer[]) => {
    const rest = Buffer.concat([...header, u16(0xff93), u8(1, 2, 3)]);
    return Buffer.concat([u16(0xff90, 10, 0), u32(rest.length + 12), u8(0, 1), rest]);
  };
  const ends = u16(0xffd9);
  const judged = (...parts: Buffer[]) => judge(findJpxSize, u16(0xff4f), ...parts, ends);
  const onePixel = Array.from({ length: 6 }, () => 0);

  test('what a scanner makes has its size', () => {
    const found = { width, height };
    expect(judged(size(), style(), quantisation, tile())).toEqual(found);
    const tiled = size({ tile: [256, 256] });
    expect(judged(tiled, style({ layers: 20 }), quantisation, tile(), tile())).toEqual(found);
    const usual = [0x77, 0x88, 0x88, 0x88, 0x88, 0x88];
    expect(judged(size(), style({ precincts: usual }), tile())).toEqual(found);
    // The last tile may leave its length open.
    const open = Buffer.concat([u16(0xff90, 10, 0), u32(0), u8(0, 1), u16(0xff93)]);
    expect(judged(size(), style(), open)).toEqual(found);
  });

  test.each<[string, Buffer[]]>([
    ['layers', [size(), style({ layers: 65_535 }), tile()]],
    ['precincts', [size(), style({ precincts: onePixel }), tile()]],
    ['precincts of a component', [size(), style(), ofComponent(onePixel), tile()]],
    ['layers of a tile', [size(), style(), tile(), tile(style({ layers: 65_535 }))]],
    ['precincts of a tile', [size(), style(), tile(), tile(style({ precincts: onePixel }))]],
    ['precincts of a component in a tile', [size(), style(), tile(ofComponent(onePixel))]],
    ['tiles', [size({ tile: [1, 1] }), style(), tile()]],
    ['components', [size({ components: 6 }), style(), tile()]],
  ])('too many %s are too complex', (_what, parts) => {
    expect(judged(...parts)).toBe('too-complex');
  });

  test('what says nothing of how it is packed is damaged', () => {
    expect(judged(size(), quantisation, tile())).toBe('damaged');
    expect(judged(size(), style())).toBe('RangeError');
    expect(judge(findJpxSize, u8(1, 2, 3))).toBe('damaged');
  });
});

describe('JBIG2', () => {
  const [width, height] = [2480, 3508];
  const segment = (type: number, body: Buffer) =>
    Buffer.concat([u32(1), u8(type, 0, 1), u32(body.length), body]);
  const page = (rows = height) =>
    segment(48, Buffer.concat([u32(width, rows, 0, 0), u8(0), u16(0)]));
  const head = (wide = width, high = height) => Buffer.concat([u32(wide, high, 0, 0), u8(0)]);
  const generic = (wide?: number, high?: number) =>
    segment(38, Buffer.concat([head(wide, high), u8(0, 0)]));
  const symbols = (count: number, flags = 0) => {
    const pixels = flags & 1 ? 0 : ((flags >> 10) & 3) === 0 ? 8 : 2;
    const refinement = flags & 2 && !(flags & 0x1000) ? 4 : 0;
    const before = Buffer.alloc(pixels + refinement, 1);
    return segment(0, Buffer.concat([u16(flags), before, u32(count - 1, 1)]));
  };
  const text = (instances: number, flags = 0) => {
    const before = (flags & 1 ? 2 : 0) + (flags & 2 && !(flags & 0x8000) ? 4 : 0);
    return segment(6, Buffer.concat([head(), u16(flags), Buffer.alloc(before, 1), u32(instances)]));
  };
  const patterns = (wide: number, high: number) =>
    segment(16, Buffer.concat([u8(0, wide, high), u32(15)]));
  const halftone = (across: number, down: number) =>
    segment(22, Buffer.concat([head(), u8(0), u32(across, down)]));
  const times = (count: number, part: Buffer) => Array.from({ length: count }, () => part);
  const judged = (...parts: Buffer[]) => judge(findJbig2Size, ...parts);
  const found = { width, height };

  test('what a scanner makes has its size', () => {
    expect(judged(page(), generic())).toEqual(found);
    expect(judged(symbols(2_000), page(), text(10_000), generic(100, 100))).toEqual(found);
    expect(judged(page(), ...times(8, generic()))).toEqual(found);
    const quarter = [width / 4, height / 4] as const;
    expect(judged(patterns(4, 4), page(), halftone(...quarter))).toEqual(found);
    const stripe = Buffer.concat([generic(width, 1754), segment(50, u32(1753))]);
    const last = Buffer.concat([generic(width, 1754), segment(50, u32(3507))]);
    expect(judged(page(0xffffffff), stripe, last)).toEqual(found);
  });

  test.each<[string, Buffer[]]>([
    ['regions', [page(), ...times(9, generic())]],
    ['regions before the page', [...times(9, generic()), page()]],
    ['symbols', [symbols(65_537), page(), generic()]],
    ['symbols in two dictionaries', [symbols(40_000), symbols(40_000), page(), generic()]],
    ['symbols by Huffman', [symbols(65_537, 1), page(), generic()]],
    ['symbols of two pixels', [symbols(65_537, 0x400), page(), generic()]],
    ['refined symbols', [symbols(65_537, 2), page(), generic()]],
    ['otherwise refined symbols', [symbols(65_537, 0x1002), page(), generic()]],
    ['instances', [page(), text(262_145)]],
    ['instances of two regions', [page(), text(200_000), text(200_000)]],
    ['instances by Huffman', [page(), text(262_145, 1)]],
    ['refined instances', [page(), text(262_145, 2)]],
    ['otherwise refined instances', [page(), text(262_145, 0x8002)]],
    ['patterns', [patterns(255, 255), page(), halftone(width, height)]],
    ['segments', [page(), ...times(10_000, segment(62, u8()))]],
  ])('too many %s are too complex', (_what, parts) => {
    expect(judged(...parts)).toBe('too-complex');
  });

  test('a region larger than its page, and data that ends early, are damaged', () => {
    expect(judged(page(), generic(width + 1, 1))).toBe('damaged');
    expect(judged(page(), generic(1, height + 1))).toBe('damaged');
    expect(judged(page().subarray(0, -1))).toBe('damaged');
    expect(judged(generic())).toBe('damaged');
  });
});
