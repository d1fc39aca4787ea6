import * as fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, PDFString, rgb } from 'pdf-lib';
import { type Cell, type Column, isLink, type Table } from '../../domain/report-contents';
import { readFont } from '../attestation/typeface';
import { type Frame, motto, signHint } from './table';

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
  /** Of words at size 1, by face: laying out a text is most of the work of a long table. */
  private readonly widths: Record<keyof Faces, Map<string, number>> = {
    ...{ regular: new Map(), bold: new Map(), italic: new Map() },
  };

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

  writeTable({ title, columns, rows, total, notes = [] }: Table): void {
    const widths = this.share(columns);
    // A head without a line below it says nothing.
    const [first] = rows;
    const headed = this.heightOf(headsOf(columns), widths, 'bold');
    const cells = columns.map(({ kind }, index) => inWords(first?.[index] ?? null, kind));
    this.need(34 + headed + this.heightOf(cells, widths, 'regular'));
    this.y -= 18;
    this.text(title, 'bold', 10, paper.margin);
    this.y -= 16;
    const head = () => this.writeHead(columns, widths);
    head();
    for (const row of rows) this.writeRow(columns, widths, row, 'regular', head);
    if (total) this.writeRow(columns, widths, total, 'bold', head);
    if (rows.length === 0 && !total) this.writeRow(columns, widths, ['Không có'], 'regular', head);
    for (const note of notes) this.writeNote(note);
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

  private writeNote(note: string): void {
    for (const words of this.wrap(note, 'italic', this.width)) {
      this.need(line.height);
      this.y -= line.height;
      this.text(words, 'italic', line.size, paper.margin);
    }
  }

  /** Widths as the columns ask for them, shrunk or stretched to the paper. */
  private share(columns: readonly Column[]): number[] {
    const asked = columns.map(({ width }) => width);
    const sum = asked.reduce((all, width) => all + width, 0);
    return asked.map((width) => (width / sum) * this.width);
  }

  private writeHead(columns: readonly Column[], widths: readonly number[]): void {
    this.drawCells(
      headsOf(columns),
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
    const y = this.y;
    this.drawCells(
      cells,
      columns.map(({ kind }) => kind),
      widths,
      face,
      false,
    );
    this.addLinks(row, widths, y);
  }

  /** A cell that leads somewhere does so wherever it is pressed. */
  private addLinks(row: readonly Cell[], widths: readonly number[], top: number): void {
    let x = paper.margin;
    for (const [index, width] of widths.entries()) {
      const cell = row[index];
      if (isLink(cell)) {
        const { context } = this.document;
        const link = context.obj({
          ...{ Type: 'Annot', Subtype: 'Link', Border: [0, 0, 0] },
          Rect: [x, this.y, x + width, top],
          A: { Type: 'Action', S: 'URI', URI: PDFString.of(cell.href) },
        });
        this.page.node.addAnnot(context.register(link));
      }
      x += width;
    }
  }

  private heightOf(cells: readonly string[], widths: readonly number[], face: keyof Faces): number {
    return heightOf(cells.map((cell, index) => this.wrap(cell, face, widths[index] ?? 0)));
  }

  private drawCells(
    cells: readonly string[],
    kinds: readonly Column['kind'][],
    widths: readonly number[],
    face: keyof Faces,
    isHead: boolean,
  ): void {
    const wrapped = cells.map((cell, index) => this.wrap(cell, face, widths[index] ?? 0));
    const height = heightOf(wrapped);
    let x = paper.margin;
    for (const [index, lines] of wrapped.entries()) {
      const width = widths[index] ?? 0;
      this.page.drawRectangle({
        ...{ x, y: this.y - height, width, height, borderWidth: 0.5, borderColor: ink },
        ...(isHead && { color: rgb(0.91, 0.93, 0.96) }),
      });
      for (const [place, words] of lines.entries()) {
        const isText = kinds[index] === 'text' && !isHead;
        const left = isText
          ? line.padding
          : isHead
            ? this.roomBeside(words, face, width) / 2
            : this.roomBeside(words, face, width) - line.padding;
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
    const space = this.widthOf(' ', face);
    const lines: string[] = [];
    let current = '';
    let taken = 0;
    const begin = () => {
      if (current !== '') lines.push(current);
      current = '';
      taken = 0;
    };
    for (const word of text.normalize('NFC').split(/\s+/)) {
      const own = this.widthOf(word, face);
      if (current !== '' && taken + space + own > room) begin();
      if (own <= room) {
        taken += (current === '' ? 0 : space) + own;
        current = current === '' ? word : `${current} ${word}`;
        continue;
      }
      for (const letter of word) {
        const ofLetter = this.widthOf(letter, face);
        if (taken + ofLetter > room && current !== '') begin();
        current += letter;
        taken += ofLetter;
      }
    }
    return [...lines, current];
  }

  private roomBeside(words: string, face: keyof Faces, width: number): number {
    return width - this.faces[face].widthOfTextAtSize(words, line.size);
  }

  private widthOf(word: string, face: keyof Faces): number {
    const known = this.widths[face].get(word);
    if (known !== undefined) return known * line.size;
    const width = this.faces[face].widthOfTextAtSize(word, 1);
    this.widths[face].set(word, width);
    return width * line.size;
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

function headsOf(columns: readonly Column[]): string[] {
  return columns.map(({ group, title }) => (group === undefined ? title : `${group}: ${title}`));
}

function heightOf(wrapped: readonly string[][]): number {
  return Math.max(1, ...wrapped.map(({ length }) => length)) * line.height + 2 * line.padding;
}

/** As people write it: `1.234`, `12,5`, `97,4 %`, `23/11/2026`. */
function inWords(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '';
  if (cell instanceof Date) return dateInWords(cell, kind);
  if (typeof cell === 'string') return cell;
  if (isLink(cell)) return cell.text;
  const digits = kind === 'decimal' || kind === 'share' ? 1 : 0;
  const value = kind === 'share' ? cell * 100 : cell;
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${rest === undefined ? '' : `,${rest}`}${kind === 'share' ? ' %' : ''}`;
}

function dateInWords(local: Date, kind: Column['kind']): string {
  const [year = '', month = '', day = ''] = local.toISOString().slice(0, 10).split('-');
  const date = `${day}/${month}/${year}`;
  return kind === 'day' ? date : `${date} ${local.toISOString().slice(11, 16)}`;
}
