import { nameOf, PdfDict, PdfStream, type PdfValue } from '../parse/objects';

/** A place where anything may change: a field by its number, or an entry of the catalog. */
export interface Place {
  kind: 'field' | 'DSS' | 'Metadata' | 'Extensions';
  num: number;
}

/**
 * The old objects that a revision may write anew, each in its own place. An object that served
 * somewhere else as well, or that serves somewhere else now, was put in place of another one.
 */
export class PlacesOfChange {
  private readonly before = new Map<number, Set<string>>();
  private readonly after = new Map<number, Set<string>>();
  /** Objects with a rule of their own, and whether the same place leads to them still. */
  private readonly explained = new Map<number, boolean>();
  private readonly left: { kind: Place['kind']; num: number }[] = [];

  hold(place: Place, before: ReadonlySet<number>, after: ReadonlySet<number>): void {
    for (const num of before) add(this.before, num, place);
    for (const num of after) add(this.after, num, place);
  }

  explain(num: number, isKept: boolean): void {
    this.explained.set(num, isKept && (this.explained.get(num) ?? true));
  }

  /** The place leads to another object than it did. */
  leave({ kind }: Place, num: number): void {
    this.left.push({ kind, num });
  }

  /** Whether an object that was written anew is what it was, where it was, and nowhere else. */
  isInPlace(num: number, before: PdfValue, after: PdfValue): boolean {
    if (!isSameKind(before, after)) return false;
    const [held, holds] = [this.before.get(num), this.after.get(num)];
    const isKept = this.explained.get(num);
    if (isKept !== undefined) return isKept && !held && !holds;
    if (!held || !holds) return false;
    return kindsOf(held).size === 1 && [...holds].every((place) => held.has(place));
  }

  /** Whether a place left an object that served somewhere else too. */
  hasLeftShared(isUsedElsewhere: (num: number) => boolean): boolean {
    return this.left.some(({ kind, num }) => {
      const kinds = kindsOf(this.before.get(num) ?? new Set());
      return isUsedElsewhere(num) || this.explained.has(num) || [...kinds].some((k) => k !== kind);
    });
  }
}

function add(map: Map<number, Set<string>>, num: number, place: Place): void {
  const places = map.get(num) ?? new Set();
  map.set(num, places.add(`${place.kind} ${place.num}`));
}

function kindsOf(places: ReadonlySet<string>): Set<string> {
  return new Set([...places].map((place) => place.slice(0, place.indexOf(' '))));
}

/** A stream stays a stream and a drawing a drawing. */
function isSameKind(before: PdfValue, after: PdfValue): boolean {
  const isStream = before instanceof PdfStream;
  if (isStream !== after instanceof PdfStream || Array.isArray(before) !== Array.isArray(after))
    return false;
  const [a, b] = [entriesOf(before), entriesOf(after)];
  if (!a !== !b) return false;
  return ['Type', 'Subtype'].every((key) => {
    const [was, is] = [nameOf(a?.get(key)), nameOf(b?.get(key))];
    return was === undefined || is === undefined || was === is;
  });
}

function entriesOf(value: PdfValue): Map<string, PdfValue> | undefined {
  if (value instanceof PdfStream) return value.dict.entries;
  return value instanceof PdfDict ? value.entries : undefined;
}
