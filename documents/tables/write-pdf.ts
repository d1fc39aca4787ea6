import * as fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { readFont } from '../attestation/typeface';
import { type Cell, type Column, type Frame, motto, signHint, type Table } from './table';

/** A4 across, in points. */
const paper = { width: 841.89, height: 595.28, margin: 36 };
const line = { size: 8.5, height: 11.5, padding: 3 };
const ink = rgb(0, 0, 0);

/**
 * The tables of an official paper as a PDF: agency and motto above, those who sign below, heads again on each page.
 * @throws SaoyError `font-missing`
 */
export async function writeTablesPdf(
  frame: Frame,
  tables: readonly Table[],
  written: Date,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  document.setTitle(frame.title);
  document.setLanguage('vi-VN');
  document.setCreationDate(written);
  document.setModificationDate(written);
  const paperOf = new TablePaper(document, {
    regular: await document.embedFont(readFont('regular'), { subset: true }),
    bold: await document.embedFont(readFont('bold'), { subset: true }),
    italic: await document.embedFont(readFont('italic'), { subset: true }),
  });
  paperOf.writeFrame(frame);
  for (const table of tables) paperOf.writeTable(table);
  paperOf.writeSigners(frame.signers);
  paperOf.numberPages();
  return document.save();
}

type Faces = Record<'regular' | 'bold' | 'italic', PDFFont>;

class TablePaper {
  private page: PDFPage;
  private y: number;
  private readonly width = paper.width - 2 * paper.margin;

  constructor(
    private readonly document: PDFDocument,
    private readonly faces: Faces,
  ) {
    this.page = document.addPage([paper.width, paper.height]);
    this.y = paper.height - paper.margin;
  }

  writeFrame({ agency, title, lines }: Frame): void {
    const [above, own] = agency;
    const half = this.width / 2;
    this.centre(above.toUpperCase(), 'regular', 9, paper.margin, half);
    this.centre(motto[0], 'bold', 9, paper.margin + half, half);
    this.y -= 13;
    this.centre(own, 'bold', 9, paper.margin, half);
    this.centre(motto[1], 'bold', 9, paper.margin + half, half);
    this.y -= 30;
    this.centre(title, 'bold', 13, paper.margin, this.width);
    for (const each of lines) {
      this.y -= 14;
      this.centre(each, 'italic', 9, paper.margin, this.width);
    }
    this.y -= 10;
  }

  writeTable({ title, columns, rows, total }: Table): void {
    const widths = this.share(columns);
    this.need(80);
    this.y -= 18;
    this.text(title, 'bold', 10, paper.margin);
    this.y -= 16;
    const head = () => this.writeHead(columns, widths);
    head();
    for (const row of rows) this.writeRow(columns, widths, row, 'regular', head);
    if (total) this.writeRow(columns, widths, total, 'bold', head);
    if (rows.length === 0 && !total) this.writeRow(columns, widths, ['Không có'], 'regular', head);
  }

  writeSigners(signers: readonly string[]): void {
    this.need(110);
    this.y -= 30;
    const part = this.width / signers.length;
    for (const [place, signer] of signers.entries()) {
      this.centre(signer, 'bold', 9, paper.margin + place * part, part);
    }
    this.y -= 13;
    for (const place of signers.keys()) {
      this.centre(signHint, 'italic', 8, paper.margin + place * part, part);
    }
  }

  numberPages(): void {
    const pages = this.document.getPages();
    for (const [index, page] of pages.entries()) {
      const words = `Trang ${index + 1}/${pages.length}`;
      const x = paper.width - paper.margin - this.faces.regular.widthOfTextAtSize(words, 8);
      page.drawText(words, { x, y: 18, size: 8, font: this.faces.regular, color: ink });
    }
  }

  /** Widths as the columns ask for them, shrunk or stretched to the paper. */
  private share(columns: readonly Column[]): number[] {
    const asked = columns.map(({ width }) => width);
    const sum = asked.reduce((all, width) => all + width, 0);
    return asked.map((width) => (width / sum) * this.width);
  }

  private writeHead(columns: readonly Column[], widths: readonly number[]): void {
    const cells = columns.map(({ group, title }) =>
      group === undefined ? title : `${group}: ${title}`,
    );
    this.drawCells(
      cells,
      columns.map(() => 'text' as const),
      widths,
      'bold',
      true,
    );
  }

  private writeRow(
    columns: readonly Column[],
    widths: readonly number[],
    row: readonly Cell[],
    face: keyof Faces,
    head: () => void,
  ): void {
    const cells = columns.map(({ kind }, index) => inWords(row[index] ?? null, kind));
    if (this.y - this.heightOf(cells, widths, face) < paper.margin) {
      this.turn();
      head();
    }
    this.drawCells(
      cells,
      columns.map(({ kind }) => kind),
      widths,
      face,
      false,
    );
  }

  private heightOf(cells: readonly string[], widths: readonly number[], face: keyof Faces): number {
    const lines = cells.map((cell, index) => this.wrap(cell, face, widths[index] ?? 0).length);
    return Math.max(1, ...lines) * line.height + 2 * line.padding;
  }

  private drawCells(
    cells: readonly string[],
    kinds: readonly Column['kind'][],
    widths: readonly number[],
    face: keyof Faces,
    isHead: boolean,
  ): void {
    const height = this.heightOf(cells, widths, face);
    let x = paper.margin;
    for (const [index, cell] of cells.entries()) {
      const width = widths[index] ?? 0;
      this.page.drawRectangle({
        ...{ x, y: this.y - height, width, height, borderWidth: 0.5, borderColor: ink },
        ...(isHead && { color: rgb(0.91, 0.93, 0.96) }),
      });
      for (const [place, words] of this.wrap(cell, face, width).entries()) {
        const own = this.faces[face].widthOfTextAtSize(words, line.size);
        const isText = kinds[index] === 'text' && !isHead;
        const left = isText
          ? line.padding
          : isHead
            ? (width - own) / 2
            : width - own - line.padding;
        const y = this.y - line.padding - line.size - place * line.height + 1;
        this.page.drawText(words, {
          x: x + left,
          y,
          size: line.size,
          font: this.faces[face],
          color: ink,
        });
      }
      x += width;
    }
    this.y -= height;
  }

  /** Breaks at spaces, and inside words that are wider than their column. */
  private wrap(text: string, face: keyof Faces, width: number): string[] {
    const room = width - 2 * line.padding;
    const fits = (words: string) => this.faces[face].widthOfTextAtSize(words, line.size) <= room;
    const lines: string[] = [];
    let current = '';
    for (const word of text.normalize('NFC').split(/\s+/)) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (fits(longer)) {
        current = longer;
        continue;
      }
      if (current !== '') lines.push(current);
      current = '';
      for (const letter of word) {
        if (!fits(current + letter) && current !== '') {
          lines.push(current);
          current = '';
        }
        current += letter;
      }
    }
    return [...lines, current];
  }

  private need(height: number): void {
    if (this.y - height < paper.margin) this.turn();
  }

  private turn(): void {
    this.page = this.document.addPage([paper.width, paper.height]);
    this.y = paper.height - paper.margin;
  }

  private centre(text: string, face: keyof Faces, size: number, x: number, width: number): void {
    const own = this.faces[face].widthOfTextAtSize(text, size);
    this.text(text, face, size, x + Math.max(0, (width - own) / 2));
  }

  private text(text: string, face: keyof Faces, size: number, x: number): void {
    this.page.drawText(text.normalize('NFC'), {
      x,
      y: this.y - size,
      size,
      font: this.faces[face],
      color: ink,
    });
  }
}

/** As people write it: `1.234`, `12,5`, `97,4 %`, `23/11/2026`. */
function inWords(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T', ' ');
  if (typeof cell === 'string') return cell;
  const digits = kind === 'count' ? 0 : 1;
  const value = kind === 'share' ? cell * 100 : cell;
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${rest === undefined ? '' : `,${rest}`}${kind === 'share' ? ' %' : ''}`;
}
