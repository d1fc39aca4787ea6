import { isInteger, nameOf, PdfDict, PdfRef, type PdfValue } from '../parse/objects';
import type { Comparison } from './comparison';
import type { FormNode } from './read-form';
import { isSameInline } from './same-value';

/** What filling may change on a field; everything else about it stays as it was signed. */
const fillable = ['V', 'AP', 'AS', 'Ff', 'DA', 'F', 'M', 'I'];
/** What signing may change on an empty signature field. */
const signable = ['V', 'AP', 'Ff', 'DA', 'F', 'M'];
/** What a signature field that is added may consist of: no action, no script. */
const newFieldKeys = new Set(
  'Type Subtype FT T V Rect F P Ff AP DA DR H Q NM C MK Lock SV M TU BS Border Kids Parent'.split(
    ' ',
  ),
);
const readOnlyBit = 1;
/** Invisible, Hidden and NoView (ISO 32000-2, 12.5.3). */
const hidingBits = 1 | 2 | 32;

/** Compares one old node of the form with what it became. */
export function compareField(comparison: Comparison, node: FormNode): void {
  const after = comparison.now.current(node.num);
  if (!(after instanceof PdfDict)) return comparison.forbid('form-changed');
  const before = node.dict;
  if (node.type === 'Sig' && node.kind !== 'group')
    return compareSignatureField(comparison, node, after);
  if (node.kind === 'group') return comparison.strictKeys(before, after, [], 'form-changed');
  comparison.strictKeys(before, after, fillable, 'form-changed');
  if (!compareFreely(comparison, node.num, before, after, fillable)) return;
  if (isOnlyRedrawn(comparison, before, after)) comparison.forbid('form-changed');
  comparison.allow({ level: 'form', field: node.name });
}

/**
 * Another appearance of the same value: the field says one thing and shows another, as in the shadow
 * attack that replaces. Filling changes the value, here or in the field that a widget belongs to.
 */
function isOnlyRedrawn(comparison: Comparison, before: PdfDict, after: PdfDict): boolean {
  const differs = (a: PdfValue | undefined, b: PdfValue | undefined) =>
    comparison.differs(a ?? null, b ?? null);
  if (!differs(before.entries.get('AP'), after.entries.get('AP'))) return false;
  if (['V', 'AS'].some((key) => differs(before.entries.get(key), after.entries.get(key))))
    return false;
  const [field, filled] = [
    comparison.old.dict(before.entries.get('Parent')),
    comparison.now.dict(after.entries.get('Parent')),
  ];
  return !differs(field?.entries.get('V'), filled?.entries.get('V'));
}

function compareSignatureField(comparison: Comparison, node: FormNode, after: PdfDict): void {
  const before = node.dict;
  const wasSigned = isSigned(comparison, before, node);
  if (wasSigned) {
    const [a, b] = [before.entries.get('V') ?? null, after.entries.get('V') ?? null];
    comparison.strict(a, b, 'signature-replaced', true);
    return comparison.strictKeys(before, after, ['V'], 'signature-replaced');
  }
  comparison.strictKeys(before, after, signable, 'form-changed');
  if (!compareFreely(comparison, node.num, before, after, signable)) return;
  if (isOnlyRedrawn(comparison, before, after)) comparison.forbid('form-changed');
  const value = after.entries.get('V');
  if (value === undefined && node.kind === 'field')
    return comparison.allow({ level: 'form', field: node.name });
  if (value !== undefined && !isSignedHere(comparison, value))
    return comparison.forbid('signature-replaced');
  if (isTimeStamp(comparison, value) && isUndrawn(comparison, after))
    return comparison.allow({ level: 'archive' });
  comparison.allow({ level: 'form', field: node.name });
}

/** A widget is signed when its field is. */
function isSigned(comparison: Comparison, dict: PdfDict, node: FormNode): boolean {
  if (node.kind === 'widget') {
    const parent = comparison.old.dict(dict.entries.get('Parent'));
    return parent !== undefined && comparison.old.get(parent, 'V') !== null;
  }
  return comparison.old.get(dict, 'V') !== null;
}

/** Judges a field that the new revision added at the end of `/Fields`. */
export function judgeNewField(comparison: Comparison, num: number): void {
  const node = comparison.newForm?.nodes.get(num);
  if (!node || node.type !== 'Sig' || node.kind !== 'field' || !comparison.isFresh(num))
    return comparison.forbid('field-added');
  const kids = comparison.now.array(node.dict.entries.get('Kids')) ?? [];
  const parts = [node.dict, ...kids.map((kid) => comparison.now.dict(kid) ?? node.dict)];
  if (
    kids.length > 1 ||
    parts.some((part) => [...part.entries.keys()].some((key) => !newFieldKeys.has(key)))
  )
    return comparison.forbid('field-added');
  for (const part of parts) comparison.differsFreely({ kind: 'field', num }, null, part);
  const value = node.dict.entries.get('V');
  const undrawn = parts.every((part) => isUndrawn(comparison, part));
  const added = {
    level: 'form',
    field: node.name,
    added: undrawn ? 'undrawn' : 'drawn',
  } as const;
  if (value === undefined) {
    if (!undrawn && parts.some((part) => part.entries.has('AP')))
      return comparison.forbid('field-added');
    return comparison.allow(added);
  }
  if (!isSignedHere(comparison, value)) return comparison.forbid('field-added');
  if (isTimeStamp(comparison, value) && undrawn) return comparison.allow({ level: 'archive' });
  comparison.allow(added);
}

/** The places where anything may change; flags may only lock, never hide or show. */
function compareFreely(
  comparison: Comparison,
  num: number,
  before: PdfDict,
  after: PdfDict,
  keys: string[],
): boolean {
  let differs = false;
  for (const key of keys) {
    const [a, b] = [before.entries.get(key) ?? null, after.entries.get(key) ?? null];
    if (comparison.differsFreely({ kind: 'field', num }, a, b)) differs = true;
  }
  if (!hasSameFlags(before, after, 'Ff', ~readOnlyBit)) comparison.forbid('form-changed');
  if (!hasSameFlags(before, after, 'F', hidingBits)) comparison.forbid('form-changed');
  return differs;
}

/** What is no number, as the `/F` of an action that serves as a field too, stays as it was. */
function hasSameFlags(before: PdfDict, after: PdfDict, key: string, bits: number): boolean {
  const [a, b] = [before.entries.get(key) ?? 0, after.entries.get(key) ?? 0];
  return isInteger(a) && isInteger(b) ? ((a ^ b) & bits) === 0 : isSameInline(a, b);
}

/** The value is a signature that this very revision brought. */
function isSignedHere(comparison: Comparison, value: PdfValue): boolean {
  if (!(value instanceof PdfRef)) return false;
  const dict = comparison.now.dict(value);
  return (
    dict !== undefined &&
    dict.entries.has('ByteRange') &&
    comparison.isFresh(value.num) &&
    comparison.now.find(value.num)?.revision === comparison.index
  );
}

function isTimeStamp(comparison: Comparison, value: PdfValue | undefined): boolean {
  return nameOf(comparison.now.get(comparison.now.dict(value), 'SubFilter')) === 'ETSI.RFC3161';
}

/** A widget without a place, or of no size, draws nothing. */
function isUndrawn(comparison: Comparison, dict: PdfDict): boolean {
  const rect = comparison.now.array(dict.entries.get('Rect'));
  if (!rect) return true;
  const [x1, y1, x2, y2] = rect.map((item) => comparison.now.resolve(item));
  return x1 === x2 || y1 === y2;
}
