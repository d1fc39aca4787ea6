import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import * as fontkit from '@cantoo/fontkit';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import type { LetterRanges } from '../../domain/text';
import type { Revision } from '../copy/revision';

/** The three faces of the attestation page. */
export type Face = 'regular' | 'bold' | 'italic';

/** A font as it stands in one PDF: where it is, and how to measure and write text in it. */
export interface PlacedFont {
  ref: PDFRef;
  /** Width of a text at 1 pt, in points. */
  width(text: string): number;
  /** The text as a hexadecimal string operand. */
  encode(text: string): string;
  /** Whether every letter of the text is in it. */
  has(text: string): boolean;
}

/**
 * What every page may need, so that one subset serves number, book and dates filled in later:
 * printable ASCII, the Vietnamese letters and the marks used around them. Sorted, so that the same
 * glyph numbers come out each time.
 */
const everyday =
  Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('') +
  'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư' +
  'ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ' +
  '–—…“”‘’•·§°№';

const files: Record<Face, string> = {
  regular: 'NotoSerif-Regular.ttf',
  bold: 'NotoSerif-Bold.ttf',
  italic: 'NotoSerif-Italic.ttf',
};

/** Where distributions put Noto (Debian, Alpine, Fedora, Arch). */
const folders = [
  '/usr/share/fonts/truetype/noto',
  '/usr/share/fonts/noto',
  '/usr/share/fonts/google-noto',
  '/usr/local/share/fonts/noto',
];

interface Measures {
  /** Code point → glyph number in the subset. */
  glyphs: Map<number, number>;
  /** Advance in thousandths of an em, by glyph number. */
  advances: number[];
}

interface Subset extends Measures {
  /** The TrueType program, packed once: packing it costs more than all else on the page. */
  packedProgram: Uint8Array;
  programLength: number;
  packedToUnicode: Uint8Array;
  postscriptName: string;
  descriptor: {
    bbox: number[];
    ascent: number;
    descent: number;
    capHeight: number;
    italicAngle: number;
  };
}

const opened = new Map<Face, fontkit.Font>();
const everydaySubsets = new Map<Face, Subset>();

/**
 * Embeds one face with the everyday letters and those of `texts` (a foreign name may need more).
 * @throws SaoyError `font-missing` where fonts-noto-core is not installed,
 *   `font-lacks-letter` where a letter is in no glyph of the font.
 */
export function placeFont(revision: Revision, face: Face, texts: readonly string[]): PlacedFont {
  const extra = [...new Set(texts.join('').normalize('NFC'))].filter(
    (letter) => !everyday.includes(letter),
  );
  const subset = extra.length === 0 ? everydaySubset(face) : cutSubset(face, extra.sort());
  return placed(embed(revision, subset), subset);
}

/**
 * The letters that the attestation page can print: those that all its faces have.
 * @throws SaoyError `font-missing` where fonts-noto-core is not installed
 */
export function listPrintable(): LetterRanges {
  printable ??= toRanges(
    (Object.keys(files) as Face[])
      .map((face) => new Set(openFont(face).characterSet))
      .reduce((all, own) => new Set([...all].filter((codePoint) => own.has(codePoint)))),
  );
  return printable;
}
let printable: LetterRanges | undefined;

function toRanges(codePoints: Set<number>): LetterRanges {
  const ranges: [first: number, last: number][] = [];
  for (const codePoint of [...codePoints].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && range[1] === codePoint - 1) range[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  return ranges;
}

/** A font placed by an earlier revision, to write in again. */
export function reopenFont(revision: Revision, ref: PDFRef): PlacedFont {
  const font = revision.dict(ref);
  const at = (dict: PDFDict, key: string): PDFObject | undefined =>
    revision.resolve(dict.get(PDFName.of(key)));
  const map = at(font, 'ToUnicode');
  const descendants = at(font, 'DescendantFonts');
  const descendant = descendants instanceof PDFArray ? revision.resolve(descendants.get(0)) : null;
  const widths = descendant instanceof PDFDict ? at(descendant, 'W') : null;
  const advances = widths instanceof PDFArray ? revision.resolve(widths.get(1)) : null;
  if (!(map instanceof PDFRawStream) || !(advances instanceof PDFArray)) {
    throw new Error('not a font of this house');
  }
  const glyphs = new Map<number, number>();
  const cmap = Buffer.from(decodePDFRawStream(map).decode()).toString('latin1');
  for (const [, glyph = '', utf16 = ''] of cmap.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gim)) {
    const letter = Buffer.from(utf16, 'hex').swap16().toString('utf16le');
    glyphs.set(letter.codePointAt(0) ?? 0, parseInt(glyph, 16));
  }
  const subset = {
    glyphs,
    advances: advances
      .asArray()
      .map((value) => (value instanceof PDFNumber ? value.asNumber() : 0)),
  };
  return placed(ref, subset);
}

function placed(ref: PDFRef, subset: Measures): PlacedFont {
  return {
    ref,
    width: (text) => widthOf(subset, text),
    encode: (text) => encodeWith(subset, text),
    has: (text) =>
      [...text.normalize('NFC')].every((letter) => subset.glyphs.has(letter.codePointAt(0) ?? 0)),
  };
}

function everydaySubset(face: Face): Subset {
  let subset = everydaySubsets.get(face);
  if (!subset) {
    subset = cutSubset(face, []);
    everydaySubsets.set(face, subset);
  }
  return subset;
}

function cutSubset(face: Face, extra: string[]): Subset {
  const font = openFont(face);
  const scale = 1000 / font.unitsPerEm;
  const cut = font.createSubset();
  const glyphs = new Map<number, number>();
  const advances: number[] = [Math.round((font.getGlyph(0)?.advanceWidth ?? 0) * scale)];
  for (const letter of [...everyday, ...extra]) {
    const codePoint = letter.codePointAt(0) ?? 0;
    const glyph = font.hasGlyphForCodePoint(codePoint) ? font.glyphForCodePoint(codePoint) : null;
    if (!glyph) throw new SaoyError('font-lacks-letter', { codePoint: codePoint.toString(16) });
    const number = cut.includeGlyph(glyph);
    glyphs.set(codePoint, number);
    advances[number] = Math.round(glyph.advanceWidth * scale);
  }
  const program = cut.encode();
  return {
    packedProgram: deflateSync(program),
    programLength: program.length,
    packedToUnicode: deflateSync(toUnicode(glyphs)),
    postscriptName: font.postscriptName ?? 'NotoSerif',
    glyphs,
    advances,
    descriptor: {
      bbox: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((value) =>
        Math.round(value * scale),
      ),
      ascent: Math.round(font.ascent * scale),
      descent: Math.round(font.descent * scale),
      capHeight: Math.round(font.capHeight * scale),
      italicAngle: font.italicAngle,
    },
  };
}

/** The file of one face. @throws SaoyError `font-missing` where fonts-noto-core is not installed */
export function readFont(face: Face): Buffer {
  const path = folders.map((folder) => join(folder, files[face])).find(existsSync);
  if (!path) throw new SaoyError('font-missing', { file: files[face] });
  return readFileSync(path);
}

function openFont(face: Face): fontkit.Font {
  let font = opened.get(face);
  if (!font) {
    font = fontkit.create(readFont(face)) as fontkit.Font;
    opened.set(face, font);
  }
  return font;
}

function widthOf(subset: Measures, text: string): number {
  let width = 0;
  for (const letter of text.normalize('NFC')) {
    width += subset.advances[glyphOf(subset, letter)] ?? 0;
  }
  return width / 1000;
}

function encodeWith(subset: Measures, text: string): string {
  let hex = '';
  for (const letter of text.normalize('NFC')) {
    hex += glyphOf(subset, letter).toString(16).padStart(4, '0');
  }
  return `<${hex}>`;
}

function glyphOf(subset: Measures, letter: string): number {
  const codePoint = letter.codePointAt(0) ?? 0;
  const glyph = subset.glyphs.get(codePoint);
  if (glyph === undefined) {
    throw new SaoyError('font-lacks-letter', { codePoint: codePoint.toString(16) });
  }
  return glyph;
}

/** A composite font with identity encoding (ISO 32000-1, 9.7), its widths and its way back to text. */
function embed(revision: Revision, subset: Subset): PDFRef {
  const { context } = revision;
  const { descriptor } = subset;
  const baseFont = `SAOYAA+${subset.postscriptName}`;
  const packed = { Filter: 'FlateDecode' };
  const program = revision.add(
    context.stream(subset.packedProgram, { ...packed, Length1: subset.programLength }),
  );
  const fontDescriptor = revision.add(
    context.obj({
      Type: 'FontDescriptor',
      FontName: baseFont,
      Flags: descriptor.italicAngle === 0 ? 6 : 70,
      FontBBox: descriptor.bbox,
      ItalicAngle: descriptor.italicAngle,
      Ascent: descriptor.ascent,
      Descent: descriptor.descent,
      CapHeight: descriptor.capHeight,
      StemV: 80,
      FontFile2: program,
    }),
  );
  const descendant = revision.add(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: baseFont,
      CIDToGIDMap: 'Identity',
      CIDSystemInfo: {
        Registry: PDFString.of('Adobe'),
        Ordering: PDFString.of('Identity'),
        Supplement: 0,
      },
      FontDescriptor: fontDescriptor,
      W: [0, Array.from(subset.advances, (advance) => advance ?? 0)],
    }),
  );
  return revision.add(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: baseFont,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: revision.add(context.stream(subset.packedToUnicode, packed)),
    }),
  );
}

function toUnicode(glyphs: Map<number, number>): string {
  const lines = [...glyphs].map(([codePoint, glyph]) => {
    const utf16 = PDFHexString.fromText(String.fromCodePoint(codePoint)).asString().slice(4);
    return `<${glyph.toString(16).padStart(4, '0')}> <${utf16}>`;
  });
  const blocks: string[] = [];
  // At most a hundred lines a block (Adobe technical note 5014).
  for (let start = 0; start < lines.length; start += 100) {
    const block = lines.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<0000> <ffff>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}
