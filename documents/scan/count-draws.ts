import { inflateSync } from 'node:zlib';
import type { ProblemCode } from '../../domain/problem';
import { costOfColour, countSteps, type Source } from './content/function-cost';
import {
  type ContentMeasure,
  type ContentResources,
  costOfPage,
  type Drawn as DrawnObject,
  type Inner,
  measureContent,
  mostOf,
  type SetState,
  type ShadingPattern,
  type Tiling,
} from './content/measure-content';
import { type Box, common, identity, type Matrix } from './content/matrix';
import { costOfPicture } from './content/picture-cost';
import { costOfShading } from './content/shading-cost';
import { pixelsMax } from './pictures/page-picture';
import { nameOf, PdfDict, PdfStream, type PdfValue } from '../verify/parse/objects';
import type { PdfView } from '../verify/parse/pdf-view';

/** A drawn page of a map has some ten thousand; each may cost a viewer a picture. */
const drawsMax = 20_000;
/** Of all pages together that are more than a quick look: so many drawings take a viewer some 20 s. */
const drawsOfScanMax = 100_000;
/** Beside its pictures, a page that costs no more than this is seen at once: 0.1 s. */
const quickMax = 500;
const depthMax = 20;
/** What the streams of one page hold unpacked, each as often as it is named; of a map some 20 MB. */
const contentBytesMax = 32 * 1024 * 1024;
/** Of all pages together, drawings that several have counted once. */
const contentBytesOfScanMax = 64 * 1024 * 1024;
/** A soft mask is a page of its own to a viewer, however little it shows. */
const maskDraws = 2;
/** How many times as long what is painted takes: with what is there, through a mask, not wholly opaque. */
const slowness = { blend: 4.5, mask: 2, alpha: 1.5 };
const plainBytesMax = 64 * 1024;
/** One step of a function. */
const stepCost = 4e-5;
/** What a graphics state computes of its transfer functions. */
const transferColours = 1024;

/** What a page costs a viewer to draw. */
export interface PageCost {
  /** In drawings, each at most 0.2 ms on the machine where they were measured. */
  cost: number;
  /** Beside its pictures it costs no more than a glance. */
  isQuick: boolean;
}

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

  /** @returns why the page cannot be taken, if so; else what it costs */
  countPage(page: PdfDict): ProblemCode | PageCost {
    try {
      const content = pageContent(this.view, page);
      const shown = this.shownOf(page);
      const measure = this.countContent(content, page, shown);
      const cost = costOfPage(measure, shown);
      const isQuick = cost - measure.pictureCost <= quickMax;
      if (!isQuick) this.drawsOfScan += cost;
      if (!(cost <= drawsMax) || this.drawsOfScan > drawsOfScanMax) return 'scan-too-complex';
      return { cost, isQuick };
    } catch (error) {
      if (error instanceof DrawsItself) return 'scan-too-complex';
      // Not enough room for what is unpacked, or not unpackable: qpdf would have said so before.
      return 'scan-too-complex';
    }
  }

  private countContent(
    content: Buffer,
    holder: PdfDict,
    shown: Box,
    around?: PdfDict,
  ): ContentMeasure {
    this.bytesOfScan += content.length;
    if (this.bytesOfScan > contentBytesOfScanMax) throw new DrawsItself();
    const resources = this.view.dict(holder.entries.get('Resources')) ?? around;
    const drawn = this.listDrawn(resources);
    const text = content.toString('latin1');
    const inlinePixels = countInlinePixels(text);
    if (inlinePixels > pixelsMax) throw new DrawsItself();
    const known = this.resourcesOf(resources);
    const [first, ...others] = readingsOf(content, text).map((bytes) =>
      measureContent(bytes, shown, known, drawsMax),
    );
    const measure = others.reduce(
      (most, one) => (mostOf(one) > mostOf(most) ? one : most),
      first as ContentMeasure,
    );
    let draws = measure.cost + inlinePixels / inlinePixelsADraw;
    if (drawn.size === 0) return { ...measure, cost: draws };
    // Between strings the pattern may err, and then only to the safe side.
    for (const [, name = '', operator] of text.matchAll(drawOperators)) {
      if (operator === 'Do') draws += 1;
      if (operator === 'gs' && drawn.has(`gs ${unescaped(name)}`)) draws += maskDraws;
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
    const box = this.boxOf(holder, holder === form.dict ? 'BBox' : 'FontBBox');
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
    const source: Source = { view, unpack: (stream) => unpack(view, stream) };
    return {
      stateOf: remembered((name) => this.stateOf(find('ExtGState', name), source, resources)),
      patternOf: remembered((name) => this.patternOf(find('Pattern', name), source, resources)),
      shadingOf: remembered((name) => costOfShading(source, find('Shading', name))),
      colourCostOf: remembered(
        (name) => costOfColour(source, find('ColorSpace', name)).steps * stepCost,
      ),
      lettersOf: remembered((name) => {
        const font = find('Font', name);
        if (!(font instanceof PdfDict) || !font.entries.has('CharProcs')) return undefined;
        const measures = this.entriesOf(font, 'CharProcs').flatMap(([, letter]) =>
          letter instanceof PdfStream ? [this.countForm(letter, font, resources)] : [],
        );
        return { measures, matrix: this.matrixOf(font, 'FontMatrix') };
      }),
      drawnOf: remembered((name) => this.drawnOf(find('XObject', name), source, resources)),
    };
  }

  private drawnOf(
    object: PdfValue,
    source: Source,
    around: PdfDict | undefined,
  ): DrawnObject | undefined {
    const { view } = this;
    if (!(object instanceof PdfStream)) return undefined;
    const { dict } = object;
    if (nameOf(view.get(dict, 'Subtype')) === 'Form') {
      const inner = this.innerOf(object, around);
      return { kind: 'form', inner, isGroup: dict.entries.has('Group') };
    }
    const mask = view.get(dict, 'SMask') ?? view.get(dict, 'Mask');
    return {
      kind: 'picture',
      cost: costOfPicture(source, object),
      isMasked: mask instanceof PdfStream,
      isStencil: view.get(dict, 'ImageMask') === true,
    };
  }

  private innerOf(form: PdfStream, around: PdfDict | undefined): Inner {
    const measure = this.countForm(form, form.dict, around);
    return { measure, box: this.boxOf(form.dict, 'BBox'), matrix: this.matrixOf(form.dict) };
  }

  private stateOf(
    state: PdfValue,
    source: Source,
    around: PdfDict | undefined,
  ): SetState | undefined {
    const { view } = this;
    if (!(state instanceof PdfDict)) return undefined;
    const dash = view.array(view.get(state, 'D'));
    const [blend, masked] = [view.get(state, 'BM'), view.get(state, 'SMask')];
    const modes = (Array.isArray(blend) ? blend : [blend]).map((one) => nameOf(view.resolve(one)));
    const isPlain = modes.every((mode) => mode === 'Normal' || mode === 'Compatible');
    const alphas = ['ca', 'CA'].map((key) => view.get(state, key)).filter((one) => one !== null);
    const mask = masked instanceof PdfDict ? view.get(masked, 'G') : null;
    const transfers = ['TR', 'TR2'].map((key) => countSteps(source, state.entries.get(key)));
    const ofMask = masked instanceof PdfDict ? countSteps(source, masked.entries.get('TR')) : 0;
    return {
      dash: dash && numbersOf(view, dash[0]),
      slowness: {
        blend: blend === null ? undefined : isPlain ? 1 : slowness.blend,
        mask: masked === null ? undefined : masked instanceof PdfDict ? slowness.mask : 1,
        alpha:
          alphas.length === 0 ? undefined : alphas.every((one) => one === 1) ? 1 : slowness.alpha,
      },
      mask: mask instanceof PdfStream ? this.innerOf(mask, around) : undefined,
      cost:
        transfers.reduce((sum, steps) => sum + steps, 0) * transferColours * stepCost +
        ofMask * pagePixels * stepCost,
    };
  }

  private matrixOf(dict: PdfDict, key = 'Matrix'): Matrix {
    const matrix = numbersOf(this.view, dict.entries.get(key));
    return matrix.length === 6 ? (matrix as unknown as Matrix) : identity;
  }

  private patternOf(
    pattern: PdfValue,
    source: Source,
    around: PdfDict | undefined,
  ): Tiling | ShadingPattern | undefined {
    if (pattern instanceof PdfDict) {
      const shading = costOfShading(source, this.view.get(pattern, 'Shading'));
      return shading && { matrix: this.matrixOf(pattern), shading };
    }
    if (!(pattern instanceof PdfStream)) return undefined;
    const [across = 0, up = 0] = ['XStep', 'YStep'].map((key) => {
      const step = this.view.get(pattern.dict, key);
      return typeof step === 'number' ? step : 0;
    });
    const measure = this.countForm(pattern, pattern.dict, around);
    const box = this.boxOf(pattern.dict, 'BBox');
    const isWide = box[2] - box[0] > 2 * Math.abs(across) || box[3] - box[1] > 2 * Math.abs(up);
    return {
      matrix: this.matrixOf(pattern.dict),
      steps: [across, up],
      cost: Math.min(mostOf(measure), costOfPage(measure, box)),
      wide: isWide ? measure : undefined,
    };
  }

  /** What viewers show of a page. */
  private shownOf(page: PdfDict): Box {
    const media = this.boxOf(page, 'MediaBox');
    return page.entries.has('CropBox') ? common(media, this.boxOf(page, 'CropBox')) : media;
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

const drawOperators = /\/([^\s/[\]<>(){}%]+)\s+(?:(Do|gs|scn|SCN)\b|[-+.\d]+\s+Tf\b)/g;
/** Of any colour. */
const inlinePixelsADraw = 3_000;
/** Of a page that is looked at. */
const pagePixels = 640_000;

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

/**
 * Where a picture in the content ends is a guess, and its data may open a string that hides what
 * follows: such a content is read once more with neither pictures nor strings.
 */
function readingsOf(content: Buffer, text: string): [Buffer, ...Buffer[]] {
  if (!/\bBI\b/.test(text)) return [content];
  return [content, Buffer.from(text.replace(/[()<>%]|\bID\b/g, ' '), 'latin1')];
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
