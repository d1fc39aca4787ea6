import * as fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { readFont } from '../attestation/typeface';

/** A line of the register as it is printed: eight columns, two of which are summed. */
export interface PrintedLine {
  /** Columns 1 to 5 and 8, in their order. */
  words: [string, string, string, string, string, string];
  copies: number;
  /** Integer đồng. */
  fee: number;
  isVoid: boolean;
}

export interface PrintedBook {
  officeName: string;
  bookName: string;
  /** `tháng 11/2026` */
  period: string;
  /** Titles of the eight columns, by the policy. */
  titles: readonly string[];
  lines: readonly PrintedLine[];
}

const paper = { width: 841.89, height: 595.28 };
/** The left edge is bound. */
const margin = { left: 60, right: 26, top: 30, bottom: 34 };
const widths = [66, 60, 118, 150, 132, 50, 62, 117.89];
const size = 9;
const lineHeight = 12;
const padding = 3;
/** Columns with numbers stand to the right. */
const summed = new Set([5, 6]);

/**
 * The lines of a month for binding (NĐ 23/2015 Đ13.3): landscape A4, the head on each page, what is carried from
 * page to page, and at the end the totals with a place for the signature.
 * @throws SaoyError `font-missing`
 */
export async function printBook(book: PrintedBook): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  document.setTitle(`Sổ chứng thực ${book.bookName}, ${book.period}`);
  document.setLanguage('vi-VN');
  const printer = new Printer(document, book, {
    regular: await document.embedFont(readFont('regular'), { subset: true }),
    bold: await document.embedFont(readFont('bold'), { subset: true }),
  });
  for (const line of book.lines) printer.line(line);
  printer.end();
  return document.save();
}

interface Fonts {
  regular: PDFFont;
  bold: PDFFont;
}

class Printer {
  private page!: PDFPage;
  private y = 0;
  private pages = 0;
  private readonly sums = { copies: 0, fee: 0, voids: 0 };

  constructor(
    private readonly document: PDFDocument,
    private readonly book: PrintedBook,
    private readonly fonts: Fonts,
  ) {
    this.turn();
  }

  line({ words, copies, fee, isVoid }: PrintedLine): void {
    const [number, day, requester, name, signer, note] = words;
    const cells = [number, day, requester, name, signer, String(copies), dong(fee), note];
    // Room for what is carried on.
    if (this.y - this.heightOf(cells) < margin.bottom + rowHeight(1)) {
      this.sumRow('Cộng chuyển trang sau');
      this.turn();
    }
    this.row(cells);
    this.sums.copies += copies;
    this.sums.fee += fee;
    if (isVoid) this.sums.voids += 1;
  }

  /** The totals, and who confirms them. */
  end(): void {
    const { lines, period } = this.book;
    if (this.y < margin.bottom + 130) {
      this.sumRow('Cộng chuyển trang sau');
      this.turn();
    }
    this.sumRow(`Tổng cộng ${period}`);
    const first = lines[0]?.words[0];
    const last = lines.at(-1)?.words[0];
    const range = first ? `, từ số ${first} đến số ${last ?? first}` : '';
    const voids = this.sums.voids > 0 ? ` Không còn hiệu lực: ${this.sums.voids} số.` : '';
    this.y -= 18;
    this.text(`Số đã cấp: ${lines.length} số${range}.${voids}`, margin.left, this.fonts.regular);
    this.y -= 24;
    const right = paper.width - margin.right - 230;
    this.text('Ngày …… tháng …… năm ………', right, this.fonts.regular);
    this.y -= lineHeight + 2;
    this.text('Người ký chứng thực xác nhận', right, this.fonts.bold);
    this.y -= lineHeight;
    this.text('(ký, ghi rõ họ tên, đóng dấu)', right, this.fonts.regular);
  }

  private turn(): void {
    this.pages += 1;
    this.page = this.document.addPage([paper.width, paper.height]);
    this.y = paper.height - margin.top;
    const { officeName, bookName, period, titles } = this.book;
    this.text(officeName, margin.left, this.fonts.bold);
    this.text(`Trang ${this.pages}`, paper.width - margin.right - 50, this.fonts.regular);
    this.y -= lineHeight + 2;
    this.text(
      `SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH · quyển số ${bookName} · ${period}`,
      margin.left,
      this.fonts.bold,
    );
    this.y -= lineHeight + 4;
    this.row(
      titles.map((title, index) => `${title} (${index + 1})`),
      this.fonts.bold,
    );
    if (this.pages > 1) this.sumRow('Trang trước mang sang');
  }

  private sumRow(words: string): void {
    const { copies, fee } = this.sums;
    this.row(['', '', '', words, '', String(copies), dong(fee), ''], this.fonts.bold);
  }

  private row(cells: readonly string[], font = this.fonts.regular): void {
    const height = this.heightOf(cells, font);
    let x = margin.left;
    for (const [index, width] of widths.entries()) {
      const frame = { borderWidth: 0.5, borderColor: rgb(0, 0, 0) };
      this.page.drawRectangle({ x, y: this.y - height, width, height, ...frame });
      const rows = wrap(cells[index] ?? '', width - 2 * padding, font);
      for (const [at, text] of rows.entries()) {
        const indent = summed.has(index)
          ? width - 2 * padding - font.widthOfTextAtSize(text, size)
          : 0;
        const y = this.y - padding - size - at * lineHeight;
        this.page.drawText(text, { x: x + padding + indent, y, size, font });
      }
      x += width;
    }
    this.y -= height;
  }

  private heightOf(cells: readonly string[], font = this.fonts.regular): number {
    const counts = widths.map(
      (width, index) => wrap(cells[index] ?? '', width - 2 * padding, font).length,
    );
    return rowHeight(Math.max(...counts));
  }

  private text(words: string, x: number, font: PDFFont): void {
    this.page.drawText(words.normalize('NFC'), { x, y: this.y - size, size: size + 1, font });
  }
}

function rowHeight(lines: number): number {
  return lines * lineHeight + 2 * padding;
}

/** Words over as many lines as they need; a word that is too long for one is cut. */
function wrap(text: string, width: number, font: PDFFont): string[] {
  const fits = (words: string) => font.widthOfTextAtSize(words, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .normalize('NFC')
    .split(/\s+/)
    .flatMap((each) => cut(each, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cut(word: string, fits: (text: string) => boolean): string[] {
  if (fits(word)) return [word];
  const pieces = [''];
  for (const letter of word) {
    const last = pieces.length - 1;
    if (fits(`${pieces[last]}${letter}`)) pieces[last] += letter;
    else pieces.push(letter);
  }
  return pieces;
}

function dong(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
}
