import { describe, expect, test } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { edited, print, sizeOf, viewOf } from './append-revision';
import { reasonsOf } from './change-signed';
import { forgeCertificate } from './forge-evidence';
import { numbers, plainDocument, signDocument } from './sign-anything';

/**
 * What may stand in a saving after a signature: the objects that its own table lists, the table, blanks, a short
 * remark. Each saving here adds validation data, which is allowed, and does one thing with its bytes.
 */

const signer = { ...forgeCertificate({ usage: ['nonRepudiation'] }), chain: [] };
const signed = signDocument(plainDocument(), signer);
const view = viewOf(signed);
const free = sizeOf(signed);
const [store, proof, other] = [free, free + 1, free + 2];
const catalog = edited(view.catalog(), { DSS: `${store} 0 R` });
const stream = (bytes: string) => `<< /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
const objectOf = (num: number, body: string, gen = 0) => `${num} ${gen} obj\n${body}\nendobj\n`;

type Row = [num: number, offset: number, gen?: number];

interface Saving {
  /** The objects, as they are written. */
  body?: string;
  /** The rows of the table, beside or in place of those of the objects. */
  rows?: (rows: Row[], place: (text: string) => number) => Row[];
  /** What stands before the table. */
  gap?: string;
  trailer?: (place: (text: string) => number) => Record<string, string>;
}

const evidence = [
  objectOf(numbers.catalog, catalog),
  objectOf(store, `<< /Certs [${proof} 0 R] >>`),
  objectOf(proof, stream('00')),
].join('');

/** A saving, and what is wrong with it alone. */
function save(saving: Saving = {}, file: Uint8Array = signed): Buffer {
  const body = saving.body ?? evidence;
  const written = body + (saving.gap ?? '');
  const place = (text: string) => file.length + written.indexOf(text);
  const own = [numbers.catalog, store, proof].map((num): Row => [num, place(`${num} 0 obj`)]);
  const rows = (saving.rows?.(own, place) ?? own).sort(([a], [b]) => a - b);
  const at = file.length + written.length;
  const table = rows
    .map(([num, offset, gen = 0]) => {
      const digits = [String(offset).padStart(10, '0'), String(gen).padStart(5, '0')];
      return `${num} 1\n${digits.join(' ')} n \n`;
    })
    .join('');
  const last = viewOf(signed);
  const trailer = edited(last.trailer, {
    Size: String(other + 8),
    Prev: String(last.file.revisions.at(-1)!.xrefOffset),
    ...saving.trailer?.(place),
  });
  const end = `xref\n${table}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(written + end, 'latin1')]);
}

async function addedBy(file: Uint8Array, base: Uint8Array = signed): Promise<ReasonCode[]> {
  const before = await reasonsOf(base);
  return (await reasonsOf(file)).filter((reason) => !before.includes(reason));
}

const between = (text: string) => ({ body: evidence.replace(`${store} 0 obj`, `${text}$&`) });
/** A cross-reference stream of one object, that a table points to (a hybrid file). */
const sectionOf = (num: number, row: number[], listed: number) =>
  objectOf(
    num,
    `<< /Type /XRef /W [1 4 1] /Index [${listed} 1] /Size ${other + 8} /Length 6 >>\nstream\n${Buffer.from(
      [row[0]!, 0, 0, row[1]! >> 8, row[1]! & 255, row[2]!],
    ).toString('latin1')}\nendstream`,
  );
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
/** Two objects that only a reader of streams sees: an old one or a new one, packed. */
function hybrid(num: number, listsItself: boolean, packed = '(x)'): Saving {
  const content = `${num} 0 ${packed}`;
  const container = other + 1;
  const text = `<< /Type /ObjStm /N 1 /First ${content.indexOf(packed)} /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const section = other + 2;
  return {
    body: sectionOf(section, [2, container, 0], num) + evidence + objectOf(container, text),
    rows: (rows, place) => [
      ...rows,
      [container, place(`${container} 0 obj`)],
      ...(listsItself ? [[section, place(`${section} 0 obj`)] as Row] : []),
    ],
    trailer: (place) => ({ XRefStm: String(place(`${section} 0 obj`)) }),
  };
}

describe('a saving', () => {
  test.each<[string, Saving]>([
    ['of its objects alone', {}],
    ['with blanks between them', between(' \t\r\n\0\f')],
    ['with blanks before its table', { gap: '\n\n' }],
    ['with a remark between them', between('%a remark\n')],
    ['with one that ends at a CR', between('%a remark\r')],
    ['with two of 64 bytes', between(`%${'x'.repeat(63)}\n%${'y'.repeat(63)}\n`)],
    [
      'that lists what it did not touch',
      {
        rows: (rows) => [...rows, [numbers.font, signed.indexOf(`${numbers.font} 0 obj`)]],
      },
    ],
    ['with a stream for what is new', hybrid(other, true)],
    ['with one that nobody lists', hybrid(other, false)],
    ['with one for what the table lists too', hybrid(store, true)],
  ])('may be one %s', async (_name, saving) => {
    expect(await addedBy(save(saving))).toEqual([]);
  });

  test.each(['', '\n', '\r', '\r\n'])(
    'may follow the end of what is signed and %j',
    async (line) => {
      const base = Buffer.concat([signed.subarray(0, -1), Buffer.from(line)]);
      // What was signed had a line end, whose place is another's now.
      const added = line === '' ? ['byte-range-end'] : [];
      expect(await addedBy(save({}, base), base)).toEqual(added);
    },
  );

  const broken: ReasonCode = 'later-revision-broken';
  test.each<[string, ReasonCode, Saving]>([
    ['bytes that nobody lists', 'hidden-bytes', between('x')],
    ['an object that nobody lists', 'hidden-bytes', between(objectOf(other, '(x)'))],
    ['bytes before its table', 'hidden-bytes', { gap: 'x\n' }],
    ['a remark of 65 bytes', 'hidden-bytes', between(`%${'x'.repeat(64)}\n`)],
    ['bytes after a remark', 'hidden-bytes', between('%\nx\n')],
    ['bytes before a remark', 'hidden-bytes', between('x%\n')],
    ['bytes after a remark that ends at a CR', 'hidden-bytes', between('%\rx\n')],
    ['a remark that does not end', 'hidden-bytes', between('%x')],
    [
      'an entry that points into what is signed',
      'xref-points-back',
      { rows: (rows) => [...rows, [other, signed.indexOf('3 0 obj')]] },
    ],
    [
      'an entry that gives an old object another generation',
      'xref-points-back',
      { rows: (rows) => [...rows, [numbers.font, signed.indexOf('5 0 obj'), 1]] },
    ],
    [
      'an object of another number',
      broken,
      {
        body: evidence + objectOf(other + 1, '(x)'),
        rows: (rows, place) => [...rows, [other, place(`${other + 1} 0 obj`)]],
      },
    ],
    [
      'an object of another generation',
      broken,
      {
        body: evidence + objectOf(other, '(x)', 1),
        rows: (rows, place) => [...rows, [other, place(`${other} 1 obj`)]],
      },
    ],
    [
      'an object inside another',
      broken,
      {
        body: evidence.replace(
          objectOf(proof, stream('00')),
          objectOf(proof, stream(objectOf(other, '(x)'))),
        ),
        rows: (rows, place) => [...rows, [other, place(`${other} 0 obj`)]],
      },
    ],
    ['an old object that only some readers see anew', broken, hybrid(numbers.font, true, font)],
  ])('may not be one with %s', async (_name, code, saving) => {
    expect(await addedBy(save(saving))).toContain(code);
  });

  test('does not reach into the next one', async () => {
    const next = objectOf(other, '(x)');
    const bare = save({ rows: (rows) => [...rows, [other, 0]] });
    const ahead = save({ rows: (rows) => [...rows, [other, bare.length]] });
    expect(ahead.length).toBe(bare.length);
    const { revisions } = viewOf(bare).file;
    const at = ahead.length + next.length;
    const trailer = edited(view.trailer, {
      Size: String(other + 8),
      Prev: String(revisions.at(-1)!.xrefOffset),
    });
    const row = `${other} 1\n${String(ahead.length).padStart(10, '0')} 00000 n \n`;
    const end = `xref\n${row}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`;
    const file = Buffer.concat([ahead, Buffer.from(next + end, 'latin1')]);
    expect(await addedBy(file)).toContain('xref-points-back');
  });
});

describe('what is signed', () => {
  const extra = '(nobody points here)';
  const base = plainDocument({ extra: [extra] });
  const rowOf = (num: number) =>
    `${String(base.indexOf(`${num} 0 obj`)).padStart(10, '0')} 00000 n`;
  const withRow = (row: string) =>
    signDocument(Buffer.from(base.toString('latin1').replace(rowOf(8), row), 'latin1'), signer);

  test('holds each object where its table says, one that nobody points to as well', async () => {
    expect(print(viewOf(base).current(8))).toContain(
      Buffer.from(extra.slice(1, -1)).toString('hex'),
    );
    const whole = await reasonsOf(signDocument(base, signer));
    expect(whole).toEqual(await reasonsOf(signed));
    for (const row of [rowOf(4), rowOf(8).replace('00000 n', '00001 n')])
      expect(await reasonsOf(withRow(row))).toContain('structure-xref');
    expect(await reasonsOf(withRow('0000000009 00000 n'))).toContain('structure-broken');
    expect(await reasonsOf(withRow('0000000000 00001 f'))).toEqual(whole);
  });
});
