import { constants, deflateRawSync } from 'node:zlib';

/** Rows are packed when so many have come: what stands unpacked is never the whole picture. */
const packedAtBytes = 1024 * 1024;

/** Packs rows into one zlib stream (RFC 1950) while they come. */
export class RowDeflater {
  private readonly packed: Buffer[] = [Buffer.from([0x78, 0x01])];
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private a = 1;
  private b = 0;

  push(rows: Buffer): void {
    this.waiting.push(rows);
    this.waitingBytes += rows.length;
    if (this.waitingBytes >= packedAtBytes) this.pack();
  }

  done(): Buffer {
    this.pack();
    const end = Buffer.from([0x03, 0x00, 0, 0, 0, 0]);
    end.writeUInt32BE(((this.b << 16) | this.a) >>> 0, 2);
    return Buffer.concat([...this.packed, end]);
  }

  /** Each piece ends at a whole byte with no last block, so that another may follow it. */
  private pack(): void {
    const rows = Buffer.concat(this.waiting);
    this.waiting = [];
    this.waitingBytes = 0;
    if (rows.length === 0) return;
    this.addToCheck(rows);
    this.packed.push(deflateRawSync(rows, { level: 3, finishFlush: constants.Z_SYNC_FLUSH }));
  }

  /** Adler-32 (RFC 1950, 8.2): sums that fit 32 bits for 3,800 bytes at a time. */
  private addToCheck(rows: Buffer): void {
    let [a, b] = [this.a, this.b];
    for (let at = 0; at < rows.length;) {
      const end = Math.min(at + 3800, rows.length);
      for (; at < end; at += 1) {
        a += rows[at]!;
        b += a;
      }
      a %= 65_521;
      b %= 65_521;
    }
    [this.a, this.b] = [a, b];
  }
}
