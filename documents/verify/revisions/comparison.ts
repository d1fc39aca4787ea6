import { nameOf, PdfDict, PdfRef, PdfString, type PdfValue } from '../parse/objects';
import { PdfView } from '../parse/pdf-view';
import type { PdfFile, Revision } from '../parse/read-structure';
import type { ReasonCode } from '../reasons/reasons';
import { readForm, type Form } from './read-form';
import { PlacesOfChange, type Place } from './places-of-change';
import { collectObjects, isSameInline, refsIn } from './same-value';

/**
 * One change that a revision made.
 * `archive`: validation data, a document time stamp, dates of the file — harmless under any lock.
 * `form`: a field was filled or signed. `forbidden`: anything else.
 */
export interface Change {
  level: 'archive' | 'form' | 'forbidden';
  code: ReasonCode | undefined;
  /** Full name of the field, for `form`. */
  field?: string;
  /** Where a signature field was added: whether it shows on a page. */
  added?: 'drawn' | 'undrawn';
}

/** Two revisions of a document side by side, and what is found to differ. */
export class Comparison {
  readonly old: PdfView;
  readonly now: PdfView;
  readonly changes: Change[] = [];
  readonly oldForm: Form | undefined;
  readonly newForm: Form | undefined;
  protected readonly changed: Set<number>;
  /** Objects that a rule of their own compares, so that the strict walk stops there. */
  protected readonly ruled = new Set<number>();
  protected readonly walked = new Set<number>();
  /** Where objects may change, and the objects that hang there. */
  protected readonly places = new PlacesOfChange();

  constructor(
    readonly file: PdfFile,
    readonly index: number,
  ) {
    this.old = new PdfView(file, index - 1);
    this.now = new PdfView(file, index);
    this.oldForm = readForm(this.old);
    this.newForm = readForm(this.now);
    this.changed = this.listChanged();
  }

  forbid(code: ReasonCode): void {
    if (!this.changes.some((change) => change.code === code))
      this.changes.push({ level: 'forbidden', code });
  }

  allow(change: Omit<Change, 'code'>): void {
    this.changes.push({ ...change, code: undefined });
  }

  /**
   * The two values and all that hangs from them must be the same.
   * @param mayReachCatalog true where a reference back to the catalog has a place, as in a signature
   */
  strict(
    oldValue: PdfValue,
    newValue: PdfValue,
    code: ReasonCode,
    mayReachCatalog = code === 'document-changed',
  ): void {
    if (!isSameInline(oldValue, newValue)) return this.forbid(code);
    const queue = refsIn(oldValue);
    for (let ref = queue.pop(); ref; ref = queue.pop()) {
      if (this.ruled.has(ref.num)) {
        if (this.changed.has(ref.num) && this.isOutOfPlace(ref.num, code, mayReachCatalog))
          this.forbid(code);
        continue;
      }
      if (this.walked.has(ref.num)) continue;
      this.walked.add(ref.num);
      const before = this.old.resolve(ref);
      const after = this.now.resolve(ref);
      if (this.changed.has(ref.num) && !isSameInline(withoutMark(before), withoutMark(after)))
        this.forbid(code);
      queue.push(...refsIn(before));
    }
  }

  /**
   * What may change in its own place may not serve in another: a field that is also the resources of
   * a page, or a catalog that is, would change the page by being filled or stamped.
   */
  private isOutOfPlace(num: number, code: ReasonCode, mayReachCatalog: boolean): boolean {
    const root = this.old.trailer.entries.get('Root');
    if (root instanceof PdfRef && root.num === num) return !mayReachCatalog;
    const isField = this.oldForm?.nodes.has(num) ?? false;
    return isField && (code === 'page-content-changed' || code === 'page-tree-changed');
  }

  /** Every key of two dictionaries but some must be the same. */
  strictKeys(before: PdfDict, after: PdfDict, except: string[], code: ReasonCode): void {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()]))
      if (!except.includes(key))
        this.strict(before.entries.get(key) ?? null, after.entries.get(key) ?? null, code);
  }

  /** Compares two values of a place where anything may change. @returns whether they differ */
  differsFreely(place: Place, oldValue: PdfValue, newValue: PdfValue): boolean {
    this.places.hold(place, this.under(this.old, oldValue), this.under(this.now, newValue));
    if (!this.differs(oldValue, newValue)) return false;
    if (oldValue instanceof PdfRef && !isSameInline(oldValue, newValue))
      this.places.leave(place, oldValue.num);
    return true;
  }

  /** True where two values, or anything under them, differ. */
  differs(oldValue: PdfValue, newValue: PdfValue): boolean {
    if (!isSameInline(oldValue, newValue)) return true;
    return [...this.under(this.old, oldValue)].some(
      (num) => this.changed.has(num) && !isSameInline(this.old.current(num), this.now.current(num)),
    );
  }

  /** What hangs from a value, up to the objects that are compared in their own places. */
  private under(view: PdfView, value: PdfValue): Set<number> {
    return collectObjects(view, value, this.ruled);
  }

  /** The object that a value stands in is compared by a rule; what hangs from it is walked. */
  explain(before: PdfValue | undefined, after: PdfValue | undefined): void {
    if (!(before instanceof PdfRef)) return;
    this.places.explain(before.num, isSameInline(before, after ?? null));
  }

  /** No revision used the number yet, or it was freed and has a new generation now (7.5.4). */
  isFresh(num: number): boolean {
    if ((this.old.find(num)?.entry.type ?? 'free') !== 'free') return false;
    const entry = this.now.find(num)?.entry;
    const gen = entry?.type === 'offset' ? entry.gen : 0;
    return this.file.revisions.slice(0, this.index).every(({ entries }) => {
      const used = entries.get(num);
      if (!used || used.type === 'free') return true;
      return used.type === 'offset' && used.gen < gen;
    });
  }

  private listChanged(): Set<number> {
    const changed = new Set<number>();
    for (const [num, entry] of (this.file.revisions[this.index] as Revision).entries) {
      const before = this.old.find(num)?.entry;
      if (!before || JSON.stringify(before) !== JSON.stringify(entry)) changed.add(num);
    }
    return changed;
  }
}

/** iText 5 leaves its version in the root of the page tree each time that it saves. */
function withoutMark(value: PdfValue): PdfValue {
  const isMarked =
    value instanceof PdfDict &&
    nameOf(value.entries.get('Type')) === 'Pages' &&
    value.entries.get('ITXT') instanceof PdfString;
  if (!isMarked) return value;
  return new PdfDict(new Map([...value.entries].filter(([key]) => key !== 'ITXT')));
}
