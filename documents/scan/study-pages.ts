import type { ProblemCode } from '../../domain/problem';
import { nameOf, PdfDict, PdfName, PdfRef, PdfStream } from '../verify/parse/objects';
import type { PdfValue } from '../verify/parse/objects';
import { PdfView } from '../verify/parse/pdf-view';
import { readStructure } from '../verify/parse/read-structure';
import { DrawCounter, isPlain } from './count-draws';
import { hasEndlessColours } from './find-loops';
import { filtersOf, unpackFilters } from './filters/unpack-filters';
import { isUsableProfile, profileBytesMax } from './pictures/colour-profile';
import { findPictureFault } from './pictures/find-picture-fault';

/** What the pages of a normalised scan are made of. */
export interface PageStudy {
  /** Why it cannot be taken after all; null where nothing speaks against it. */
  code: ProblemCode | null;
  /** Nothing stands on the pages but pictures that every viewer unpacks alike. */
  isPlain: boolean;
  /** Nothing of what PDF/A-2 (ISO 19005-2) forbids is on the pages. */
  isArchivable: boolean;
}

/** ISO 32000-1, Annex C.2: the smallest and the largest side of a page, in points. */
const sides = { least: 3, most: 14_400 };
/** A page of 72nds of an inch to one of ten times that. */
const units = { least: 0.1, most: 10 };
const pagesMax = 10_000;

/**
 * Looks at what qpdf's rewriting keeps as it is: pictures that are larger than their dictionary
 * says, boxes that leave nothing to see, drawings that draw themselves. Runs in the bounded process.
 * @param pdf a scan rewritten by `normaliseScan`
 */
export function studyPages(pdf: Uint8Array): PageStudy {
  const view = new PdfView(readStructure(pdf), 0);
  const refused = (code: ProblemCode): PageStudy => ({
    code,
    isPlain: false,
    isArchivable: false,
  });
  const pages = listPages(view);
  if (hasEndlessColours(view)) return refused('scan-too-complex');
  const counter = new DrawCounter(view);
  // PDF/A-2 is PDF 1.7; a catalogue of qpdf's own has /Type and /Pages.
  const isOfItsTime = Buffer.from(pdf.subarray(0, 8)).toString('latin1') === '%PDF-1.7';
  let isArchivable = isOfItsTime && view.catalog().entries.size === 2;
  let plain = true;
  for (const page of pages) {
    if (!hasUsualBox(view, page)) return refused('scan-page-size');
    const code = counter.countPage(page);
    if (code) return refused(code);
    plain &&= isPlain(view, page);
    isArchivable &&= plain && hasOnly(page, pageKeys) && !hasAnnotations(view, page);
  }
  for (const stream of listPictures(view)) {
    const code = findPictureFault(view, stream);
    if (code) return refused(code);
    const last = filtersOf(view, stream).at(-1)?.name;
    plain &&= last !== 'JPXDecode' && last !== 'JBIG2Decode';
    isArchivable &&= isArchivablePicture(view, stream);
  }
  return { code: null, isPlain: plain, isArchivable: isArchivable && plain };
}

/** The pages with what they inherit (ISO 32000-1, 7.7.3.4) set on each. */
function listPages(view: PdfView): PdfDict[] {
  const pages: PdfDict[] = [];
  const walk = (node: PdfDict | undefined, from: Map<string, PdfValue>, depth: number) => {
    if (!node || depth > 60 || pages.length > pagesMax) throw new Error('page tree');
    const inherited = new Map(from);
    for (const key of ['Resources', 'MediaBox', 'CropBox', 'Rotate']) {
      const own = node.entries.get(key);
      if (own !== undefined) inherited.set(key, own);
    }
    const kids = view.array(node.entries.get('Kids'));
    if (!kids) pages.push(new PdfDict(new Map([...node.entries, ...inherited])));
    else for (const kid of kids) walk(view.dict(kid), inherited, depth + 1);
  };
  walk(view.dict(view.catalog().entries.get('Pages')), new Map(), 0);
  return pages;
}

/** A box with an area, inside what viewers share; a crop box that leaves something of it. */
function hasUsualBox(view: PdfView, page: PdfDict): boolean {
  const media = boxOf(view, page, 'MediaBox');
  if (!media || !isUsual(media)) return false;
  const rotate = view.get(page, 'Rotate') ?? 0;
  if (typeof rotate !== 'number' || rotate % 90 !== 0) return false;
  const unit = view.get(page, 'UserUnit') ?? 1;
  if (typeof unit !== 'number' || unit < units.least || unit > units.most) return false;
  if (!page.entries.has('CropBox')) return true;
  const crop = boxOf(view, page, 'CropBox');
  if (!crop) return false;
  return isUsual([
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ]);
}

type Sides = [number, number, number, number];

function boxOf(view: PdfView, page: PdfDict, key: string): Sides | undefined {
  const values = view.array(page.entries.get(key))?.map((value) => view.resolve(value));
  if (values?.length !== 4 || !values.every((value) => typeof value === 'number')) return undefined;
  const [x1, y1, x2, y2] = values as Sides;
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

function isUsual([x1, y1, x2, y2]: Sides): boolean {
  return [x2 - x1, y2 - y1].every((side) => side >= sides.least && side <= sides.most);
}

function* listPictures(view: PdfView): Generator<PdfStream> {
  for (const [num, entry] of view.file.revisions[0]?.entries ?? []) {
    if (entry.type === 'free') continue;
    const value = view.current(num);
    if (value instanceof PdfStream && nameOf(view.get(value.dict, 'Subtype')) === 'Image')
      yield value;
  }
}

const pageKeys = new Set(
  'Type Parent MediaBox CropBox BleedBox TrimBox ArtBox Rotate Contents Resources Annots'.split(
    ' ',
  ),
);
const pictureKeys = new Set(
  'Type Subtype Width Height ColorSpace BitsPerComponent Filter DecodeParms Decode ImageMask Length'.split(
    ' ',
  ),
);

function hasOnly(dict: PdfDict, keys: Set<string>): boolean {
  return [...dict.entries.keys()].every((key) => keys.has(key));
}

function hasAnnotations(view: PdfView, page: PdfDict): boolean {
  const list = page.entries.get('Annots');
  return list !== undefined && view.array(list)?.length !== 0;
}

/** All of PDF 1.7 but LZW and encryption; JPEG 2000 and JBIG2 have rules of their own. */
const archivableFilters = new Set(
  'FlateDecode ASCIIHexDecode ASCII85Decode RunLengthDecode DCTDecode CCITTFaxDecode'.split(' '),
);

/** Only what the output intent (sRGB) makes definite, packed as ISO 19005-2, 6.1.7 and 6.2.8 allow. */
function isArchivablePicture(view: PdfView, stream: PdfStream): boolean {
  const isKnown = filtersOf(view, stream).every(({ name }) => archivableFilters.has(name));
  return isKnown && hasOnly(stream.dict, pictureKeys) && isPlainColour(view, stream.dict);
}

function isPlainColour(view: PdfView, dict: PdfDict): boolean {
  if (view.get(dict, 'ImageMask') === true) return true;
  const space = view.get(dict, 'ColorSpace');
  const isDevice = (value: PdfValue) =>
    value instanceof PdfName && ['DeviceGray', 'DeviceRGB'].includes(value.name);
  if (!Array.isArray(space)) return isDevice(space);
  if (isProfiled(view, space)) return true;
  const [kind, base] = space.map((value) =>
    value instanceof PdfRef ? view.resolve(value) : value,
  );
  return nameOf(kind) === 'Indexed' && (isDevice(base ?? null) || isProfiled(view, base ?? null));
}

const profileKeys = new Set(['N', 'Filter', 'Length']);

/** By a whole profile of as many numbers as it says (ISO 19005-2, 6.2.4.2). */
function isProfiled(view: PdfView, space: PdfValue): boolean {
  if (!Array.isArray(space) || nameOf(view.resolve(space[0])) !== 'ICCBased') return false;
  const stream = view.resolve(space[1]);
  if (!(stream instanceof PdfStream) || !hasOnly(stream.dict, profileKeys)) return false;
  const components = view.get(stream.dict, 'N');
  try {
    const { data, last } = unpackFilters(view, stream, profileBytesMax);
    return !last && typeof components === 'number' && isUsableProfile(data, components);
  } catch {
    return false;
  }
}
