import * as fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { create as createQr } from 'qrcode';
import type { PaperColumn, PaperContent, PaperPart, PaperSigner } from '../../domain/papers';
import { millimetre } from '../attestation/canvas';
import { readFont } from '../attestation/typeface';
import { motto } from '../tables/table';
import { wrapWords } from './wrap-words';

/** What a paper says of itself: that it is no more than a look, or not the first print. */
export interface PaperMark {
  text: string;
}

/** What is drawn of a paper. */
export type DrawnPaper = Omit<PaperContent, 'kind' | 'form'>;

/** Points; margins after NĐ 30/2020/NĐ-CP Phụ lục I (20–25, 15–20, 20–25, 30–35 mm), smaller on A5. */
const papers = {
  A4: {
    ...{ width: 595.28, height: 841.89, top: 20, bottom: 20, left: 30, right: 16 },
    sizes: { head: 10.5, body: 11.2, title: 13.5, table: 9.5, note: 8.5, code: 58 },
  },
  A5: {
    ...{ width: 419.53, height: 595.28, top: 12, bottom: 12, left: 18, right: 12 },
    sizes: { head: 8, body: 10, title: 12, table: 8.5, note: 7.5, code: 52 },
  },
} as const;

/** Lines of a text, against its size. */
const leading = 1.36;
const cellPadding = 3;
const ink = rgb(0, 0, 0);

type Face = 'regular' | 'bold' | 'italic';
type Faces = Record<Face, PDFFont>;

/**
 * A paper as PDF, set as an administrative paper of NĐ 30/2020: agency and motto in two columns, number and day under
 * them, the title, what it says, and who signs. Black on white; the same content and mark give the same pages.
 * @param at when it is drawn, for the file's own dates
 * @param attachment data that goes along in the file
 * @throws SaoyError `font-missing`
 */
export async function drawPaper(
  content: DrawnPaper,
  mark: PaperMark | null,
  at: Date,
  attachment?: { name: string; bytes: Uint8Array },
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  document.setTitle([content.title, content.number].filter(Boolean).join(' '));
  document.setLanguage('vi-VN');
  document.setCreationDate(at);
  document.setModificationDate(at);
  const embed = (face: Face) => document.embedFont(readFont(face), { subset: true });
  const faces: Faces = {
    regular: await embed('regular'),
    bold: await embed('bold'),
    italic: await embed('italic'),
  };
  const pen = new Pen(document, content.size, faces);
  if (mark) pen.mark(mark.text);
  pen.head(content);
  for (const part of content.parts) pen.part(part);
  pen.end(content);
  pen.numberPages();
  if (attachment) {
    const dates = { creationDate: at, modificationDate: at };
    const mimeType = 'application/json';
    await document.attach(attachment.bytes, attachment.name, { mimeType, ...dates });
  }
  return document.save();
}

/** Goes down the page and on to the next. */
class Pen {
  private page: PDFPage;
  private y: number;
  private readonly paper: (typeof papers)[PaperContent['size']];
  private readonly left: number;
  private readonly width: number;
  /** Of words at 1 pt: setting a text in letters costs more than all else. */
  private readonly widths = {
    regular: new Map<string, number>(),
    bold: new Map<string, number>(),
    italic: new Map<string, number>(),
  };

  constructor(
    private readonly document: PDFDocument,
    size: PaperContent['size'],
    private readonly faces: Faces,
  ) {
    this.paper = papers[size];
    this.left = this.paper.left * millimetre;
    this.width = this.paper.width - this.left - this.paper.right * millimetre;
    this.page = this.addPage();
    this.y = this.top;
  }

  /** In a frame above everything: nobody takes it for the paper that was handed over first. */
  mark(text: string): void {
    const size = this.paper.sizes.note;
    const lines = wrapWords(text, this.measure('bold', size), this.width - 4 * cellPadding);
    const height = lines.length * size * leading + 2 * cellPadding;
    const frame = { borderWidth: 1, borderColor: ink };
    this.page.drawRectangle({
      x: this.left,
      y: this.y - height,
      width: this.width,
      height,
      ...frame,
    });
    this.y -= cellPadding;
    for (const line of lines) this.centred(line, 'bold', size, this.left, this.width);
    this.y -= cellPadding + size * 0.6;
  }

  head({ agency, number, placeAndDay, formLine, title }: DrawnPaper): void {
    const { head, note, title: titleSize } = this.paper.sizes;
    if (formLine !== '') {
      this.right(formLine, 'italic', note);
      this.y -= note * 0.4;
    }
    const [above, own] = agency;
    const hasAgency = own !== '';
    const leftWidth = hasAgency ? this.width * 0.42 : 0;
    const rightX = this.left + leftWidth;
    const rightWidth = this.width - leftWidth;
    const start = this.y;
    if (hasAgency) {
      this.agency(above, own, leftWidth);
      if (number !== null) this.centred(`Số: ${number}`, 'regular', head, this.left, leftWidth);
    }
    const leftEnd = this.y;
    this.y = start;
    const nation = this.fitting(motto[0], 'bold', head, rightWidth);
    this.centred(motto[0], 'bold', nation, rightX, rightWidth);
    this.centred(motto[1], 'bold', head, rightX, rightWidth);
    this.underline(motto[1], 'bold', head, rightX, rightWidth);
    if (hasAgency) this.centred(placeAndDay, 'italic', head, rightX, rightWidth);
    this.y = Math.min(this.y, leftEnd) - titleSize;
    for (const line of wrapWords(
      title.toLocaleUpperCase('vi'),
      this.measure('bold', titleSize),
      this.width,
    )) {
      this.centred(line, 'bold', titleSize, this.left, this.width);
    }
    this.y -= titleSize * 0.6;
  }

  part(part: PaperPart): void {
    if ('line' in part) this.line(part.line, part.style);
    else if ('choices' in part) for (const each of part.choices) this.choice(each);
    else this.table(part);
  }

  /** Codes, signatures and notes stay together where they fit on a page. */
  end({ codes, signers, footnotes, placeAndDay, agency }: DrawnPaper): void {
    const { body, note } = this.paper.sizes;
    if (agency[1] === '') {
      this.need(body * 10);
      this.y -= body * 0.6;
      this.right(placeAndDay, 'italic', body);
    }
    this.signers(signers);
    const [only, ...more] = codes;
    if (only && more.length === 0) return this.codeBesideNotes(only, footnotes);
    this.codes(codes);
    const lines = this.setNotes(footnotes, this.width);
    if (lines.length === 0) return;
    this.need((lines.length + 1) * note * leading);
    this.y -= note;
    this.notes(lines, this.left);
  }

  /** One code stands beside the notes: a page is saved more often than not. */
  private codeBesideNotes(code: PaperContent['codes'][number], footnotes: readonly string[]): void {
    const { code: side, note } = this.paper.sizes;
    const part = side + 34;
    const lines = this.setNotes(footnotes, this.width - part - 8);
    const size = note * 0.9;
    const caption = wrapWords(code.caption, this.measure('regular', size), part - 6);
    const height = Math.max(side + caption.length * size * leading, lines.length * note * leading);
    this.need(height + 10);
    const top = this.y - 6;
    this.code(code.url, this.left + (part - side) / 2, top - side, side);
    this.y = top - side - 2;
    for (const line of caption) this.centred(line, 'regular', size, this.left, part);
    this.y = top;
    if (lines.length > 0) this.notes(lines, this.left + part + 8);
    this.y = top - height;
  }

  private setNotes(footnotes: readonly string[], width: number): string[] {
    const { note } = this.paper.sizes;
    return footnotes.flatMap((text) => wrapWords(text, this.measure('italic', note), width));
  }

  private notes(lines: readonly string[], x: number): void {
    const { note } = this.paper.sizes;
    const rule = { start: { x, y: this.y }, end: { x: x + this.width / 3, y: this.y } };
    this.page.drawLine({ ...rule, thickness: 0.5, color: ink });
    this.y -= note * 0.4;
    for (const line of lines) this.write(line, 'italic', note, x);
  }

  /** Where there is more than one page. */
  numberPages(): void {
    const pages = this.document.getPages();
    if (pages.length < 2) return;
    for (const [index, page] of pages.entries()) {
      const text = `Trang ${index + 1}/${pages.length}`;
      const size = this.paper.sizes.note;
      const x = this.left + (this.width - this.faces.regular.widthOfTextAtSize(text, size)) / 2;
      const y = (this.paper.bottom * millimetre) / 2;
      page.drawText(text, { x, y, size, font: this.faces.regular, color: ink });
    }
  }

  private agency(above: string, own: string, width: number): void {
    const { head } = this.paper.sizes;
    const room = width - 6;
    for (const line of wrapWords(
      above.toLocaleUpperCase('vi'),
      this.measure('regular', head),
      room,
    )) {
      this.centred(line, 'regular', head, this.left, width);
    }
    for (const line of wrapWords(own.toLocaleUpperCase('vi'), this.measure('bold', head), room)) {
      this.centred(line, 'bold', head, this.left, width);
    }
    // A third to a half of the name's length, under its middle.
    const long = width * 0.35;
    const x = this.left + (width - long) / 2;
    const y = this.y - 2;
    this.page.drawLine({ start: { x, y }, end: { x: x + long, y }, thickness: 0.6, color: ink });
    this.y -= 6;
  }

  private line(text: string, style: Extract<PaperPart, { line: string }>['style']): void {
    const { body } = this.paper.sizes;
    const isCentred = style === 'centred';
    const face: Face =
      isCentred || style === 'bold' ? 'bold' : style === 'italic' ? 'italic' : 'regular';
    for (const line of wrapWords(text, this.measure(face, body), this.width)) {
      this.need(body * leading);
      if (isCentred) this.centred(line, face, body, this.left, this.width);
      else this.write(line, face, body, this.left);
    }
    this.y -= body * 0.22;
  }

  private choice({ text, isChosen }: { text: string; isChosen: boolean }): void {
    const { body } = this.paper.sizes;
    const size = body * 0.92;
    const indent = size * 1.9;
    const face = isChosen ? 'bold' : 'regular';
    const lines = wrapWords(text, this.measure(face, size), this.width - indent);
    this.need(lines.length * size * leading);
    const side = size * 0.85;
    const box = { x: this.left + 2, y: this.y - size * 1.08, width: side, height: side };
    this.page.drawRectangle({ ...box, borderWidth: 0.8, borderColor: ink });
    if (isChosen) {
      const cross = { thickness: 1.3, color: ink };
      const [x, y] = [box.x + side, box.y + side];
      this.page.drawLine({ start: { x: box.x, y: box.y }, end: { x, y }, ...cross });
      this.page.drawLine({ start: { x: box.x, y }, end: { x, y: box.y }, ...cross });
    }
    for (const line of lines) this.write(line, face, size, this.left + indent);
    this.y -= size * 0.2;
  }

  private table({ columns, rows, total }: Extract<PaperPart, { columns: PaperColumn[] }>): void {
    const sum = columns.reduce((all, { width }) => all + width, 0);
    const widths = columns.map(({ width }) => (width / sum) * this.width);
    const head = () => {
      this.row(
        columns.map(({ title }) => title),
        widths,
        columns.map(() => 'centre' as const),
        'bold',
      );
    };
    const aligns = columns.map(({ align }) => align);
    this.need(this.paper.sizes.table * leading * 4);
    this.y -= 2;
    head();
    for (const cells of rows) this.row(cells, widths, aligns, 'regular', head);
    if (total) this.row(total, widths, aligns, 'bold', head);
    this.y -= this.paper.sizes.table;
  }

  private row(
    cells: readonly string[],
    widths: readonly number[],
    aligns: readonly PaperColumn['align'][],
    face: Face,
    again?: () => void,
  ): void {
    const size = this.paper.sizes.table;
    const measure = this.measure(face, size);
    const lines = cells.map((cell, at) =>
      wrapWords(cell, measure, (widths[at] ?? 0) - 2 * cellPadding),
    );
    const height =
      Math.max(1, ...lines.map(({ length }) => length)) * size * leading + 2 * cellPadding;
    if (this.y - height < this.bottom) {
      this.turn();
      again?.();
    }
    let x = this.left;
    for (const [at, texts] of lines.entries()) {
      const width = widths[at] ?? 0;
      this.page.drawRectangle({
        x,
        y: this.y - height,
        width,
        height,
        borderWidth: 0.6,
        borderColor: ink,
      });
      for (const [place, text] of texts.entries()) {
        const free = width - 2 * cellPadding - measure(text);
        const align = aligns[at] ?? 'left';
        const indent = align === 'right' ? free : align === 'centre' ? free / 2 : 0;
        const y = this.y - cellPadding - size - place * size * leading;
        this.page.drawText(text, {
          x: x + cellPadding + indent,
          y,
          size,
          font: this.faces[face],
          color: ink,
        });
      }
      x += width;
    }
    this.y -= height;
  }

  private signers(signers: readonly PaperSigner[]): void {
    const { body } = this.paper.sizes;
    const part = this.width / signers.length;
    this.need(body * 9);
    this.y -= body * 0.8;
    const start = this.y;
    let end = start;
    for (const [at, { title, hint, name }] of signers.entries()) {
      const x = this.left + at * part;
      this.y = start;
      for (const line of wrapWords(title, this.measure('bold', body), part - 8)) {
        this.centred(line, 'bold', body, x, part);
      }
      const hintSize = body * 0.85;
      for (const line of wrapWords(hint, this.measure('italic', hintSize), part - 8)) {
        this.centred(line, 'italic', hintSize, x, part);
      }
      this.y -= body * 2.8;
      for (const line of wrapWords(name, this.measure('bold', body), part - 8)) {
        this.centred(line, 'bold', body, x, part);
      }
      end = Math.min(end, this.y);
    }
    this.y = end - body * 0.4;
  }

  private codes(codes: PaperContent['codes']): void {
    const { code: side, note } = this.paper.sizes;
    const size = note * 0.9;
    const part = side + 40;
    const perRow = Math.max(1, Math.floor(this.width / part));
    for (let start = 0; start < codes.length; start += perRow) {
      const row = codes.slice(start, start + perRow);
      const captions = row.map(({ caption }) =>
        wrapWords(caption, this.measure('regular', size), part - 8),
      );
      const most = Math.max(...captions.map(({ length }) => length));
      this.need(side + most * size * leading + 8);
      const top = this.y - 4;
      for (const [at, { url }] of row.entries()) {
        const x = this.left + at * part;
        this.code(url, x + (part - side) / 2, top - side, side);
        this.y = top - side - 2;
        for (const line of captions[at] ?? []) this.centred(line, 'regular', size, x, part);
      }
      this.y = top - side - 2 - most * size * leading;
    }
  }

  private code(url: string, x: number, y: number, side: number): void {
    const { modules } = createQr(url, { errorCorrectionLevel: 'M' });
    const unit = side / modules.size;
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (!modules.get(row, column)) continue;
        this.page.drawRectangle({
          x: x + column * unit,
          y: y + side - (row + 1) * unit,
          // A hair wider than the module, or viewers show seams.
          width: unit + 0.05,
          height: unit + 0.05,
          color: ink,
        });
      }
    }
  }

  private get top(): number {
    return this.paper.height - this.paper.top * millimetre;
  }

  private get bottom(): number {
    return this.paper.bottom * millimetre;
  }

  private addPage(): PDFPage {
    return this.document.addPage([this.paper.width, this.paper.height]);
  }

  private turn(): void {
    this.page = this.addPage();
    this.y = this.top;
  }

  private need(height: number): void {
    if (this.y - height < this.bottom) this.turn();
  }

  private measure(face: Face, size: number): (text: string) => number {
    const known = this.widths[face];
    return (text) => {
      let width = known.get(text);
      if (width === undefined) {
        width = this.faces[face].widthOfTextAtSize(text, 1);
        known.set(text, width);
      }
      return width * size;
    };
  }

  /** The largest size, up to the one asked for, at which a line fits. */
  private fitting(text: string, face: Face, size: number, width: number): number {
    return Math.min(size, (size * (width - 4)) / this.measure(face, size)(text));
  }

  private write(text: string, face: Face, size: number, x: number): void {
    this.page.drawText(text, { x, y: this.y - size, size, font: this.faces[face], color: ink });
    this.y -= size * leading;
  }

  private centred(text: string, face: Face, size: number, x: number, width: number): void {
    this.write(text, face, size, x + (width - this.measure(face, size)(text)) / 2);
  }

  private right(text: string, face: Face, size: number): void {
    this.write(text, face, size, this.left + this.width - this.measure(face, size)(text));
  }

  private underline(text: string, face: Face, size: number, x: number, width: number): void {
    const long = this.measure(face, size)(text);
    const start = x + (width - long) / 2;
    const y = this.y + size * (leading - 1) - 4.2;
    this.page.drawLine({
      start: { x: start, y },
      end: { x: start + long, y },
      thickness: 0.6,
      color: ink,
    });
    this.y -= 3;
  }
}
