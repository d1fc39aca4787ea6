import { inflateSync } from 'node:zlib';
import type { ProblemCode } from '../../domain/problem';
import {
  type ContentMeasure,
  type ContentResources,
  type Drawn as DrawnObject,
  measureContent,
  type Tiling,
} from './content/measure-content';
import { type Box, identity, type Matrix } from './content/matrix';
import { pixelsMax } from './pictures/page-picture';
import { nameOf, PdfDict, PdfStream, type PdfValue } from '../verify/parse/objects';
import type { PdfView } from '../verify/parse/pdf-view';

/** A drawn page of a map has some ten thousand; each may cost a viewer a picture. */
const drawsMax = 20_000;
/** Of all pages together, but for their pictures: 500 sheets of A3 in 600 dpi are no drawing. */
const drawsOfScanMax = 400_000;
const depthMax = 20;
/** What the streams of one page hold unpacked, each as often as it is named; of a map some 20 MB. */
const contentBytesMax = 32 * 1024 * 1024;
/** Of all pages together, drawings that several have counted once. */
const contentBytesOfScanMax = 64 * 1024 * 1024;
/** A soft mask is laid under all that follows: a page of its own to a viewer. */
const maskDraws = 20;
const plainBytesMax = 64 * 1024;
/** A mesh costs as much as a drawing for each piece of so many bytes: some hundred patches. */
const meshBytesADraw = 4096;

/**
 * Counts how often a page draws something else, drawings in drawings multiplied out: ten forms that
 * each draw the next ten times are a page that no viewer comes to the end of. Operators, letters,
 * dashes and tiles count as so many parts of a drawing.
 */
export class DrawCounter {
  private readonly known = new Map<PdfStream, ContentMeasure>();
  private drawsOfScan = 0;
  private bytesOfScan = 0;
  private readonly open = new Set<PdfStream>();

  constructor(private readonly view: PdfView) {}

  /** @returns why the page cannot be taken, if so */
  countPage(page: PdfDict): ProblemCode | null {
    try {
      const content = pageContent(this.view, page);
      const { cost, pictureCost } = this.countContent(content, page, 'MediaBox');
      this.drawsOfScan += cost - pictureCost;
      const isTooMuch = cost > drawsMax || this.drawsOfScan > drawsOfScanMax;
      return isTooMuch ? 'scan-too-complex' : null;
    } catch (error) {
      if (error instanceof DrawsItself) return 'scan-too-complex';
      // Not enough room for what is unpacked, or not unpackable: qpdf would have said so before.
      return 'scan-too-complex';
    }
  }

  private countContent(
    content: Buffer,
    holder: PdfDict,
    box: string,
    around?: PdfDict,
  ): ContentMeasure {
    this.bytesOfScan += content.length;
    if (this.bytesOfScan > contentBytesOfScanMax) throw new DrawsItself();
    const resources = this.view.dict(holder.entries.get('Resources')) ?? around;
    const drawn = this.listDrawn(resources);
    const text = content.toString('latin1');
    if (countInlinePixels(text) > pixelsMax) throw new DrawsItself();
    const meshes = this.listMeshes(resources);
    const known = this.resourcesOf(resources);
    const measure = measureContent(content, this.boxOf(holder, box), known, drawsMax);
    if (drawn.size === 0 && meshes.size === 0) return measure;
    let draws = measure.cost;
    // Between strings the pattern may err, and then only to the safe side.
    for (const [, name = '', operator] of text.matchAll(drawOperators)) {
      if (operator === 'Do') draws += 1;
      if (operator === 'gs' && drawn.has(`gs ${unescaped(name)}`)) draws += maskDraws;
      draws += meshes.get(`${operator ?? 'Tf'} ${unescaped(name)}`) ?? 0;
      for (const { stream, holder: own } of drawn.get(`${operator ?? 'Tf'} ${unescaped(name)}`) ??
        [])
        draws += this.countForm(stream, own, resources).cost;
      if (draws > drawsMax) break;
    }
    return { ...measure, cost: draws };
  }

  private countForm(form: PdfStream, holder: PdfDict, around: PdfDict | undefined): ContentMeasure {
    const known = this.known.get(form);
    if (known !== undefined) return known;
    if (this.open.has(form) || this.open.size > depthMax) throw new DrawsItself();
    this.open.add(form);
    const box = holder === form.dict ? 'BBox' : 'FontBBox';
    const measure = this.countContent(unpack(this.view, form), holder, box, around);
    this.open.delete(form);
    this.known.set(form, measure);
    return measure;
  }

  /** What a content names that its cost hangs on; each is looked up when it is first used. */
  private resourcesOf(resources: PdfDict | undefined): ContentResources {
    const { view } = this;
    const find = (kind: string, name: string) =>
      view.get(view.dict(view.get(resources, kind)), unescaped(name));
    return {
      dashOf: remembered((name) => {
        const state = find('ExtGState', name);
        const dash = state instanceof PdfDict ? view.array(view.get(state, 'D')) : undefined;
        return dash && numbersOf(view, dash[0]);
      }),
      tilingOf: remembered((name) => this.tilingOf(find('Pattern', name), resources)),
      letterCostOf: remembered((name) => {
        const font = find('Font', name);
        if (!(font instanceof PdfDict)) return 0;
        const costs = this.entriesOf(font, 'CharProcs').map(([, letter]) =>
          letter instanceof PdfStream ? this.countForm(letter, font, resources).cost : 0,
        );
        return costs.reduce((most, cost) => Math.max(most, cost), 0);
      }),
      drawnOf: remembered((name) => this.drawnOf(find('XObject', name), resources)),
    };
  }

  private drawnOf(object: PdfValue, around: PdfDict | undefined): DrawnObject {
    const { view } = this;
    if (!(object instanceof PdfStream)) return { solidLength: 0, pixels: 0, spread: undefined };
    const { dict } = object;
    if (nameOf(view.get(dict, 'Subtype')) === 'Form') {
      const { solidLength } = this.countForm(object, dict, around);
      const group = { box: this.boxOf(dict, 'BBox'), matrix: this.matrixOf(dict) };
      return { solidLength, pixels: 0, spread: dict.entries.has('Group') ? group : undefined };
    }
    const [width, height] = [view.get(dict, 'Width'), view.get(dict, 'Height')];
    const pixels = typeof width === 'number' && typeof height === 'number' ? width * height : 0;
    return { solidLength: 0, pixels, spread: { box: [0, 0, 1, 1], matrix: identity } };
  }

  private matrixOf(dict: PdfDict): Matrix {
    const matrix = numbersOf(this.view, dict.entries.get('Matrix'));
    return matrix.length === 6 ? (matrix as unknown as Matrix) : identity;
  }

  private tilingOf(pattern: PdfValue, around: PdfDict | undefined): Tiling | undefined {
    if (!(pattern instanceof PdfStream)) return undefined;
    const [across, up] = ['XStep', 'YStep'].map((key) => this.view.get(pattern.dict, key));
    return {
      matrix: this.matrixOf(pattern.dict),
      steps: [typeof across === 'number' ? across : 0, typeof up === 'number' ? up : 0],
      cost: this.countForm(pattern, pattern.dict, around).cost,
    };
  }

  private boxOf(holder: PdfDict, key: string): Box {
    const numbers = numbersOf(this.view, holder.entries.get(key));
    const [x1, y1, x2, y2] = numbers.length === 4 ? numbers : widest;
    return [
      Math.min(x1 ?? 0, x2 ?? 0),
      Math.min(y1 ?? 0, y2 ?? 0),
      Math.max(x1 ?? 0, x2 ?? 0),
      Math.max(y1 ?? 0, y2 ?? 0),
    ];
  }

  /** What draws something else, by operator and name: forms, soft masks, patterns, drawn letters. */
  private listDrawn(resources: PdfDict | undefined): Map<string, Drawn[]> {
    const drawn = new Map<string, Drawn[]>();
    const add = (key: string, value: PdfValue, holder?: PdfDict) => {
      if (value instanceof PdfStream)
        drawn.set(key, [
          ...(drawn.get(key) ?? []),
          { stream: value, holder: holder ?? value.dict },
        ]);
    };
    for (const [name, object] of this.entriesOf(resources, 'XObject')) {
      const isForm =
        object instanceof PdfStream && nameOf(this.view.get(object.dict, 'Subtype')) === 'Form';
      if (isForm) add(`Do ${name}`, object);
    }
    for (const [name, state] of this.entriesOf(resources, 'ExtGState')) {
      const mask =
        state instanceof PdfDict ? this.view.dict(state.entries.get('SMask')) : undefined;
      add(`gs ${name}`, this.view.resolve(mask?.entries.get('G')));
    }
    for (const [name, pattern] of this.entriesOf(resources, 'Pattern')) {
      add(`scn ${name}`, pattern);
      add(`SCN ${name}`, pattern);
    }
    for (const [name, font] of this.entriesOf(resources, 'Font'))
      if (font instanceof PdfDict)
        for (const [, letter] of this.entriesOf(font, 'CharProcs')) add(`Tf ${name}`, letter, font);
    return drawn;
  }

  /** What a mesh costs each time it is drawn, by operator and name: by itself, or as a pattern. */
  private listMeshes(resources: PdfDict | undefined): Map<string, number> {
    const meshes = new Map<string, number>();
    const add = (names: string[], shading: PdfValue) => {
      if (!(shading instanceof PdfStream)) return;
      const cost = Math.ceil(unpack(this.view, shading).length / meshBytesADraw);
      for (const name of names) meshes.set(name, cost);
    };
    for (const [name, shading] of this.entriesOf(resources, 'Shading'))
      add([`sh ${name}`], shading);
    for (const [name, pattern] of this.entriesOf(resources, 'Pattern'))
      if (pattern instanceof PdfDict)
        add([`scn ${name}`, `SCN ${name}`], this.view.get(pattern, 'Shading'));
    return meshes;
  }

  private entriesOf(holder: PdfDict | undefined, key: string): [string, PdfValue][] {
    const found = this.view.dict(holder?.entries.get(key))?.entries ?? new Map<string, PdfValue>();
    return [...found].map(([name, value]) => [name, this.view.resolve(value)]);
  }
}

/** A stream that draws, and the dictionary that has its resources. */
interface Drawn {
  stream: PdfStream;
  holder: PdfDict;
}

/** Where a drawing does not say where it ends. */
const widest = [-14_400, -14_400, 14_400, 14_400];

function remembered<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    if (!found.has(name)) found.set(name, find(name));
    return found.get(name) as Value;
  };
}

function numbersOf(view: PdfView, value: PdfValue | undefined): number[] {
  return (view.array(value) ?? [])
    .map((item) => view.resolve(item))
    .filter((item) => typeof item === 'number');
}

const drawOperators = /\/([^\s/[\]<>(){}%]+)\s+(?:(Do|gs|scn|SCN|sh)\b|[-+.\d]+\s+Tf\b)/g;

/** Pixels of the pictures that stand in the content itself (ISO 32000-1, 8.9.7). */
function countInlinePixels(text: string): number {
  let pixels = 0;
  for (const [, entries = ''] of text.matchAll(/\bBI\b([^]{0,2000}?)\bID\b/g)) {
    const side = (names: string) =>
      Number(new RegExp(`/(?:${names})\\s+(\\d{1,12})`).exec(entries)?.[1] ?? 0);
    pixels += side('W|Width') * side('H|Height');
  }
  return pixels;
}

class DrawsItself extends Error {}

/**
 * Whether a page does nothing but lay pictures: no text, no shading, no state but the place. What
 * such a page costs and shows is known from its pictures.
 */
export function isPlain(view: PdfView, page: PdfDict): boolean {
  const resources = view.dict(page.entries.get('Resources'));
  for (const key of ['Font', 'Pattern', 'Shading', 'ExtGState', 'ColorSpace', 'Properties'])
    if ((view.dict(resources?.entries.get(key))?.entries.size ?? 0) > 0) return false;
  for (const value of view.dict(resources?.entries.get('XObject'))?.entries.values() ?? []) {
    const object = view.resolve(value);
    if (!(object instanceof PdfStream) || nameOf(view.get(object.dict, 'Subtype')) !== 'Image')
      return false;
  }
  const content = pageContent(view, page);
  if (content.length > plainBytesMax) return false;
  const tokens = content.toString('latin1').split(/[\s\0]+/);
  return tokens.every((token, index) =>
    token.startsWith('/') ? tokens[index + 1] === 'Do' : plainTokens.test(token),
  );
}

/** Numbers, and operators of place, path and plain colour. */
const plainTokens =
  /^(?:|[+-]?(?:\d{1,10}(?:\.\d{0,10})?|\.\d{1,10})|Do|q|Q|cm|re|m|l|h|n|W|f|S|w|rg|RG|g|G)$/;

function pageContent(view: PdfView, page: PdfDict): Buffer {
  const contents = view.resolve(page.entries.get('Contents'));
  const parts: PdfValue[] = Array.isArray(contents) ? contents : [contents];
  const streams = parts
    .map((part) => view.resolve(part))
    .filter((part) => part instanceof PdfStream);
  const unpacked = new Map<PdfStream, Buffer>();
  let bytes = 0;
  for (const stream of streams) {
    const part = unpacked.get(stream) ?? unpack(view, stream);
    unpacked.set(stream, part);
    bytes += part.length + 1;
    if (bytes > contentBytesMax) throw new DrawsItself();
  }
  return Buffer.concat(
    streams.flatMap((stream) => [unpacked.get(stream) ?? Buffer.alloc(0), Buffer.from('\n')]),
  );
}

/** qpdf left one filter at most on what is no picture. */
function unpack(view: PdfView, stream: PdfStream): Buffer {
  const filter = view.get(stream.dict, 'Filter');
  if (filter === null) return Buffer.from(stream.raw);
  const only = Array.isArray(filter) && filter.length === 1 ? view.resolve(filter[0]) : filter;
  if (nameOf(only) !== 'FlateDecode') throw new Error('an unexpected filter');
  const parms = view.resolve(stream.dict.entries.get('DecodeParms'));
  if (parms !== null) throw new Error('unexpected parameters');
  return inflateSync(stream.raw, { maxOutputLength: contentBytesMax });
}

function unescaped(name: string): string {
  return name.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}
