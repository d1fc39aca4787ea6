import { PictureFault } from './page-picture';
import type { Resolution } from './resolution';

/** Tags of TIFF 6.0 that a page is read by. */
export const tag = {
  kind: 254,
  oldKind: 255,
  width: 256,
  height: 257,
  depth: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  groupFourOptions: 293,
  resolutionUnit: 296,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileLengths: 325,
  profile: 34_675,
} as const;

const directoriesMax = 500;
const valuesMax = 100_000;
/** Bytes of a value by its type: byte, short, long, rational, undefined (TIFF 6.0, section 2). */
const sizes: Record<number, number> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

interface Entry {
  type: number;
  count: number;
  at: number;
}

/** One directory of a TIFF, whose values are read when they are asked for. */
export class TiffDirectory {
  private readonly entries = new Map<number, Entry>();

  constructor(
    private readonly data: Buffer,
    readonly isLittle: boolean,
    at: number,
  ) {
    const count = this.short(at);
    for (let index = 0; index < count; index += 1) {
      const entry = at + 2 + index * 12;
      const [name, type, length] = [this.short(entry), this.short(entry + 2), this.long(entry + 4)];
      const size = sizes[type];
      if (size === undefined) continue;
      const place = size * length <= 4 ? entry + 8 : this.long(entry + 8);
      this.entries.set(name, { type, count: length, at: place });
    }
  }

  has(name: number): boolean {
    return this.entries.has(name);
  }

  one(name: number, usual: number): number {
    const entry = this.entries.get(name);
    return entry && entry.count > 0 ? this.value(entry, 0) : usual;
  }

  /** @throws PictureFault where there are more than any picture has */
  all(name: number): number[] {
    const entry = this.entries.get(name);
    if (!entry) return [];
    if (entry.count > valuesMax) throw new PictureFault('too-large', 'too many values');
    return Array.from({ length: entry.count }, (_, index) => this.value(entry, index));
  }

  /** A value that is bytes; undefined where it is none. */
  bytes(name: number): Buffer | undefined {
    const entry = this.entries.get(name);
    if (!entry || sizes[entry.type] !== 1 || entry.at + entry.count > this.data.length)
      return undefined;
    return this.data.subarray(entry.at, entry.at + entry.count);
  }

  private value({ type, at }: Entry, index: number): number {
    const place = at + index * (sizes[type] ?? 0);
    if (type === 3) return this.short(place);
    if (type === 4) return this.long(place);
    return type === 5 ? this.long(place) / this.long(place + 4) : this.data.readUInt8(place);
  }

  private short(at: number): number {
    return this.isLittle ? this.data.readUInt16LE(at) : this.data.readUInt16BE(at);
  }

  private long(at: number): number {
    return this.isLittle ? this.data.readUInt32LE(at) : this.data.readUInt32BE(at);
  }
}

/** The chain of image file directories (TIFF 6.0, section 2). */
export function readDirectories(data: Buffer): TiffDirectory[] {
  const isLittle = data.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? data.readUInt16LE(at) : data.readUInt16BE(at));
  const long = (at: number) => (isLittle ? data.readUInt32LE(at) : data.readUInt32BE(at));
  const seen = new Set<number>();
  const directories: TiffDirectory[] = [];
  for (let at = long(4); at !== 0;) {
    if (seen.has(at) || seen.size >= directoriesMax)
      throw new PictureFault('damaged', 'directories form a loop');
    seen.add(at);
    directories.push(new TiffDirectory(data, isLittle, at));
    at = long(at + 2 + short(at) * 12);
  }
  return directories;
}

/** Dots an inch, or a centimetre, or only how the two sides compare (TIFF 6.0, tag 296). */
export function resolutionOf(directory: TiffDirectory): Resolution {
  const unit = directory.one(tag.resolutionUnit, 2);
  const inInches = unit === 3 ? 2.54 : 1;
  return {
    x: directory.one(tag.xResolution, 0) * inInches,
    y: directory.one(tag.yResolution, 0) * inInches,
    isInInches: unit !== 1,
  };
}
