import * as fontkit from '@cantoo/fontkit';
import { PDFDocument, rgb, type PDFFont, type PDFPage } from 'pdf-lib';
import { readFont } from '../attestation/typeface';

const paper = { width: 595.28, height: 841.89, margin: 56 };
const size = { title: 16, heading: 12, text: 10 };

/** Names in a stranger's certificate may hold anything. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')
    .slice(0, 2_000);
}

/** A plain paper: lines down the page and on to the next, in letters that every office has. */
export class Sheet {
  private page: PDFPage;
  private y: number;

  private constructor(
    private readonly document: PDFDocument,
    private readonly fonts: { regular: PDFFont; bold: PDFFont },
  ) {
    this.page = document.addPage([paper.width, paper.height]);
    this.y = paper.height - paper.margin;
  }

  /** @param title of the file @throws SaoyError `font-missing` */
  static async begin(title: string): Promise<Sheet> {
    const document = await PDFDocument.create();
    document.registerFontkit(fontkit);
    document.setTitle(title);
    document.setLanguage('vi-VN');
    const embed = (face: 'regular' | 'bold') =>
      document.embedFont(readFont(face), { subset: true });
    const regular = await embed('regular');
    return new Sheet(document, { regular, bold: await embed('bold') });
  }

  save(): Promise<Uint8Array> {
    return this.document.save();
  }

  write(text: string, kind: keyof typeof size = 'text'): void {
    const font = kind === 'text' ? this.fonts.regular : this.fonts.bold;
    const height = size[kind];
    if (kind !== 'text') this.y -= height * 0.8;
    for (const line of this.wrap(printable(text), font, height)) {
      if (this.y < paper.margin + height) {
        this.page = this.document.addPage([paper.width, paper.height]);
        this.y = paper.height - paper.margin;
      }
      this.y -= height * 1.45;
      this.page.drawText(line, {
        x: paper.margin,
        y: this.y,
        size: height,
        font,
        color: rgb(0, 0, 0),
      });
    }
  }

  /** Breaks at spaces, and inside words that are wider than the page. */
  private wrap(text: string, font: PDFFont, height: number): string[] {
    const width = paper.width - 2 * paper.margin;
    const fits = (line: string) => font.widthOfTextAtSize(line, height) <= width;
    const lines: string[] = [];
    let line = '';
    for (const word of text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').split(/ +/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = '';
      for (const char of word) {
        if (!fits(line + char)) {
          lines.push(line);
          line = '';
        }
        line += char;
      }
    }
    return [...lines, line];
  }
}
