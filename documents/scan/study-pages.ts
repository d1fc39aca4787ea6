import type { ProblemCode } from '../../domain/problem';
import {
  nameOf,
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  type PdfValue,
} from '../verify/parse/objects';
import { PdfView } from '../verify/parse/pdf-view';
import { readStructure } from '../verify/parse/read-structure';
import { DrawCounter, isPlain } from './count-draws';
import { hasEndlessParts } from './find-loops';
import { filtersOf, unpackFilters } from './filters/unpack-filters';
import { isUsableProfile, profileBytesMax } from './pictures/colour-profile';
import { findPictureFault } from './pictures/find-picture-fault';

/** What the pages of a normalised scan are made of. */
export interface PageStudy {
  /** Why it cannot be taken after all; null where nothing speaks against it. */
  code: ProblemCode | null;
  /** Nothing stands on the pages but pictures that every viewer unpacks alike. */
  isPlain: boolean;
  /** Why it cannot be taken is on this page, from 1. */
  page?: number;
  /** Of each page as it is shown, in points; empty where it cannot be taken. */
  sizes: [width: number, height: number][];
  /** What all pages together cost a viewer, in drawings (`DrawCounter`). */
  cost: number;
  /** The pages, from 1, that are more than a quick look beside their pictures, and what each costs. */
  slow: [page: number, cost: number][];
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
  const refused = (code: ProblemCode, page?: number): PageStudy => ({
    code,
    ...(page === undefined ? {} : { page }),
    ...{ isPlain: false, isArchivable: false, sizes: [], cost: 0, slow: [] },
  });
  const pages = listPages(view);
  if (hasEndlessParts(view)) return refused('scan-too-complex');
  const counter = new DrawCounter(view);
  // PDF/A-2 is PDF 1.7; a catalogue of qpdf's own has /Type and /Pages.
  const isOfItsTime = Buffer.from(pdf.subarray(0, 8)).toString('latin1') === '%PDF-1.7';
  let isArchivable = isOfItsTime && view.catalog().entries.size === 2;
  let plain = true;
  const sizes: PageStudy['sizes'] = [];
  const slow: PageStudy['slow'] = [];
  let cost = 0;
  for (const [index, page] of pages.entries()) {
    const size = usualSize(view, page);
    if (!size) return refused('scan-page-size', index + 1);
    sizes.push(size);
    const counted = counter.countPage(page);
    if (typeof counted === 'string') return refused(counted, index + 1);
    cost += counted.cost;
    if (!counted.isQuick) slow.push([index + 1, counted.cost]);
    plain &&= isPlain(view, page);
    isArchivable &&= plain && hasOnly(page, pageKeys) && !hasAnnotations(view, page);
  }
  for (const [num, stream] of listPictures(view)) {
    const code = findPictureFault(view, stream);
    if (code) {
      const page = findPageOf(view, pages, num);
      const isNamed = code === 'scan-damaged' && page !== undefined;
      return refused(isNamed ? 'scan-picture-damaged' : code, page);
    }
    const last = filtersOf(view, stream).at(-1)?.name;
    plain &&= last !== 'JPXDecode' && last !== 'JBIG2Decode';
    isArchivable &&= isArchivablePicture(view, stream);
  }
  return { code: null, isPlain: plain, isArchivable: isArchivable && plain, sizes, cost, slow };
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

/** The size of a page that viewers share, with what its crop box leaves of it; else undefined. */
function usualSize(view: PdfView, page: PdfDict): [number, number] | undefined {
  const media = boxOf(view, page, 'MediaBox');
  if (!media || !isUsual(media)) return undefined;
  const rotate = view.get(page, 'Rotate') ?? 0;
  if (typeof rotate !== 'number' || rotate % 90 !== 0) return undefined;
  const unit = view.get(page, 'UserUnit') ?? 1;
  if (typeof unit !== 'number' || unit < units.least || unit > units.most) return undefined;
  const crop = page.entries.has('CropBox') ? boxOf(view, page, 'CropBox') : media;
  if (!crop) return undefined;
  const shown: Sides = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ];
  if (!isUsual(shown)) return undefined;
  const [width, height] = [shown[2] - shown[0], shown[3] - shown[1]];
  return rotate % 180 === 0 ? [width, height] : [height, width];
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

function* listPictures(view: PdfView): Generator<[num: number, stream: PdfStream]> {
  for (const [num, entry] of view.file.revisions[0]?.entries ?? []) {
    if (entry.type === 'free') continue;
    const value = view.current(num);
    if (value instanceof PdfStream && nameOf(view.get(value.dict, 'Subtype')) === 'Image')
      yield [num, value];
  }
}

/** The first page, from 1, that has a picture at hand, by itself or in a drawing; else undefined. */
function findPageOf(view: PdfView, pages: PdfDict[], num: number): number | undefined {
  const index = pages.findIndex((page) => {
    const seen = new Set<number>();
    const has = (holder: PdfDict | undefined): boolean =>
      [...(view.dict(view.get(holder, 'XObject'))?.entries.values() ?? [])].some((value) => {
        if (!(value instanceof PdfRef) || seen.has(value.num)) return false;
        seen.add(value.num);
        return value.num === num || has(view.dict(view.get(view.dict(value), 'Resources')));
      });
    return has(view.dict(page.entries.get('Resources')));
  });
  return index < 0 ? undefined : index + 1;
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
