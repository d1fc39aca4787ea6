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

/** Keys whose mere presence is the hazard. */
const hazardousKeys: Record<string, ProblemCode> = {
  '/JS': 'scan-active-content',
  '/JavaScript': 'scan-active-content',
  '/AA': 'scan-active-content',
  '/EmbeddedFiles': 'scan-attachment',
  '/EF': 'scan-attachment',
  '/AF': 'scan-attachment',
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

/** Real files have one or two; each may multiply what is unpacked by a thousand. */
const filtersMax = 8;

const annotationHidden = 2;
const annotationNoView = 32;

/**
 * The first thing in one PDF object for which the scan must be refused, if any.
 * @param object `{value}` or `{stream: {dict}}` as qpdf's JSON has it
 */
export function findHazard(object: PdfDictionary): ProblemCode | undefined {
  const { stream } = object;
  if (isDictionary(stream) && isDictionary(stream['dict'])) {
    return findInStream(stream['dict']) ?? findInValue(stream['dict'], 0);
  }
  return findInValue(object['value'] ?? null, 0);
}

function findInStream(dict: PdfDictionary): ProblemCode | undefined {
  if ('/F' in dict || '/Ref' in dict) return 'scan-external-reference';
  if (dict['/Type'] === '/EmbeddedFile') return 'scan-attachment';
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
  if (found) return found;
  for (const inner of Object.values(value)) {
    const deeper = findInValue(inner, depth + 1);
    if (deeper) return deeper;
  }
  return undefined;
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
  if (typeof dict['/SigFlags'] === 'number' && dict['/SigFlags'] !== 0) return 'scan-signed';
  if (dict['/Type'] === '/Sig' || dict['/FT'] === '/Sig') return 'scan-signed';
  if (dict['/Type'] === '/Filespec' || '/UF' in dict) return 'scan-external-reference';
  return findInPageParts(dict);
}

function findInPageParts(dict: PdfDictionary): ProblemCode | undefined {
  const subtype = dict['/Subtype'];
  if (subtype === '/Widget' || '/FT' in dict) return 'scan-form-fields';
  if (typeof subtype === 'string' && '/Rect' in dict) {
    if (carryingAnnotations.has(subtype)) return 'scan-attachment';
    const flags = typeof dict['/F'] === 'number' ? dict['/F'] : 0;
    const unseen = (flags & (annotationHidden | annotationNoView)) !== 0;
    if (unseen && subtype !== '/Popup') return 'scan-hidden-content';
  }
  if ('/OCGs' in dict || dict['/Type'] === '/OCMD') return findInLayers(dict);
  for (const box of ['/MediaBox', '/CropBox']) {
    const sides = dict[box];
    if (Array.isArray(sides) && sides.some((side) => tooFar(side))) return 'scan-page-size';
  }
  const unit = dict['/UserUnit'];
  if (typeof unit === 'number' && unit > 10) return 'scan-page-size';
  return undefined;
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
