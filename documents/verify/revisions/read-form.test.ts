import { describe, expect, test } from '@jest/globals';
import { appendRevision, viewOf } from '../../../test/attacks/append-revision';
import { numbers, plainDocument } from '../../../test/attacks/sign-anything';
import { PdfString, StructureFault } from '../parse/objects';
import { readForm, textOf } from './read-form';

/** The tree of fields, as it may be and as it may not. */

const [one, two, three] = [8, 9, 10];
const refs = (...nums: number[]) => `[${nums.map((num) => `${num} 0 R`).join(' ')}]`;
const form = (fields: string, objects: Record<number, string> = {}) =>
  readForm(
    viewOf(
      appendRevision(
        plainDocument(),
        new Map([
          [numbers.form, `<< /Fields ${fields} >>`],
          ...Object.entries(objects).map(([num, body]): [number, string] => [Number(num), body]),
        ]),
      ),
    ),
  );
const nodes = (found: ReturnType<typeof form>) =>
  [...(found?.nodes.values() ?? [])].map(({ num, kind, name, type }) => [num, kind, name, type]);

describe('a form', () => {
  test('may be none, or have no fields', () => {
    const bare = appendRevision(
      plainDocument(),
      new Map([[numbers.catalog, '<< /Type /Catalog /Pages 2 0 R >>']]),
    );
    expect(readForm(viewOf(bare))).toBeUndefined();
    expect(nodes(form('[]'))).toEqual([]);
    expect(form('[]')).toMatchObject({ roots: [], duplicates: [] });
    expect(nodes(form('null'))).toEqual([]);
  });

  test('has fields, groups of them, and their widgets', () => {
    const found = form(refs(one, three), {
      [one]: `<< /T (nhom) /FT /Sig /Kids ${refs(two)} >>`,
      [two]: `<< /T (con) /Kids ${refs(20, 21)} >>`,
      [three]: '<< /FT /Tx >>',
      20: '<< /Subtype /Widget >>',
      21: '<< /Subtype /Widget /FT /Tx >>',
    });
    expect(nodes(found)).toEqual([
      [one, 'group', 'nhom', 'Sig'],
      [two, 'field', 'nhom.con', 'Sig'],
      [20, 'widget', 'nhom.con', 'Sig'],
      [21, 'widget', 'nhom.con', 'Tx'],
      [three, 'field', '', 'Tx'],
    ]);
    expect(found).toMatchObject({ roots: [one, three], duplicates: [] });
  });

  test('of two fields of one name says so, not of two widgets', () => {
    const field = '<< /T (a) /FT /Tx >>';
    expect(form(refs(one, two), { [one]: field, [two]: field })?.duplicates).toEqual(['a']);
    const inGroup = form(refs(one, two), {
      [one]: `<< /T (a) /Kids ${refs(three)} >>`,
      [three]: '<< /T (b) >>',
      [two]: '<< /T (a.b) >>',
    });
    expect(inGroup?.duplicates).toEqual(['a.b']);
    const groups = form(refs(one, two), {
      [one]: `<< /T (a) /Kids ${refs(three)} >>`,
      [three]: '<< /T (b) >>',
      [two]: `<< /T (a) /Kids ${refs(20)} >>`,
      20: '<< /T (c) >>',
    });
    expect(groups?.duplicates).toEqual([]);
  });

  const refused = (act: () => unknown, words: string) => {
    expect(act).toThrow(StructureFault);
    expect(act).toThrow(`structure-broken at 0: ${words}`);
  };
  test.each<[string, string, Record<number, string>, string]>([
    ['a field that is no object', '[<< /T (a) >>]', {}, 'a field is not an object of its own'],
    ['a field that is not there', refs(one), {}, 'a field is not a dictionary'],
    ['a field that is a text', refs(one), { [one]: '(x)' }, 'a field is not a dictionary'],
    [
      'a child that is no object',
      refs(one),
      { [one]: '<< /T (a) /Kids [<< >>] >>' },
      'a child field is not an object of its own',
    ],
    [
      'a child that is not there',
      refs(one),
      { [one]: `<< /T (a) /Kids ${refs(two)} >>` },
      'a field is not a dictionary',
    ],
    ['a field twice', refs(one, one), { [one]: '<< /T (a) >>' }, 'the fields do not form a tree'],
    [
      'a field in itself',
      refs(one),
      { [one]: `<< /T (a) /Kids ${refs(one)} >>` },
      'the fields do not form a tree',
    ],
  ])('with %s is none', (_name, fields, objects, words) =>
    refused(() => form(fields, objects), words),
  );

  const chain = (depth: number) =>
    Object.fromEntries(
      Array.from({ length: depth + 1 }, (_, i) => [
        20 + i,
        `<< /T (a) ${i < depth ? `/Kids ${refs(21 + i)}` : ''} >>`,
      ]),
    );
  test('is 32 deep, no deeper', () => {
    expect(form(refs(20), chain(32))?.nodes.size).toBe(33);
    refused(() => form(refs(20), chain(33)), 'the fields do not form a tree');
  });

  test('has 20,000 fields, no more', () => {
    const some = (count: number) => {
      const nums = Array.from({ length: count }, (_, i) => 20 + i);
      return form(refs(...nums), Object.fromEntries(nums.map((num) => [num, `<< /T (${num}) >>`])));
    };
    expect(some(20_000)?.nodes.size).toBe(20_000);
    refused(() => some(20_001), 'the fields do not form a tree');
  });
});

test.each([
  ['', ''],
  ['6e6f7465', 'note'],
  ['e9', 'é'],
  ['feff006e1ee5', 'nụ'],
  ['feff006e1e', 'n'],
  ['feff', ''],
  ['fe00006e', 'þ\0\0n'],
  ['00ff006e', '\0ÿ\0n'],
  ['efbbbf6ee1bba5', 'nụ'],
  ['efbb6e', 'ï»n'],
  ['ef00bf', 'ï\0¿'],
  ['00bbbf', '\0»¿'],
])('the text of <%s> is %j', (hex, text) => {
  expect(textOf(new PdfString(Uint8Array.from(Buffer.from(hex, 'hex')), 0, 0, true))).toBe(text);
});
