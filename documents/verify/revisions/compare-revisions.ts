import { isInteger, nameOf, PdfDict, PdfRef, PdfStream, type PdfValue } from '../parse/objects';
import type { PdfView } from '../parse/pdf-view';
import type { PdfFile, Revision } from '../parse/read-structure';
import { compareField, judgeNewField } from './compare-fields';
import { Comparison, type Change } from './comparison';
import { isSameInline } from './same-value';

const pageNodesMax = 100_000;
const trailerIgnored = new Set(
  'Size Prev Type W Index Filter Length DecodeParms XRefStm ID Info Root'.split(' '),
);

/**
 * What a revision changed against the one before it, by an allow-list: the whole document as the
 * old revision showed it is walked beside the new one, and whatever differs outside the few places
 * that signing and filling may touch is forbidden. So is redefining an object nobody reaches.
 * @param index of the newer revision, from 1
 * @throws StructureFault
 */
export function compareRevisions(file: PdfFile, index: number): Change[] {
  return new RevisionComparison(file, index).run();
}

/** The rules, each for its place in the document. */
class RevisionComparison extends Comparison {
  run(): Change[] {
    const pages = this.listPages();
    for (const page of pages) this.ruled.add(page);
    for (const num of this.oldForm?.nodes.keys() ?? []) this.ruled.add(num);
    const root = this.old.trailer.entries.get('Root');
    if (root instanceof PdfRef) this.ruled.add(root.num);
    for (const page of pages) this.comparePage(page);
    this.checkSize();
    this.compareTrailer();
    this.compareCatalog();
    this.compareForm();
    this.checkLeftovers();
    return this.changes;
  }

  /** The numbers of the old pages. Their tree itself is compared strictly from the catalog. */
  private listPages(): number[] {
    const pages: number[] = [];
    const seen = new Set<number>();
    const queue: PdfValue[] = [this.old.catalog().entries.get('Pages') ?? null];
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      if (!(item instanceof PdfRef) || seen.has(item.num) || seen.size > pageNodesMax) {
        this.forbid('page-tree-changed');
        return pages;
      }
      seen.add(item.num);
      const node = this.old.dict(item);
      const kids = node && this.old.array(node.entries.get('Kids'));
      if (kids) queue.push(...kids);
      else pages.push(item.num);
    }
    return pages;
  }

  /** What lies beyond a smaller /Size is gone for some readers (7.5.5). */
  private checkSize(): void {
    const size = this.now.trailer.entries.get('Size');
    const nums = this.file.revisions
      .slice(0, this.index)
      .flatMap(({ entries }) => [...entries.keys()]);
    const isInUse = (num: number) => (this.now.find(num)?.entry.type ?? 'free') !== 'free';
    if (nums.some((num) => isInteger(size) && num >= size && isInUse(num)))
      this.forbid('document-changed');
  }

  private compareTrailer(): void {
    const before = this.old.trailer;
    const after = this.now.trailer;
    this.checkRoot(before.entries.get('Root'), after.entries.get('Root'));
    this.walkOldTrailers();
    for (const [key, value] of after.entries)
      if (!trailerIgnored.has(key))
        this.strict(before.entries.get(key) ?? null, value, 'document-changed');
    // Readers fall back on an older trailer where the newest does not name the dictionary.
    const [oldRef, newRef] = [before.entries.get('Info'), after.entries.get('Info')];
    this.explain(oldRef, newRef ?? oldRef);
    const oldInfo = this.old.dict(oldRef);
    const newInfo = this.now.dict(newRef ?? oldRef);
    if (oldInfo && newInfo)
      this.strictKeys(oldInfo, newInfo, ['ModDate', 'Producer', 'Creator'], 'document-changed');
  }

  /** What any older trailer leads to is in use, whether or not the next one repeats the entry. */
  private walkOldTrailers(): void {
    const current = this.old.trailer.entries;
    for (const trailer of this.file.revisions
      .slice(0, this.index)
      .flatMap(({ trailers }) => trailers))
      for (const [key, value] of trailer.entries) {
        const isCurrent = isSameInline(value, current.get(key) ?? null);
        if (key !== 'Info' && key !== 'Root') this.strict(value, value, 'document-changed');
        else if (!isCurrent) this.explain(value, null);
      }
  }

  /** Some writers save the catalog as a new object; what it says is compared all the same. */
  private checkRoot(before: PdfValue | undefined, after: PdfValue | undefined): void {
    if (isSameInline(before ?? null, after ?? null)) return;
    if (!(after instanceof PdfRef) || !this.isFresh(after.num)) this.forbid('document-changed');
    const old = before instanceof PdfRef && this.changed.has(before.num) ? before.num : undefined;
    if (old !== undefined && this.now.current(old) !== null) this.forbid('object-redefined');
  }

  private compareCatalog(): void {
    const before = this.old.catalog();
    const after = this.now.catalog();
    this.strict(
      before.entries.get('Pages') ?? null,
      after.entries.get('Pages') ?? null,
      'page-tree-changed',
    );
    const ruled = ['Pages', 'AcroForm', 'DSS', 'Metadata', 'Extensions', 'Version'];
    this.explain(before.entries.get('AcroForm'), after.entries.get('AcroForm'));
    this.strictKeys(before, after, ruled, 'document-changed');
    const version = nameOf(this.now.get(after, 'Version'));
    if (version !== undefined && !/^(1\.[4-7]|2\.0)$/.test(version))
      this.forbid('document-changed');
    for (const kind of ['DSS', 'Metadata', 'Extensions'] as const) {
      const [a, b] = [before.entries.get(kind) ?? null, after.entries.get(kind) ?? null];
      if (this.differsFreely({ kind, num: 0 }, a, b)) this.allow({ level: 'archive' });
    }
    const metadata = this.now.get(after, 'Metadata');
    if (metadata !== null && !(metadata instanceof PdfStream)) this.forbid('document-changed');
    this.checkEvidenceKept();
  }

  /** Validation data may be added, never taken away. */
  private checkEvidenceKept(): void {
    const before = this.old.dict(this.old.catalog().entries.get('DSS'));
    const after = this.now.dict(this.now.catalog().entries.get('DSS'));
    if (!before) return;
    for (const key of ['Certs', 'OCSPs', 'CRLs']) {
      const kept = (this.now.array(after?.entries.get(key)) ?? []).map((item) =>
        this.now.resolve(item),
      );
      for (const item of this.old.array(before.entries.get(key)) ?? []) {
        const old = this.old.resolve(item);
        if (!kept.some((value) => value === old || isSameInline(old, value)))
          return this.forbid('evidence-removed');
      }
    }
  }

  private comparePage(num: number): void {
    const before = this.old.current(num);
    const after = this.now.current(num);
    if (!(before instanceof PdfDict) || !(after instanceof PdfDict))
      return this.forbid('page-content-changed');
    this.strictKeys(before, after, ['Annots', 'Parent'], 'page-content-changed');
    this.strict(
      before.entries.get('Parent') ?? null,
      after.entries.get('Parent') ?? null,
      'page-tree-changed',
    );
    this.explain(before.entries.get('Annots'), after.entries.get('Annots'));
    const oldAnnots = this.old.array(before.entries.get('Annots')) ?? [];
    const newAnnots = this.now.array(after.entries.get('Annots')) ?? [];
    oldAnnots.forEach((annot, i) => this.strict(annot, newAnnots[i] ?? null, 'annotation-changed'));
    for (const annot of newAnnots.slice(oldAnnots.length))
      if (!(annot instanceof PdfRef) || !this.isNewSignatureWidget(annot.num))
        this.forbid('annotation-added');
  }

  private isNewSignatureWidget(num: number): boolean {
    const node = this.newForm?.nodes.get(num);
    return node?.type === 'Sig' && this.isFresh(num) && !this.oldForm?.nodes.has(num);
  }

  private compareForm(): void {
    const [before, after] = [this.oldForm, this.newForm];
    if (!before) {
      if (after) this.forbid('form-changed');
      return;
    }
    if (!after) return this.forbid('form-changed');
    this.compareFormDict(before.dict, after.dict);
    // New fields may stand anywhere among the old ones, which keep their order.
    const known = new Set(before.roots);
    const kept = after.roots.filter((num) => known.has(num));
    if (before.roots.some((num, i) => kept[i] !== num)) this.forbid('form-changed');
    for (const node of before.nodes.values()) compareField(this, node);
    for (const num of after.roots) if (!known.has(num)) judgeNewField(this, num);
  }

  private compareFormDict(before: PdfDict, after: PdfDict): void {
    this.explain(before.entries.get('Fields'), after.entries.get('Fields'));
    this.strictKeys(before, after, ['Fields', 'SigFlags', 'DR', 'DA'], 'form-changed');
    const [oldFlags, newFlags] = [before, after].map((dict) => dict.entries.get('SigFlags') ?? 0);
    if (
      !isInteger(oldFlags) ||
      !isInteger(newFlags) ||
      (oldFlags & ~newFlags) !== 0 ||
      newFlags > 3
    )
      this.forbid('form-changed');
    if (before.entries.has('DA'))
      this.strict(
        before.entries.get('DA') ?? null,
        after.entries.get('DA') ?? null,
        'form-changed',
      );
    this.compareResources(before, after);
  }

  /** Fonts and drawings may be added to the form's resources; what is there stays. */
  private compareResources(before: PdfDict, after: PdfDict): void {
    this.explain(before.entries.get('DR'), after.entries.get('DR'));
    const [a, b] = [
      this.old.dict(before.entries.get('DR')),
      this.now.dict(after.entries.get('DR')),
    ];
    if (!a) return;
    if (!b) return this.forbid('form-changed');
    const open = ['Font', 'XObject'];
    this.strictKeys(a, b, open, 'form-changed');
    for (const kind of open) {
      this.explain(a.entries.get(kind), b.entries.get(kind));
      const kept = this.now.dict(b.entries.get(kind));
      for (const [name, value] of this.old.dict(a.entries.get(kind))?.entries ?? []) {
        const now = kept?.entries.get(name) ?? null;
        if (kind === 'Font' || !this.isOutOfUse(now)) this.strict(value, now, 'form-changed');
      }
    }
  }

  /**
   * iText 2 and OpenPDF give the drawing of the newest signature the same name each time. Nobody
   * looks here for it where every drawing of a field brings its own resources (7.8.3).
   */
  private isOutOfUse(drawing: PdfValue): boolean {
    if (!(drawing instanceof PdfRef) || !this.isFresh(drawing.num)) return false;
    const nodes = [...(this.oldForm?.nodes.values() ?? [])];
    return nodes.every(({ dict }) => bringsResources(this.old, dict));
  }

  /** An object that was there may be written anew only in the place where that is allowed. */
  private checkLeftovers(): void {
    for (const num of this.changed) {
      if (this.walked.has(num) || this.ruled.has(num) || this.isFresh(num)) continue;
      const [before, after] = [this.old.current(num), this.now.current(num)];
      if (after === null || isSameInline(before, after)) continue;
      if (this.isSectionOf(num, this.index) && this.isOldSection(num)) continue;
      if (isObjectStream(before) || !this.places.isInPlace(num, before, after))
        this.forbid('object-redefined');
    }
    if (this.places.hasLeftShared((num) => this.walked.has(num) || this.ruled.has(num)))
      this.forbid('object-redefined');
    this.checkSections();
  }

  /** A cross-reference stream is an object too: its number belongs to nothing else. */
  private checkSections(): void {
    const revision = this.file.revisions[this.index] as Revision;
    for (const { num } of sectionsOf(revision)) {
      if (num === undefined || this.isFresh(num)) continue;
      const isListed = (revision.entries.get(num)?.type ?? 'free') !== 'free';
      if (isListed ? !this.isSectionOf(num, this.index) : !this.isOldSection(num))
        this.forbid('object-redefined');
    }
  }

  /** Whether the entry in force before leads to a cross-reference stream that nothing refers to. */
  private isOldSection(num: number): boolean {
    const revision = this.old.find(num)?.revision;
    return revision !== undefined && this.isSectionOf(num, revision) && !this.walked.has(num);
  }

  private isSectionOf(num: number, index: number): boolean {
    const revision = this.file.revisions[index] as Revision;
    const entry = revision.entries.get(num);
    return sectionsOf(revision).some(
      (section) =>
        section.num === num && entry?.type === 'offset' && entry.offset === section.offset,
    );
  }
}

function bringsResources(view: PdfView, field: PdfDict): boolean {
  const looks = [...(view.dict(field.entries.get('AP'))?.entries.values() ?? [])].flatMap(
    (look) => {
      const value = view.resolve(look);
      return value instanceof PdfDict ? [...value.entries.values()] : [value];
    },
  );
  return looks.every((look) => {
    const drawing = view.resolve(look);
    return !(drawing instanceof PdfStream) || drawing.dict.entries.has('Resources');
  });
}

function sectionsOf({ sections, hybrid }: Revision): Revision['sections'] {
  return hybrid ? [...sections, hybrid] : sections;
}

function isObjectStream(value: PdfValue): boolean {
  return value instanceof PdfStream && nameOf(value.dict.entries.get('Type')) === 'ObjStm';
}
