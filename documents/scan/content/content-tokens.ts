export type TokenKind = 'number' | 'name' | 'operator' | 'string' | 'open' | 'close';

/**
 * The words of a content stream (ISO 32000-1, 7.2 and 7.8.2), one at a time. What stands in
 * comments and in strings is no operator; the data of a picture in the content is passed over up to
 * the next `EI`.
 */
export class ContentTokens {
  /** Of a name (without its stroke, as it is written) or an operator. */
  text = '';
  /** Of a number; of a string, its bytes. */
  value = 0;
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Undefined at the end. */
  next(): TokenKind | undefined {
    const { bytes } = this;
    for (; this.at < bytes.length; this.at += 1) {
      const byte = bytes[this.at] as number;
      if (classes[byte] === space) continue;
      if (byte === percent) this.skipComment();
      else if (byte === openRound) return this.readString();
      else if (byte === openAngle && bytes[this.at + 1] !== openAngle) return this.readHex();
      else if (byte === openSquare || byte === closeSquare) {
        this.at += 1;
        return byte === openSquare ? 'open' : 'close';
      } else if (byte === stroke) {
        this.at += 1;
        this.readRegular();
        return 'name';
      } else if (classes[byte] === regular) return this.readWord();
    }
    return undefined;
  }

  private readRegular(): void {
    const from = this.at;
    while (this.at < this.bytes.length && classes[this.bytes[this.at] as number] === regular)
      this.at += 1;
    this.text = this.bytes.toString('latin1', from, this.at);
  }

  private readWord(): TokenKind {
    this.readRegular();
    // Digits, signs and the point stand before all letters but the quotes.
    if (this.text > '+' && this.text < ':') {
      this.value = Number(this.text);
      if (Number.isNaN(this.value)) this.value = parseFloat(this.text) || 0;
      return 'number';
    }
    if (this.text === 'ID') this.skipPicture();
    return 'operator';
  }

  private readString(): TokenKind {
    const from = this.at;
    let depth = 0;
    for (; this.at < this.bytes.length; this.at += 1) {
      const byte = this.bytes[this.at];
      if (byte === backslash) this.at += 1;
      else if (byte === openRound) depth += 1;
      else if (byte === closeRound && --depth === 0) break;
    }
    this.at += 1;
    this.value = Math.max(0, this.at - from - 2);
    return 'string';
  }

  private readHex(): TokenKind {
    const end = this.bytes.indexOf('>', this.at, 'latin1');
    const to = end < 0 ? this.bytes.length : end;
    this.value = Math.ceil((to - this.at - 1) / 2);
    this.at = to + 1;
    return 'string';
  }

  private skipComment(): void {
    while (this.at < this.bytes.length && !lineEnds.has(this.bytes[this.at] as number))
      this.at += 1;
  }

  private skipPicture(): void {
    for (let at = this.bytes.indexOf('EI', this.at, 'latin1'); at >= 0;) {
      const isAlone = (index: number) => classes[this.bytes[index] ?? 0] !== regular;
      if (isAlone(at - 1) && isAlone(at + 2)) {
        this.at = at;
        return;
      }
      at = this.bytes.indexOf('EI', at + 1, 'latin1');
    }
  }
}

const [percent, openRound, closeRound, stroke, backslash] = [0x25, 0x28, 0x29, 0x2f, 0x5c];
const [openAngle, openSquare, closeSquare] = [0x3c, 0x5b, 0x5d];
const lineEnds = new Set([0x0a, 0x0d]);

const [regular, space, delimiter] = [0, 1, 2];
/** ISO 32000-1, 7.2.2: white space, delimiters, and the rest. */
const classes = new Uint8Array(256).fill(regular);
for (const byte of Buffer.from('\0\t\n\f\r ')) classes[byte] = space;
for (const byte of Buffer.from('()<>[]{}/%')) classes[byte] = delimiter;
