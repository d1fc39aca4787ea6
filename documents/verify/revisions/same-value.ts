import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from '../parse/objects';
import type { PdfView } from '../parse/pdf-view';

/** Whether two values are the same up to their references, which must name the same objects. */
export function isSameInline(a: PdfValue, b: PdfValue): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof PdfRef) return b instanceof PdfRef && a.num === b.num && a.gen === b.gen;
  if (a instanceof PdfName) return b instanceof PdfName && a.name === b.name;
  if (a instanceof PdfString) return b instanceof PdfString && isSameBytes(a.bytes, b.bytes);
  if (a instanceof PdfDict) return b instanceof PdfDict && isSameDict(a, b);
  if (a instanceof PdfStream)
    return b instanceof PdfStream && isSameBytes(a.raw, b.raw) && isSameDict(a.dict, b.dict);
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((item, i) => isSameInline(item, b[i] ?? null));
}

function isSameDict(a: PdfDict, b: PdfDict): boolean {
  if (a.entries.size !== b.entries.size) return false;
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !isSameInline(value, other)) return false;
  }
  return true;
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The references that stand directly in a value. */
export function refsIn(value: PdfValue): PdfRef[] {
  const found: PdfRef[] = [];
  const queue: PdfValue[] = [value];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    if (item instanceof PdfRef) found.push(item);
    else if (Array.isArray(item)) queue.push(...item);
    else if (item instanceof PdfDict) queue.push(...item.entries.values());
    else if (item instanceof PdfStream) queue.push(...item.dict.entries.values());
  }
  return found;
}

/** The numbers of all objects that can be reached from a value without passing through some. */
export function collectObjects(
  view: PdfView,
  value: PdfValue,
  except: ReadonlySet<number>,
): Set<number> {
  const reached = new Set<number>();
  const queue = refsIn(value);
  for (let ref = queue.pop(); ref; ref = queue.pop()) {
    if (reached.has(ref.num) || except.has(ref.num)) continue;
    reached.add(ref.num);
    queue.push(...refsIn(view.resolve(new PdfRef(ref.num, ref.gen))));
  }
  return reached;
}
