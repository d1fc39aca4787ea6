import type { PackedSize } from './packed-sizes';
import { PictureFault } from './page-picture';

const segmentsMax = 10_000;
/** A page is drawn once or twice, from layers that each cover it at most. */
const pagesDrawnMax = 8;
/** Of all dictionaries; a dense page has a thousand or two. */
const symbolsMax = 65_536;
/** Of all text regions; a dense page has ten thousand. How large each symbol is only its packed data says. */
const instancesMax = 262_144;

const types = {
  symbols: new Set([0]),
  text: new Set([4, 6, 7]),
  patterns: new Set([16]),
  halftone: new Set([20, 22, 23]),
  generic: new Set([36, 38, 39, 40, 42, 43]),
};
const pageInformation = 48;
const endOfStripe = 50;
/** Bytes of what each region begins with: width, height, place, how it is combined (7.4.1). */
const regionHead = 17;
const unknownHeight = 0xffffffff;

/**
 * JBIG2: the page's size, where no region is larger, and all that is drawn on it does not cover it too often
 * (ISO 14492, 7.2 to 7.4).
 * @param raw segments in the order of their numbers, those that are shared first
 * @throws PictureFault `damaged`, or `too-complex` for more than a page is made of
 */
export function findJbig2Size(raw: Uint8Array): PackedSize {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  let page: PackedSize | undefined;
  let [lastRow, segments, drawn, symbols, instances, pattern] = [0, 0, 0, 0, 0, 1];
  for (let at = 0; at < data.length;) {
    segments += 1;
    if (segments > segmentsMax) throw tooMany('segments');
    const { type, body, length } = readSegment(data, at);
    if (body + length > data.length) throw new PictureFault('damaged', 'cut short');
    const segment = data.subarray(body, body + length);
    if (type === pageInformation) page = readSize(segment);
    else if (type === endOfStripe && length === 4) lastRow = segment.readUInt32BE(0);
    else if (types.symbols.has(type)) symbols += countSymbols(segment);
    else if (types.patterns.has(type))
      pattern = Math.max(pattern, segment.readUInt8(1) * segment.readUInt8(2));
    else if (types.text.has(type) || types.halftone.has(type) || types.generic.has(type)) {
      const { width, height } = readSize(segment);
      if (page && (width > page.width || height > page.height))
        throw new PictureFault('damaged', 'too large');
      drawn += width * height;
      if (types.halftone.has(type))
        drawn +=
          segment.readUInt32BE(regionHead + 1) * segment.readUInt32BE(regionHead + 5) * pattern;
      if (types.text.has(type)) instances += countInstances(segment);
    }
    at = body + length;
  }
  if (!page) throw new PictureFault('damaged', 'no page');
  // A page in stripes need not know its height before its last stripe.
  const size = page.height === unknownHeight ? { ...page, height: lastRow + 1 } : page;
  if (symbols > symbolsMax) throw tooMany('symbols');
  if (instances > instancesMax) throw tooMany('instances of symbols');
  if (drawn > pagesDrawnMax * size.width * size.height) throw tooMany('regions');
  return size;
}

function tooMany(what: string): PictureFault {
  return new PictureFault('too-complex', `too many ${what}`);
}

function readSize(segment: Buffer): PackedSize {
  return { width: segment.readUInt32BE(0), height: segment.readUInt32BE(4) };
}

/** Of a dictionary: those it makes and those it hands on (7.4.2.1). */
function countSymbols(segment: Buffer): number {
  const flags = segment.readUInt16BE(0);
  const isHuffman = (flags & 1) !== 0;
  const refines = (flags & 2) !== 0;
  const hasFourPixels = ((flags >> 10) & 3) === 0;
  let at = 2;
  if (!isHuffman) at += hasFourPixels ? 8 : 2;
  if (refines && (flags & 0x1000) === 0) at += 4;
  return segment.readUInt32BE(at) + segment.readUInt32BE(at + 4);
}

/** How many symbols a text region places (7.4.3.1). */
function countInstances(segment: Buffer): number {
  const flags = segment.readUInt16BE(regionHead);
  let at = regionHead + 2;
  if (flags & 1) at += 2;
  if (flags & 2 && !(flags & 0x8000)) at += 4;
  return segment.readUInt32BE(at);
}

function readSegment(data: Buffer, at: number): { type: number; body: number; length: number } {
  const number = data.readUInt32BE(at);
  const flags = data.readUInt8(at + 4);
  let next = at + 5;
  const first = data.readUInt8(next);
  let referred = first >> 5;
  if (referred === 7) {
    referred = data.readUInt32BE(next) & 0x1fffffff;
    next += 4 + Math.ceil((referred + 1) / 8);
  } else {
    next += 1;
  }
  next += referred * (number <= 256 ? 1 : number <= 65_536 ? 2 : 4);
  next += flags & 0x40 ? 4 : 1;
  return { type: flags & 0x3f, body: next + 4, length: data.readUInt32BE(next) };
}
