import { refsIn } from '../verify/revisions/same-value';
import { nameOf, PdfDict, PdfStream, type PdfValue } from '../verify/parse/objects';
import type { PdfView } from '../verify/parse/pdf-view';

/** Real ones have three storeys or so; programs go down them by calling themselves. */
const depthMax = 30;

/**
 * Whether a function, a colour or a map of letters is made of itself, at any remove: no program can
 * come to the end of it, and each gives up in its own way.
 */
export function hasEndlessParts(view: PdfView): boolean {
  const depths = new Map<number, number>();
  for (const [num, entry] of view.file.revisions[0]?.entries ?? [])
    if (entry.type !== 'free' && measure(view, num, depths, 0) > depthMax) return true;
  return false;
}

/** Storeys of such parts below an object; more than may be where it is its own part. */
function measure(view: PdfView, num: number, depths: Map<number, number>, above: number): number {
  const known = depths.get(num);
  if (known !== undefined) return known;
  const value = view.current(num);
  if (!isPart(view, value)) return 0;
  if (above > depthMax) return depthMax + 1;
  // Met again below itself, it is what this says.
  depths.set(num, depthMax + 1);
  let depth = 0;
  for (const ref of refsIn(value))
    depth = Math.max(depth, 1 + measure(view, ref.num, depths, above + 1));
  depths.set(num, depth);
  return depth;
}

const families = new Set(['Indexed', 'Separation', 'DeviceN', 'Pattern', 'ICCBased']);

function isPart(view: PdfView, value: PdfValue): boolean {
  if (Array.isArray(value)) return families.has(nameOf(view.resolve(value[0])) ?? '');
  const dict = value instanceof PdfStream ? value.dict : value;
  return (
    dict instanceof PdfDict &&
    ['FunctionType', 'Alternate', 'UseCMap'].some((key) => dict.entries.has(key))
  );
}
