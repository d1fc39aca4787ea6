import type { ProblemCode } from '../../domain/problem';
import type { PdfDictionary, PdfValue } from './read-objects';

/** Actions that run, send or play something (ISO 32000-2, 12.6.4). */
const activeActions = new Set(
  [
    'JavaScript Launch SubmitForm ResetForm ImportData Rendition Sound Movie Hide SetOCGState',
    'GoTo3DView RichMediaExecute Named Trans',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `/${name}`),
);
/** Actions that lead out of the file: a link on a certified copy could lead to a false check page. */
const outwardActions = new Set(['/URI', '/GoToR', '/GoToE', '/GoToDp', '/Thread']);

/** Annotations that carry files or play something. */
const carryingAnnotations = new Set(
  'FileAttachment Screen RichMedia 3D Movie Sound'.split(' ').map((name) => `/${name}`),
);

/** What carries or plays something by itself, wherever it hangs. */
const carryingTypes = new Set(
  'EmbeddedFile Rendition MediaClip Sound 3D 3DNode'.split(' ').map((name) => `/${name}`),
);
const signatureTypes = new Set(['/Sig', '/DocTimeStamp']);

/** Keys whose mere presence is the hazard. */
const hazardousKeys: Record<string, ProblemCode> = {
  '/JS': 'scan-active-content',
  '/JavaScript': 'scan-active-content',
  '/AA': 'scan-active-content',
  '/EmbeddedFiles': 'scan-attachment',
  '/EF': 'scan-attachment',
  '/AF': 'scan-attachment',
  // The document that LibreOffice opens instead of the pages.
  '/AdditionalStreams': 'scan-attachment',
  '/Collection': 'scan-attachment',
  '/RichMediaContent': 'scan-attachment',
  '/XFA': 'scan-xfa',
  '/ByteRange': 'scan-signed',
  '/Perms': 'scan-signed',
  '/DSS': 'scan-signed',
  '/OPI': 'scan-external-reference',
  '/FFilter': 'scan-external-reference',
  '/Alternates': 'scan-hidden-content',
  '/VE': 'scan-hidden-content',
};

/** A page or picture side beyond this is no paper: 14,400 units is 5 m. */
const pageSideMax = 14_400;
/** A3 in colour at 600 dpi is 70 million. */
const picturePixelsMax = 150_000_000;

/** Each is laid on the page anew; a page of links has some hundred. */
const annotationsMax = 5_000;

/** Real files have one or two; each may multiply what is unpacked by a thousand. */
const filtersMax = 8;

/** Print, ReadOnly, Locked and LockedContents (ISO 32000-2, table 167): no other leaves the look alone. */
const flagsOfNoLook = 4 | 64 | 128 | 512;
const flagsThatHide = 2 | 32;

/**
 * The first thing in one PDF object for which the scan must be refused, if any.
 * @param object `{value}` or `{stream: {dict}}` as qpdf's JSON has it
 */
export function findHazard(object: PdfDictionary): ProblemCode | undefined {
  const { stream } = object;
  if (isDictionary(stream) && isDictionary(stream['dict'])) {
    return findInStream(stream['dict']) ?? findInValue(stream['dict'], 0);
  }
  const value = object['value'] ?? null;
  return typeof value === 'string' ? findInName(value) : findInValue(value, 0);
}

function findInStream(dict: PdfDictionary): ProblemCode | undefined {
  if ('/F' in dict || '/Ref' in dict) return 'scan-external-reference';
  const filter = dict['/Filter'];
  const filters = Array.isArray(filter) ? filter : [filter];
  if (filters.includes('/Crypt')) return 'scan-encrypted';
  if (filters.length > filtersMax) return 'scan-too-complex';
  if (dict['/Subtype'] === '/PS' || dict['/Subtype2'] === '/PS') return 'scan-active-content';
  if (dict['/Subtype'] === '/Image') {
    const [width, height] = [dict['/Width'], dict['/Height']];
    if (typeof width !== 'number' || typeof height !== 'number') return 'scan-damaged';
    if (width * height > picturePixelsMax) return 'scan-page-size';
  }
  return undefined;
}

/** A name that stands alone is what another object calls its kind. */
function findInName(name: string): ProblemCode | undefined {
  if (activeActions.has(name)) return 'scan-active-content';
  if (outwardActions.has(name) || name === '/Filespec') return 'scan-external-reference';
  if (carryingAnnotations.has(name) || carryingTypes.has(name)) return 'scan-attachment';
  if (signatureTypes.has(name)) return 'scan-signed';
  return name === '/Widget' ? 'scan-form-fields' : undefined;
}

function findInValue(value: PdfValue, depth: number): ProblemCode | undefined {
  if (depth > 100) return 'scan-too-complex';
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = findInValue(item, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (!isDictionary(value)) return undefined;
  const found = findInDictionary(value);
  // What an annotation does says more than how it looks.
  if (found && found !== 'scan-hidden-content') return found;
  for (const inner of Object.values(value)) {
    const deeper = findInValue(inner, depth + 1);
    if (deeper) return deeper;
  }
  return found;
}

function findInDictionary(dict: PdfDictionary): ProblemCode | undefined {
  // The encryption dictionary itself; it has a /Perms of its own (ISO 32000-2, table 21).
  const isEncryption = '/Encrypt' in dict || ('/O' in dict && '/U' in dict && '/V' in dict);
  if (isEncryption) return 'scan-encrypted';
  const key = Object.keys(hazardousKeys).find((name) => name in dict);
  if (key) return hazardousKeys[key];
  const action = dict['/S'];
  if (typeof action === 'string') {
    if (activeActions.has(action)) return 'scan-active-content';
    if (outwardActions.has(action)) return 'scan-external-reference';
  }
  if ((dict['/SigFlags'] ?? 0) !== 0 || dict['/FT'] === '/Sig') return 'scan-signed';
  const type = dict['/Type'];
  if (typeof type === 'string' && signatureTypes.has(type)) return 'scan-signed';
  if (typeof type === 'string' && carryingTypes.has(type)) return 'scan-attachment';
  if (type === '/Filespec' || '/UF' in dict) return 'scan-external-reference';
  return findInPageParts(dict);
}

function findInPageParts(dict: PdfDictionary): ProblemCode | undefined {
  const subtype = dict['/Subtype'];
  if (subtype === '/Widget' || '/FT' in dict) return 'scan-form-fields';
  if (typeof subtype === 'string' && '/Rect' in dict) {
    if (carryingAnnotations.has(subtype)) return 'scan-attachment';
    if (subtype !== '/Popup' && isShownDifferently(dict)) return 'scan-hidden-content';
  }
  if ('/OCGs' in dict || dict['/Type'] === '/OCMD') return findInLayers(dict);
  const annotations = dict['/Annots'];
  if (Array.isArray(annotations) && annotations.length > annotationsMax) return 'scan-too-complex';
  for (const box of ['/MediaBox', '/CropBox']) {
    const sides = dict[box];
    if (Array.isArray(sides) && sides.some((side) => tooFar(side))) return 'scan-page-size';
  }
  const unit = dict['/UserUnit'];
  if (typeof unit === 'number' && unit > 10) return 'scan-page-size';
  return undefined;
}

/**
 * An annotation that is not shown, or that each viewer draws in a way of its own: rewriting keeps
 * only the drawing that an annotation brings.
 */
function isShownDifferently(annotation: PdfDictionary): boolean {
  const { '/F': flags = 0, '/Subtype': subtype, '/AP': appearance } = annotation;
  if (typeof flags !== 'number') return true;
  if (subtype === '/Link') return (flags & flagsThatHide) !== 0 || hasFrame(annotation);
  if ((flags & ~flagsOfNoLook) !== 0) return true;
  // Viewers lay a marker over the words in another way than its drawing says.
  if (subtype === '/Highlight') return true;
  return isDictionary(appearance) ? !('/N' in appearance) : typeof appearance !== 'string';
}

/** A link has a frame of one point unless it says otherwise (ISO 32000-2, table 166 and 168). */
function hasFrame({ '/Border': border, '/BS': style }: PdfDictionary): boolean {
  if (isDictionary(style)) return style['/W'] !== 0;
  return !(style === undefined && Array.isArray(border) && border[2] === 0);
}

/** Optional content is taken only where nothing of it is off, by itself or by circumstance. */
function findInLayers(dict: PdfDictionary): ProblemCode | undefined {
  const policy = dict['/P'];
  if (typeof policy === 'string' && !['/AnyOn', '/AllOn'].includes(policy)) {
    return 'scan-hidden-content';
  }
  const configuration = dict['/D'];
  if (dict['/Type'] === '/OCMD' || configuration === undefined) return undefined;
  // A configuration by reference is not followed: it is rare, and refusing is safe.
  if (!isDictionary(configuration)) return 'scan-hidden-content';
  const { '/OFF': off, '/AS': automatic, '/BaseState': base } = configuration;
  const isEmpty = (list: PdfValue | undefined) =>
    list === undefined || (Array.isArray(list) && list.length === 0);
  if (!isEmpty(off) || !isEmpty(automatic)) return 'scan-hidden-content';
  return base === undefined || base === '/ON' ? undefined : 'scan-hidden-content';
}

function tooFar(side: PdfValue): boolean {
  return typeof side !== 'number' || Math.abs(side) > pageSideMax;
}

function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
