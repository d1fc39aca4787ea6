import { FilterFault } from './filter-fault';

/** What the last code or run may say beyond what is wanted. */
const slack = 4096;

/** What comes out, growing as it comes, up to a bound. */
export class GrowingBuffer {
  bytes: Buffer;
  length = 0;

  constructor(
    private readonly bytesMax: number,
    expected: number,
  ) {
    this.bytes = Buffer.allocUnsafe(Math.min(Math.max(expected, 1024), bytesMax + slack));
  }

  /** Grows by so many bytes. @returns where they begin */
  take(length: number): number {
    const from = this.length;
    this.length += length;
    if (this.length > this.bytesMax + slack) throw new FilterFault('more than may be');
    if (this.length > this.bytes.length) {
      const grown = Math.min(this.bytes.length * 2 + length, this.bytesMax + slack);
      const bytes = Buffer.allocUnsafe(grown);
      this.bytes.copy(bytes, 0, 0, from);
      this.bytes = bytes;
    }
    return from;
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
