import { inflateSync } from 'node:zlib';
import { undoPngRow } from '../filters/predictor';
import { PictureFault } from './page-picture';
import { type Resolution, resolutionUnknown } from './resolution';

/** Unpacked pixels, four bytes each: red, green, blue, alpha. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Buffer;
}

export interface PngParts {
  width: number;
  height: number;
  /** Bits a sample. */
  depth: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  type: number;
  isInterlaced: boolean;
  packed: Buffer;
  palette: Buffer | undefined;
  transparency: Buffer | undefined;
  resolution: Resolution;
  /** As packed in the file. */
  packedProfile: Buffer | undefined;
}

const depths: Record<number, number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The chunks of a PNG (ISO/IEC 15948). @throws Error where it is no whole, still PNG */
export function readPngParts(data: Buffer): PngParts {
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  if (!data.subarray(0, 8).equals(signature)) throw new PictureFault('damaged', 'not PNG');
  if (data.toString('latin1', 12, 16) !== 'IHDR') throw new PictureFault('damaged', 'damaged');
  const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)];
  const [depth, type, interlace] = [data.readUInt8(24), data.readUInt8(25), data.readUInt8(28)];
  if (!depths[type]?.includes(depth) || interlace > 1) throw new PictureFault('damaged', 'damaged');
  const parts: Buffer[] = [];
  const facts = {
    palette: undefined as Buffer | undefined,
    transparency: undefined as Buffer | undefined,
    packedProfile: undefined as Buffer | undefined,
  };
  let resolution = resolutionUnknown;
  for (let at = 8; ;) {
    const length = data.readUInt32BE(at);
    const kind = data.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > data.length) throw new PictureFault('damaged', 'cut short');
    const body = data.subarray(at + 8, at + 8 + length);
    if (kind === 'IEND') break;
    if (kind === 'IDAT') parts.push(body);
    if (kind === 'PLTE') facts.palette = body;
    if (kind === 'tRNS') facts.transparency = body;
    if (kind === 'acTL') throw new PictureFault('animated', 'animated');
    // After its name and the one way of packing there is.
    if (kind === 'iCCP') facts.packedProfile = body.subarray(body.indexOf(0) + 2);
    if (kind === 'pHYs') resolution = readPhysical(body);
    at += 12 + length;
  }
  const packed = Buffer.concat(parts);
  return {
    width,
    height,
    depth,
    type,
    isInterlaced: interlace === 1,
    packed,
    resolution,
    ...facts,
  };
}

/** Dots a metre across and down, or only how they compare (clause 11.3.5.3). */
function readPhysical(body: Buffer): Resolution {
  const [x, y] = [body.readUInt32BE(0) * 0.0254, body.readUInt32BE(4) * 0.0254];
  return { x, y, isInInches: body.readUInt8(8) === 1 };
}

/**
 * Unpacks any PNG to 8 bits a sample with alpha.
 * @param pixelsMax what may be unpacked; checked before anything is
 * @throws Error where it is larger, damaged or cut short
 */
export function decodePng(data: Buffer, pixelsMax: number): Pixels {
  const png = readPngParts(data);
  const { width, height } = png;
  if (width < 1 || height < 1) throw new PictureFault('damaged', 'no size');
  if (width * height > pixelsMax) throw new PictureFault('too-large', 'too many pixels');
  if (png.type === 3 && (!png.palette?.length || png.palette.length % 3 !== 0)) {
    throw new PictureFault('damaged', 'damaged');
  }
  const passes = passesOf(png);
  const bytes = passes.reduce(
    (sum, pass) => sum + pass.height * (1 + rowBytes(png, pass.width)),
    0,
  );
  let raw: Buffer;
  try {
    raw = inflateSync(png.packed, { maxOutputLength: bytes + 1 });
  } catch {
    throw new PictureFault('damaged', 'damaged');
  }
  if (raw.length !== bytes) throw new PictureFault('damaged', 'cut short');
  const rgba = Buffer.alloc(width * height * 4);
  let at = 0;
  for (const pass of passes) at = unpackPass(png, pass, raw, at, rgba);
  return { width, height, rgba };
}

/** Where the pixels of one pass go: the whole picture, or one of Adam7's seven (clause 8.2). */
interface Pass {
  x: number;
  y: number;
  dx: number;
  dy: number;
  width: number;
  height: number;
}

function passesOf({ width, height, isInterlaced }: PngParts): Pass[] {
  if (!isInterlaced) return [{ x: 0, y: 0, dx: 1, dy: 1, width, height }];
  const steps = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return steps
    .map(([x, y, dx, dy]) => ({
      ...{ x, y, dx, dy },
      width: Math.ceil((width - x) / dx),
      height: Math.ceil((height - y) / dy),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

function rowBytes({ depth, type }: PngParts, width: number): number {
  return Math.ceil((width * depth * (samplesOf[type] ?? 1)) / 8);
}

function unpackPass(png: PngParts, pass: Pass, raw: Buffer, from: number, rgba: Buffer): number {
  const length = rowBytes(png, pass.width);
  const step = Math.max(1, (png.depth * (samplesOf[png.type] ?? 1)) >> 3);
  let previous: Buffer = Buffer.alloc(length);
  let at = from;
  for (let row = 0; row < pass.height; row += 1) {
    const filter = raw[at] ?? 0;
    const line = raw.subarray(at + 1, at + 1 + length);
    undoPngRow(filter, line, previous, step);
    writeRow(png, pass, line, row, rgba);
    previous = line;
    at += 1 + length;
  }
  return at;
}

function writeRow(png: PngParts, pass: Pass, line: Buffer, row: number, rgba: Buffer): void {
  const { depth, type, palette, transparency } = png;
  const samples = samplesOf[type] ?? 1;
  const y = pass.y + row * pass.dy;
  const scale = depth < 8 && type === 0 ? 255 / ((1 << depth) - 1) : 1;
  /** The sample as stored, of sixteen bits too: what tRNS compares with. */
  const stored = (index: number): number => {
    if (depth === 16) return line.readUInt16BE(index * 2);
    if (depth === 8) return line[index] ?? 0;
    const bit = index * depth;
    return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
  };
  const shown = (value: number) => (depth === 16 ? value >> 8 : value * scale);
  for (let column = 0; column < pass.width; column += 1) {
    const out = (y * png.width + pass.x + column * pass.dx) * 4;
    const first = stored(column * samples);
    if (type === 3) {
      if (first * 3 + 2 >= (palette?.length ?? 0)) throw new PictureFault('damaged', 'damaged');
      palette?.copy(rgba, out, first * 3, first * 3 + 3);
      rgba[out + 3] = transparency?.[first] ?? 255;
      continue;
    }
    const isGrey = type === 0 || type === 4;
    const colours = isGrey
      ? [first]
      : [first, stored(column * samples + 1), stored(column * samples + 2)];
    rgba[out] = shown(first);
    rgba[out + 1] = shown(colours[1] ?? first);
    rgba[out + 2] = shown(colours[2] ?? first);
    if (type === 4 || type === 6) rgba[out + 3] = shown(stored(column * samples + samples - 1));
    else rgba[out + 3] = isKeyed(colours, transparency) ? 0 : 255;
  }
}

function isKeyed(colours: number[], transparency: Buffer | undefined): boolean {
  if (!transparency || transparency.length < colours.length * 2) return false;
  return colours.every((colour, index) => colour === transparency.readUInt16BE(index * 2));
}
