import { nameOf, PdfDict, PdfRef, PdfString, StructureFault } from '../parse/objects';
import type { PdfView } from '../parse/pdf-view';

/** A node of the form's tree: a group of fields, a field, or one of a field's widgets. */
export interface FormNode {
  num: number;
  dict: PdfDict;
  kind: 'group' | 'field' | 'widget';
  /** The full name (ISO 32000-2, 12.7.4.2); a widget has its field's. */
  name: string;
  /** `Tx`, `Btn`, `Ch`, `Sig`, inherited where the node does not say. */
  type: string | undefined;
}

export interface Form {
  dict: PdfDict;
  nodes: Map<number, FormNode>;
  /** The numbers in `/Fields`, in order. */
  roots: number[];
  /** Full names that more than one field bears. */
  duplicates: string[];
}

const nodesMax = 20_000;
const depthMax = 32;

/**
 * The interactive form as a view shows it; undefined where the document has none.
 * @throws StructureFault where the tree is not one
 */
export function readForm(view: PdfView): Form | undefined {
  const dict = view.dict(view.catalog().entries.get('AcroForm'));
  if (!dict) return undefined;
  const form: Form = { dict, nodes: new Map(), roots: [], duplicates: [] };
  const names = new Set<string>();
  for (const item of view.array(dict.entries.get('Fields')) ?? []) {
    if (!(item instanceof PdfRef)) throw broken('a field is not an object of its own');
    form.roots.push(item.num);
    visit(item, '', undefined, 0);
  }
  return form;

  function visit(ref: PdfRef, prefix: string, inherited: string | undefined, depth: number): void {
    const node = view.resolve(ref);
    if (!(node instanceof PdfDict)) throw broken('a field is not a dictionary');
    if (form.nodes.has(ref.num) || form.nodes.size >= nodesMax || depth > depthMax)
      throw broken('the fields do not form a tree');
    const partial = view.get(node, 'T');
    const type = nameOf(view.get(node, 'FT')) ?? inherited;
    const isNamed = partial instanceof PdfString;
    const name = isNamed ? join(prefix, textOf(partial)) : prefix;
    const kids = (view.array(node.entries.get('Kids')) ?? []).map((kid) => {
      if (!(kid instanceof PdfRef)) throw broken('a child field is not an object of its own');
      return kid;
    });
    const isGroup = kids.some((kid) => view.dict(kid)?.entries.has('T'));
    const kind = isGroup ? 'group' : isNamed || depth === 0 ? 'field' : 'widget';
    form.nodes.set(ref.num, { num: ref.num, dict: node, kind, name, type });
    if (kind === 'field') {
      if (names.has(name)) form.duplicates.push(name);
      names.add(name);
    }
    for (const kid of kids) visit(kid, name, type, depth + 1);
  }
}

function join(prefix: string, partial: string): string {
  return prefix === '' ? partial : `${prefix}.${partial}`;
}

/** A text string: UTF-16 with its mark, UTF-8 with its mark, or PDFDocEncoding read as Latin-1. */
export function textOf(string: PdfString): string {
  const bytes = string.bytes;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    let text = '';
    for (let i = 2; i + 1 < bytes.length; i += 2)
      text += String.fromCharCode((bytes[i] as number) * 256 + (bytes[i + 1] as number));
    return text;
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder().decode(bytes.subarray(3));
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function broken(detail: string): StructureFault {
  return new StructureFault('structure-broken', 0, detail);
}
