import { nameOf, PdfDict, PdfStream, type PdfValue } from '../../verify/parse/objects';
import type { PdfView } from '../../verify/parse/pdf-view';

/** Below this a part is no longer its own (`find-loops.ts` refuses it before). */
const depthMax = 40;

/** A file, and how what is packed in it is unpacked. */
export interface Source {
  view: PdfView;
  unpack: (stream: PdfStream) => Buffer;
}

/** How many steps it takes to compute a function, or an array of them, once (ISO 32000-1, 7.10). */
export function countSteps(source: Source, value: PdfValue | undefined, depth = 0): number {
  const { view } = source;
  const found = view.resolve(value);
  if (depth > depthMax) return Infinity;
  if (Array.isArray(found))
    return found.reduce<number>((sum, one) => sum + countSteps(source, one, depth + 1), 0);
  const dict = found instanceof PdfStream ? found.dict : found;
  if (!(dict instanceof PdfDict)) return 0;
  const lengthOf = (key: string) => view.array(dict.entries.get(key))?.length ?? 2;
  switch (view.get(dict, 'FunctionType')) {
    case 0:
      // Between the samples around a point: two for each number that is given.
      return 10 + 2 ** (lengthOf('Domain') / 2) * lengthOf('Range');
    case 2:
      return 3 * Math.max(lengthOf('C0'), lengthOf('C1'));
    case 3: {
      const parts = view.array(dict.entries.get('Functions')) ?? [];
      const steps = parts.map((part) => countSteps(source, part, depth + 1));
      return 5 + steps.reduce((most, one) => Math.max(most, one), 0);
    }
    default:
      // A program, which has no loops.
      return found instanceof PdfStream ? countWords(source.unpack(found)) : 0;
  }
}

function countWords(program: Buffer): number {
  return program.toString('latin1').match(/[a-z]+|[-+.\d]+/g)?.length ?? 0;
}

/** What it costs to make one colour of a space into one of the screen's. */
export interface ColourCost {
  /** Nanoseconds of a space whose numbers are taken as they are. */
  base: number;
  /** Of its own functions. */
  steps: number;
  /** How many numbers a colour has. */
  components: number;
}

/** Measured with poppler on pictures of four megapixels. */
const nanoseconds: Record<string, number | undefined> = {
  ...{ DeviceGray: 8, G: 8, CalGray: 8, Indexed: 8, I: 8 },
  ...{ DeviceRGB: 20, RGB: 20, CalRGB: 20, DeviceCMYK: 60, CMYK: 60, Lab: 135 },
};
const ofOne = new Set('DeviceGray G CalGray Indexed I Separation'.split(' '));

export function costOfColour(source: Source, value: PdfValue | undefined, depth = 0): ColourCost {
  const { view } = source;
  const space = view.resolve(value);
  const parts = Array.isArray(space) ? space.map((part) => view.resolve(part)) : [space];
  const family = nameOf(parts[0] ?? null) ?? '';
  if (depth > depthMax) return { base: Infinity, steps: 0, components: 1 };
  if (family === 'ICCBased') {
    const profile = parts[1];
    const count = profile instanceof PdfStream ? view.get(profile.dict, 'N') : 3;
    const components = typeof count === 'number' ? count : 3;
    return { base: 30 * components, steps: 0, components };
  }
  if (family === 'Separation' || family === 'DeviceN') {
    const below = costOfColour(source, parts[2], depth + 1);
    const steps = below.steps + countSteps(source, parts[3]);
    const names = parts[1];
    const components = Array.isArray(names) ? names.length : 1;
    return { base: 100 + below.base, steps, components };
  }
  if (family === 'Pattern') return costOfColour(source, parts[1], depth + 1);
  const components = ofOne.has(family) ? 1 : family.includes('CMYK') ? 4 : 3;
  return { base: nanoseconds[family] ?? 135, steps: 0, components };
}
