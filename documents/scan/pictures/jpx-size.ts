import type { PackedSize } from './packed-sizes';
import { PictureFault } from './page-picture';

const tilesMax = 65_536;
const componentsMax = 5;
/** Each is looked for, also where it holds nothing. A scan of A3 at 600 dpi in 20 layers has some ten thousand. */
const packetsMax = 1_000_000;

const marker = {
  size: 0xff51,
  style: 0xff52,
  componentStyle: 0xff53,
  startOfTile: 0xff90,
  startOfData: 0xff93,
};

/** What a component of a tile is packed as (A.6.1, A.6.2). */
interface Style {
  layers: number;
  levels: number;
  /** Of each resolution, the smallest first: the binary logarithms of a precinct's width and height. */
  precincts: readonly (readonly [number, number])[];
}

/** A.5.1. */
interface Tiling extends PackedSize {
  tileWidth: number;
  tileHeight: number;
  tiles: number;
  components: number;
}

/**
 * JPEG 2000: the size that its codestream says, where it is not in more tiles, components and packets than a scan is
 * (ISO 15444-1, A.5 and A.6).
 * @throws PictureFault `damaged` or `too-complex`
 */
export function findJpxSize(raw: Uint8Array): PackedSize {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const start = data.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  if (start < 0) throw new PictureFault('damaged', 'no codestream');
  const tiling = readTiling(data, start + 6);
  const { usual, ofComponents, next } = readHeader(data, start + 2, marker.startOfTile);
  if (!usual) throw new PictureFault('damaged', 'no style');
  const { tiles, components } = tiling;
  const count = (style: Style) => countPackets(style, tiling);
  let packets = tiles * components * count(usual) + tiles * sumOf(ofComponents, count);
  // A tile's own header may ask for more than the picture's.
  for (const ofTile of listHeadersOfTiles(data, next, usual)) {
    if (ofTile.usual) packets += components * count(ofTile.usual);
    packets += sumOf(ofTile.ofComponents, count);
  }
  if (packets > packetsMax) throw new PictureFault('too-complex', 'too many packets');
  return { width: tiling.width, height: tiling.height };
}

function readTiling(data: Buffer, at: number): Tiling {
  const [xSize, ySize, xOffset, yOffset, tileWidth, tileHeight] = Array.from(
    { length: 6 },
    (_, index) => data.readUInt32BE(at + 2 + index * 4),
  ) as [number, number, number, number, number, number];
  const components = data.readUInt16BE(at + 34);
  const [width, height] = [xSize - xOffset, ySize - yOffset];
  if (width <= 0 || height <= 0 || tileWidth === 0 || tileHeight === 0)
    throw new PictureFault('damaged', 'no size');
  const tiles = Math.ceil(xSize / tileWidth) * Math.ceil(ySize / tileHeight);
  if (tiles > tilesMax || components < 1 || components > componentsMax)
    throw new PictureFault('too-complex', 'too many tiles or components');
  return { width, height, tileWidth, tileHeight, tiles, components };
}

interface Header {
  usual: Style | undefined;
  ofComponents: Style[];
  /** Where the marker stands that ends it. */
  next: number;
}

/** @param from of its first marker; `before` gives what its components have where it says nothing itself */
function readHeader(data: Buffer, from: number, end: number, before?: Style): Header {
  let usual: Style | undefined;
  const ofComponents: Style[] = [];
  let at = from;
  for (let code = data.readUInt16BE(at); code !== end; code = data.readUInt16BE(at)) {
    if (code === marker.style) usual = readStyle(data, at + 4);
    if (code === marker.componentStyle) {
      const layers = (usual ?? before)?.layers ?? 0;
      ofComponents.push({ layers, ...readResolutions(data, at + 5, at + 6, at + 11) });
    }
    if (ofComponents.length > packetsMax) throw new PictureFault('too-complex', 'too many styles');
    at += 2 + data.readUInt16BE(at + 2);
  }
  return { usual, ofComponents, next: at };
}

/** @param at of the first byte after the marker's length (A.6.1) */
function readStyle(data: Buffer, at: number): Style {
  return { layers: data.readUInt16BE(at + 2), ...readResolutions(data, at, at + 5, at + 10) };
}

/** @param flags and the others: where each stands */
function readResolutions(data: Buffer, flags: number, levelsAt: number, precinctsAt: number) {
  const hasPrecincts = (data.readUInt8(flags) & 1) !== 0;
  const levels = data.readUInt8(levelsAt);
  const precincts = Array.from({ length: levels + 1 }, (_, resolution) => {
    const sides = hasPrecincts ? data.readUInt8(precinctsAt + resolution) : 0xff;
    return [sides & 15, sides >> 4] as const;
  });
  return { levels, precincts };
}

function sumOf(styles: readonly Style[], count: (style: Style) => number): number {
  return styles.reduce((sum, style) => sum + count(style), 0);
}

/** Of one component in one tile: a packet for each layer, resolution and precinct (B.9). */
function countPackets({ layers, levels, precincts }: Style, tiling: Tiling): number {
  const [tileWidth, tileHeight] = [
    Math.min(tiling.tileWidth, tiling.width),
    Math.min(tiling.tileHeight, tiling.height),
  ];
  const places = precincts.reduce((sum, [width, height], resolution) => {
    const scale = 2 ** (levels - resolution);
    const across = Math.ceil(tileWidth / scale / 2 ** width);
    return sum + across * Math.ceil(tileHeight / scale / 2 ** height);
  }, 0);
  return layers * places;
}

/** @param at of the first tile-part (A.4.2) */
function* listHeadersOfTiles(data: Buffer, at: number, before: Style): Generator<Header> {
  for (let tile = at; tile + 2 <= data.length;) {
    if (data.readUInt16BE(tile) !== marker.startOfTile) return;
    const length = data.readUInt32BE(tile + 6);
    const header = readHeader(data, tile + 12, marker.startOfData, before);
    yield header;
    // The last one may leave its length open.
    if (length < header.next - tile) return;
    tile += length;
  }
}
