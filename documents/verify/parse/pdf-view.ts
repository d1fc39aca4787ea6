import { decodeStream } from './inflate';
import {
  isInteger,
  nameOf,
  PdfDict,
  PdfRef,
  PdfStream,
  StructureFault,
  type PdfValue,
} from './objects';
import { ObjectReader, readIndirectObject, type IndirectObject } from './read-object';
import type { PdfFile, Revision } from './read-structure';
import type { XrefEntry } from './read-xref';

/** The document as a reader saw it when a revision was the last. */
export class PdfView {
  readonly trailer: PdfDict;
  private readonly resolving = new Set<number>();

  constructor(
    readonly file: PdfFile,
    readonly revision: number,
  ) {
    this.trailer = (file.revisions[revision] as Revision).trailer;
  }

  /** The entry in force for an object and the revision that set it. */
  find(num: number): { entry: XrefEntry; revision: number } | undefined {
    for (let revision = this.revision; revision >= 0; revision--) {
      const entry = this.file.revisions[revision]?.entries.get(num);
      if (entry) return { entry, revision };
    }
    return undefined;
  }

  /** Follows references to the value; an object that is not there is null (7.3.10). */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null;
    for (let hops = 0; current instanceof PdfRef; hops++) {
      if (hops > 32) throw new StructureFault('structure-broken', 0, 'references loop');
      current = this.object(current.num, current.gen);
    }
    return current;
  }

  /** @throws StructureFault where an object is not what its entry says */
  object(num: number, gen: number): PdfValue {
    const entry = this.find(num)?.entry;
    if (!entry || entry.type === 'free') return null;
    if (entry.type === 'packed') {
      if (gen !== 0)
        throw new StructureFault('structure-xref', 0, `object ${num} is packed and has no ${gen}`);
      return this.packed(num, entry);
    }
    if (entry.gen !== gen)
      throw new StructureFault('structure-xref', entry.offset, `object ${num} is no ${gen}`);
    return this.at(num, entry).value;
  }

  /** The object in force under a number, whatever its generation. */
  current(num: number): PdfValue {
    const entry = this.find(num)?.entry;
    return this.object(num, entry?.type === 'offset' ? entry.gen : 0);
  }

  dict(value: PdfValue | undefined): PdfDict | undefined {
    const found = this.resolve(value);
    if (found instanceof PdfStream) return found.dict;
    return found instanceof PdfDict ? found : undefined;
  }

  array(value: PdfValue | undefined): PdfValue[] | undefined {
    const found = this.resolve(value);
    return Array.isArray(found) ? found : undefined;
  }

  get(dict: PdfDict | undefined, key: string): PdfValue {
    return this.resolve(dict?.entries.get(key));
  }

  /** The document catalog. @throws StructureFault where there is none */
  catalog(): PdfDict {
    const root = this.trailer.entries.get('Root');
    const catalog = this.resolve(root);
    if (!(root instanceof PdfRef) || !(catalog instanceof PdfDict))
      throw new StructureFault('structure-broken', 0, 'there is no catalog');
    return catalog;
  }

  /** An object where its entry says, with its end. @throws StructureFault where another is there */
  at(num: number, { offset, gen }: XrefEntry & { type: 'offset' }): IndirectObject {
    const object = this.file.parsed.get(offset) ?? this.parse(num, offset);
    if (object.num !== num || object.gen !== gen)
      throw new StructureFault('structure-xref', offset, `object ${num} is not here`);
    return object;
  }

  private parse(num: number, offset: number): IndirectObject {
    if (this.resolving.has(num))
      throw new StructureFault('structure-broken', offset, 'a length refers to itself');
    this.resolving.add(num);
    const object = readIndirectObject(this.file.bytes, offset, (ref) => this.resolve(ref));
    this.resolving.delete(num);
    this.file.parsed.set(offset, object);
    return object;
  }

  private packed(num: number, entry: XrefEntry & { type: 'packed' }): PdfValue {
    const container = this.find(entry.container)?.entry;
    if (container?.type !== 'offset')
      throw new StructureFault('structure-xref', 0, `object ${num} is packed nowhere`);
    const unpacked = this.unpack(entry.container, container);
    const item = unpacked[entry.index];
    if (item?.num !== num)
      throw new StructureFault('structure-xref', container.offset, `object ${num} is not here`);
    return item.value;
  }

  private unpack(
    num: number,
    entry: XrefEntry & { type: 'offset' },
  ): { num: number; value: PdfValue }[] {
    const { offset } = entry;
    const known = this.file.unpacked.get(offset);
    if (known) return known;
    const stream = this.at(num, entry).value;
    if (!(stream instanceof PdfStream))
      throw new StructureFault('structure-xref', offset, `object stream ${num} is not here`);
    const count = this.get(stream.dict, 'N');
    const first = this.get(stream.dict, 'First');
    const type = nameOf(stream.dict.entries.get('Type'));
    if (type !== 'ObjStm' || !isInteger(count) || !isInteger(first))
      throw new StructureFault('structure-broken', offset, 'this is no object stream');
    const bytes = decodeStream(stream, this.file.budget, offset);
    const items = readPacked(bytes, count, first);
    this.file.unpacked.set(offset, items);
    return items;
  }
}

function readPacked(
  bytes: Uint8Array,
  count: number,
  first: number,
): { num: number; value: PdfValue }[] {
  const header = new ObjectReader(bytes, 0, false);
  const places: { num: number; at: number }[] = [];
  for (let i = 0; i < count; i++) {
    header.skipSpace();
    const num = header.readInteger();
    header.skipSpace();
    places.push({ num, at: first + header.readInteger() });
  }
  return places.map(({ num, at }) => ({
    num,
    value: new ObjectReader(bytes, at, false).readValue(),
  }));
}
