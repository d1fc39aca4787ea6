import { describe, expect, test } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { stream, writePdf } from '../documents/draw-scan';
import { print, viewOf } from './append-revision';
import { reasonsOf } from './change-signed';
import { plainDocument } from './sign-anything';

/**
 * Where a file says its objects stand (ISO 32000-2, 7.5.4 to 7.5.8): each way that it may be written, and each that
 * leaves two readers with two documents. Nothing is signed here; a file that can be read is `unsigned`.
 */

const plain = plainDocument().toString('latin1');
const tableAt = plain.lastIndexOf('xref\n0 ');
const [body, table] = [plain.slice(0, tableAt), plain.slice(tableAt)];
const asFile = (text: string) => Buffer.from(text, 'latin1');
const withTable = (edit: (text: string) => string) => asFile(body + edit(table));

const withTrailer = (entry: string) => (text: string) => text.replace('/Root', `${entry} /Root`);

const expectReadable = async (file: Uint8Array) =>
  expect(await reasonsOf(file)).toEqual(['unsigned']);
/** Refused for this alone; that nobody signed it is said where it could be read so far. */
const expectFault = async (file: Uint8Array, code: ReasonCode) =>
  expect((await reasonsOf(file)).filter((reason) => reason !== 'unsigned')).toEqual([code]);

describe('a table', () => {
  test.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['with lines of CR LF', (text) => text.replace(/ ([nf]) \n/g, ' $1\r\n')],
    ['with lines of CR', (text) => text.replace(/ ([nf]) \n/g, ' $1 \r')],
    ['whose number comes after blanks', (text) => text.replace('startxref\n', 'startxref \r\n ')],
    [
      'behind a line with the writer’s name',
      (text) => text.replace('startxref', '%iText\nstartxref'),
    ],
    [
      'behind a name of 64 bytes',
      (text) => text.replace('startxref', `%${'x'.repeat(63)}\nstartxref`),
    ],
    ['with such a line in CR', (text) => text.replace('startxref', '%iText\rstartxref')],
    ['that ends with CR LF', (text) => text.replace(/%%EOF\n$/, '%%EOF\r\n')],
    ['that ends without a line', (text) => text.replace(/%%EOF\n$/, '%%EOF')],
    ['that ends with some blanks', (text) => `${text}\n \n`],
    [
      'in two parts',
      (text) => {
        const lines = text.split('\n');
        return [lines[0], '0 3', ...lines.slice(2, 5), '3 5', ...lines.slice(5)].join('\n');
      },
    ],
    [
      'with a free number beyond its size',
      (text) => text.replace('trailer', '90 1\n0000000000 00000 f \ntrailer'),
    ],
    [
      'with the highest number there may be',
      (text) => text.replace('trailer', '8388606 1\n0000000000 00000 f \ntrailer'),
    ],
    [
      'with an entry in use at nothing, which is free',
      (text) => text.replace('trailer', '90 1\n0000000000 00000 n \ntrailer'),
    ],
    [
      'with a free number that says where',
      (text) => text.replace('trailer', '90 1\n0000000017 00001 f \ntrailer'),
    ],
  ])('%s can be read', async (_name, edit) => {
    await expectReadable(withTable(edit));
  });

  test('may begin with a blank line', async () => {
    await expectReadable(asFile(`${body}\n\n${table}`));
  });

  const long = ' '.repeat(60);
  test.each<[string, ReasonCode, (text: string) => string]>([
    ['an unknown letter', 'structure-xref', (text) => text.replace(' n \n', ' x \n')],
    ['lines of 19 bytes', 'structure-xref', (text) => text.replace(/ n \n/g, ' n\n')],
    [
      'a number twice',
      'structure-xref',
      (text) => text.replace('trailer', `7 1\n${text.split('\n')[9]}\ntrailer`),
    ],
    ['a size that is too small', 'structure-xref', (text) => text.replace('/Size 8', '/Size 7')],
    ['no size', 'structure-xref', (text) => text.replace('/Size 8', '')],
    ['a size that is no number', 'structure-xref', (text) => text.replace('/Size 8', '/Size (8)')],
    [
      'a trailer that is no dictionary',
      'structure-broken',
      (text) => text.replace(/<<.*>>/, '(x)'),
    ],
    ['more lines than the file', 'structure-xref', (text) => text.replace('0 8', '0 800')],
    ['a number beyond all', 'structure-xref', (text) => text.replace('0 8', '8388600 8')],
    ['another generation', 'structure-xref', (text) => text.replace('00000 n', '00001 n')],
    [
      'another object’s place',
      'structure-xref',
      (text) => text.replace(text.split('\n')[4]!, text.split('\n')[3]!),
    ],
    ['no startxref', 'structure-xref', (text) => text.replace('startxref', 'startxxxx')],
    [
      'a place beyond the file',
      'structure-xref',
      (text) => text.replace(/startxref\n\d+/, 'startxref\n99999'),
    ],
    [
      'the very end of the file as its place',
      'structure-xref',
      (text) => text.replace(/startxref\n\d+/, `startxref\n${body.length + text.length}`),
    ],
    [
      'a place that is another',
      'structure-broken',
      (text) => text.replace(/startxref\n\d+/, 'startxref\n9'),
    ],
    [
      'its end far from its place',
      'structure-xref',
      (text) => text.replace('%%EOF', `${long}\n%%EOF`),
    ],
    [
      'a remark of 65 bytes',
      'structure-xref',
      (text) => text.replace('startxref', `%${'x'.repeat(64)}\nstartxref`),
    ],
    [
      'two marks of a remark',
      'structure-xref',
      (text) => text.replace('startxref', '%%x\nstartxref'),
    ],
    ['something before its end', 'structure-xref', (text) => text.replace('%%EOF', 'x %%EOF')],
    [
      'a free number beyond all',
      'structure-xref',
      (text) => text.replace('trailer', '8388607 1\n0000000000 00000 f \ntrailer'),
    ],
    ['no end', 'not-a-pdf', (text) => text.replace('%%EOF', '%%XXX')],
    ['something behind its end', 'trailing-bytes', (text) => `${text}x`],
    ['many blanks behind its end', 'trailing-bytes', (text) => `${text}${' '.repeat(16)}`],
    [
      'a catalog in the trailer itself',
      'structure-broken',
      (text) => text.replace('1 0 R', '<< >>'),
    ],
    ['no catalog', 'structure-broken', (text) => text.replace('/Root 1 0 R', '')],
    ['a lock on it', 'encrypted', (text) => text.replace('/Root', '/Encrypt << >> /Root')],
    ['a section before it that is none', 'structure-xref', withTrailer('/Prev (9)')],
    ['a section before it at half a place', 'structure-xref', withTrailer('/Prev 9.5')],
    ['a section before it outside the file', 'structure-xref', withTrailer('/Prev -1')],
    ['a section before it beyond the file', 'structure-xref', withTrailer('/Prev 99999')],
    ['a section before it that is itself', 'structure-xref', withTrailer(`/Prev ${body.length}`)],
    ['a stream beside it at no place', 'structure-xref', withTrailer('/XRefStm (9)')],
    ['a stream beside it that comes later', 'structure-xref', withTrailer('/XRefStm 99999')],
    ['a stream beside it that is itself', 'structure-xref', withTrailer(`/XRefStm ${body.length}`)],
    ['pages for a catalog', 'structure-broken', (text) => text.replace('1 0 R', '4 0 R')],
  ])('with %s is refused', async (_name, code, edit) => {
    await expectFault(withTable(edit), code);
  });
});

/** The plain document with its font packed, under a cross-reference stream. */
interface Packing {
  widths?: number[];
  /** Rows of type, place and third number, by object number. */
  rows?: (rows: number[][]) => number[][];
  dict?: (dict: string) => string;
  bytes?: (bytes: Buffer) => Buffer;
  pack?: (dict: string) => string;
  packed?: string;
  section?: (text: string) => string;
  objects?: (body: string) => string;
}

const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

function packedDocument(options: Packing = {}): Buffer {
  const widths = options.widths ?? [1, 3, 1];
  const fontAt = body.indexOf('5 0 obj');
  const without = body.slice(0, fontAt) + body.slice(body.indexOf('6 0 obj'));
  let text = (options.objects ?? ((same) => same))(without);
  const packedText = options.packed ?? `5 0 ${font}`;
  const containerAt = text.length;
  const pack = (options.pack ?? ((same) => same))('/Type /ObjStm /N 1 /First 4');
  text += `8 0 obj\n<< ${pack} /Length ${packedText.length} >>\nstream\n${packedText}\nendstream\nendobj\n`;
  const at = text.length;
  const place = (num: number) => text.indexOf(`${num} 0 obj`);
  const all = [
    [0, 0, 0],
    ...[1, 2, 3, 4].map((num) => [1, place(num), 0]),
    [2, 8, 0],
    ...[6, 7].map((num) => [1, place(num), 0]),
    [1, containerAt, 0],
    [1, at, 0],
  ];
  const rows = (options.rows ?? ((same) => same))(all);
  const plainBytes = Buffer.concat(
    rows.flatMap((row) =>
      row.map((value, i) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64BE(BigInt(value));
        return bytes.subarray(8 - (widths[i] ?? 0));
      }),
    ),
  );
  const bytes = (options.bytes ?? ((same) => same))(plainBytes);
  const dict = (options.dict ?? ((same) => same))(
    `/Type /XRef /W [${widths.join(' ')}] /Size ${rows.length} /Root 1 0 R /Length ${bytes.length}`,
  );
  const section = `9 0 obj\n<< ${dict} >>\nstream\n${bytes.toString('latin1')}\nendstream\nendobj\n`;
  text += (options.section ?? ((same) => same))(section);
  return asFile(`${text}startxref\n${at}\n%%EOF\n`);
}

const replaceRow = (num: number, row: number[]) => (rows: number[][]) =>
  rows.map((old, i) => (i === num ? row : old));

describe('a cross-reference stream', () => {
  test.each<[string, Packing]>([
    ['as it is', {}],
    ['of wide numbers', { widths: [2, 8, 2] }],
    ['without a third number', { widths: [1, 3, 0] }],
    ['with its numbers said', { dict: (dict) => `${dict} /Index [0 10]` }],
    ['with its numbers in parts', { dict: (dict) => `${dict} /Index [0 4 4 6]` }],
    ['with none at the end of all', { dict: (dict) => `${dict} /Index [0 10 8388607 0]` }],
    [
      'that names another beside it, which counts in tables alone',
      { dict: (dict) => `${dict} /XRefStm 9` },
    ],
    [
      'with the second of two packed objects',
      {
        rows: replaceRow(5, [2, 8, 1]),
        pack: () => '/Type /ObjStm /N 2 /First 9',
        packed: `11 0 5 4 (x) ${font}`,
      },
    ],
    [
      'compressed',
      {
        bytes: (bytes) => deflateSync(bytes),
        dict: (dict) => `${dict} /Filter /FlateDecode`,
      },
    ],
  ])('%s can be read', async (_name, packing) => {
    await expectReadable(packedDocument(packing));
  });

  test('takes every row for an object in use where no type is written', async () => {
    const packing: Packing = {
      widths: [0, 3, 1],
      rows: (rows) => [...rows.slice(1, 5), ...rows.slice(6)],
      dict: (dict) => `${dict.replace('/Size 8', '/Size 10')} /Index [1 4 6 4]`,
      objects: (text) => text.replace('/Font << /F1 5 0 R >>', '').replace('/F1 5 0 R', ''),
    };
    await expectReadable(packedDocument(packing));
  });

  const dict = (edit: (dict: string) => string): Packing => ({ dict: edit });
  test.each<[string, ReasonCode, Packing]>([
    ['of two widths', 'structure-xref', dict((text) => text.replace('[1 3 1]', '[1 4]'))],
    ['of four widths', 'structure-xref', dict((text) => text.replace('[1 3 1]', '[1 3 1 0]'))],
    ['of no widths', 'structure-xref', dict((text) => text.replace('/W [1 3 1]', ''))],
    ['of a width of nine', 'structure-xref', dict((text) => text.replace('[1 3 1]', '[1 9 1]'))],
    ['of a width below nothing', 'structure-xref', dict((text) => text.replace('3 1]', '-3 1]'))],
    ['of a width that is none', 'structure-xref', dict((text) => text.replace('[1 3', '[(1) 3'))],
    ['of no size', 'structure-xref', dict((text) => text.replace('/Size 10', ''))],
    [
      'of a size below a number',
      'structure-xref',
      dict((t) => `${t.replace('/Size 10', '/Size 9')} /Index [0 10]`),
    ],
    ['with half an index', 'structure-xref', dict((text) => `${text} /Index [0 10 9]`)],
    [
      'with numbers beyond all, of that size',
      'structure-xref',
      dict((t) => `${t.replace('/Size 10', '/Size 9000000')} /Index [8388600 10]`),
    ],
    [
      'with no number beyond all',
      'structure-xref',
      dict((text) => `${text} /Index [0 10 8388608 0]`),
    ],
    ['with an index that is none', 'structure-xref', dict((text) => `${text} /Index (0 10)`)],
    ['with an index below nothing', 'structure-xref', dict((text) => `${text} /Index [0 10 -1 0]`)],
    ['with an index beyond all', 'structure-xref', dict((text) => `${text} /Index [8388600 10]`)],
    ['with a number twice', 'structure-xref', dict((text) => `${text} /Index [0 9 8 1]`)],
    ['that is too short', 'structure-broken', { bytes: (bytes) => bytes.subarray(0, 49) }],
    [
      'with bytes left over',
      'structure-xref',
      { bytes: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) },
    ],
    ['of an unknown type', 'structure-broken', { rows: replaceRow(5, [3, 8, 0]) }],
    ['of another type', 'structure-xref', dict((text) => text.replace('/XRef', '/XRof'))],
    ['that is none', 'structure-xref', { section: () => '9 0 obj\n<< /Type /XRef >>\nendobj\n' }],
    [
      'whose length stands elsewhere',
      'structure-xref',
      dict((text) => text.replace(/\/Length \d+/, '/Length 7 0 R')),
    ],
  ])('%s is refused', async (_name, code, packing) => {
    await expectFault(packedDocument(packing), code);
  });
});

describe('a packed object', () => {
  const packed: [string, ReasonCode, Packing][] = [
    ['in what is free', 'structure-xref', { rows: replaceRow(5, [2, 0, 0]) }],
    ['in nothing', 'structure-xref', { rows: replaceRow(5, [2, 60, 0]) }],
    ['in itself', 'structure-xref', { rows: replaceRow(5, [2, 5, 0]) }],
    ['in what is no stream', 'structure-xref', { rows: replaceRow(5, [2, 7, 0]) }],
    ['in a stream of another kind', 'structure-broken', { rows: replaceRow(5, [2, 4, 0]) }],
    ['in another place of it', 'structure-xref', { rows: replaceRow(5, [2, 8, 1]) }],
    ['under another number', 'structure-xref', { packed: `6 0 ${font}` }],
    [
      'that is promised and not there',
      'structure-broken',
      { pack: (t) => t.replace('/N 1', '/N 2') },
    ],
    [
      'in a stream that is said to be of another kind',
      'structure-broken',
      { pack: (t) => t.replace('/ObjStm', '/ObjStn') },
    ],
    ['among too many', 'structure-broken', { pack: (t) => t.replace('/N 1', '/N 9999') }],
    ['among nobody knows how many', 'structure-broken', { pack: (t) => t.replace('/N 1', '') }],
    ['that begins nowhere', 'structure-broken', { pack: (t) => t.replace('/First 4', '') }],
    [
      'that a reference gives a generation',
      'structure-xref',
      { objects: (text) => text.replace('/AcroForm 6 0 R', '/AcroForm 5 1 R') },
    ],
  ];
  test.each(packed)('%s is refused', async (_name, code, packing) => {
    await expectFault(packedDocument(packing), code);
  });
});

test('a packed object is read where its stream says', () => {
  const pack = () => '/Type /ObjStm /N 2 /First 9';
  const view = viewOf(
    packedDocument({ rows: replaceRow(5, [2, 8, 1]), pack, packed: `11 0 5 4 (x) ${font}` }),
  );
  expect(print(view.current(5))).toBe(font);
});

test('a packed string has no place in the file', () => {
  const view = viewOf(packedDocument({ packed: '5 0 (x)' }));
  expect(view.current(5)).toMatchObject({ start: -1, end: -1 });
  expect(view.current(60)).toBeNull();
});

describe('a length that stands elsewhere', () => {
  const streamed = (length: string, more: string) =>
    writePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>',
      `<< /Length ${length} >>\nstream\nq Q\nendstream`,
      more,
    ]);
  test('is followed', async () => {
    await expectReadable(streamed('5 0 R', '3'));
  });
  test.each<[string, string, string]>([
    ['no number', '5 0 R', '(3)'],
    ['not there', '9 0 R', '3'],
    ['in the stream itself', '4 0 R', '3'],
  ])('is refused where it is %s', async (_name, length, more) => {
    await expectFault(streamed(length, more), 'structure-broken');
  });
});

describe('references', () => {
  const chain = (links: number) =>
    writePdf([
      '<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>',
      ...Array.from({ length: links }, (_, i) => `${i + 5} 0 R`),
      '<< /Fields [] >>',
    ]);
  test('lead on some times', async () => {
    await expectReadable(chain(32));
  });
  test.each([
    ['without an end', chain(33)],
    [
      'in a circle',
      writePdf(['<< /Type /Catalog /Pages 2 0 R /AcroForm 2 0 R >>', '3 0 R', '2 0 R']),
    ],
  ])('%s are refused', async (_name, file) => {
    await expectFault(file, 'structure-broken');
  });
});

test('an object of a later generation is read under that generation alone', async () => {
  const again = (text: string) => text.replace(/^5 0 obj/m, '5 2 obj').replaceAll('5 0 R', '5 2 R');
  const gen = (text: string) => {
    const lines = text.split('\n');
    lines[7] = lines[7]!.replace('00000 n', '00002 n');
    return lines.join('\n');
  };
  const catalogued = (text: string) => text.replace('/AcroForm 6 0 R', '/AcroForm 6 0 R /X 5 2 R');
  expect(catalogued(again(body))).toHaveLength(body.length + ' /X 5 2 R'.length);
  await expectReadable(asFile(again(body) + gen(table)));
  // The form's own fonts are named by a generation that is not there any more.
  const form = again(body).replace('/AcroForm 6 0 R', '/AcroForm 5 0 R');
  await expectFault(asFile(form + gen(table)), 'structure-xref');
  await expectFault(asFile(again(body) + table), 'structure-xref');
});

describe('the header', () => {
  test.each(['1.0', '1.4', '1.7', '2.0'])('says version %s', async (version) => {
    await expectReadable(asFile(plain.replace(/^%PDF-1.\d/, `%PDF-${version}`)));
  });
  test.each(['1.8', '2.1', '3.0', '1.'])('does not say %s', async (version) => {
    await expectFault(asFile(plain.replace(/^%PDF-1.\d/, `%PDF-${version}`)), 'not-a-pdf');
  });
  test('ends its line', async () => {
    await expectFault(asFile(plain.replace(/^(%PDF-1.\d)\n/, '$1x')), 'not-a-pdf');
    await expectReadable(asFile(plain.replace(/^(%PDF-1.\d)\n/, '$1\r')));
  });
});

/** The plain document in two parts, the first page's section before all objects, as for the web. */
function linearised(
  options: {
    /** What the section in front says of where it ends. */
    front?: string;
    /** Which objects the section in front lists. */
    nums?: number[];
    closing?: (at: { front: number; main: number }) => number;
    before?: (main: number) => string;
  } = {},
): Buffer {
  const head = plain.slice(0, plain.indexOf('1 0 obj'));
  const objects = plain.slice(head.length, tableAt);
  const nums = options.nums ?? [1, 2, 3];
  const rest = [0, 4, 5, 6, 7];
  const rowsOf = (listed: number[], shift: number) =>
    listed
      .map((num) => {
        if (num === 0) return '0 1\n0000000000 65535 f \n';
        const at = head.length + shift + objects.indexOf(`${num} 0 obj`);
        return `${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
      })
      .join('');
  const write = (shift: number, main: number) => {
    const trailer = `<< /Size 8 /Root 1 0 R /Prev ${String(main).padStart(6, '0')} >>`;
    const before = options.before?.(main) ?? '';
    return `xref\n${rowsOf(nums, shift)}trailer\n${trailer}\n${before}${options.front ?? 'startxref\n0\n%%EOF\n'}`;
  };
  const shift = write(0, 0).length;
  const main = head.length + shift + objects.length;
  const closing = (options.closing ?? (({ front }) => front))({ front: head.length, main });
  const last = `xref\n${rowsOf(rest, shift)}trailer\n<< /Size 8 >>\nstartxref\n${closing}\n%%EOF\n`;
  return asFile(head + write(shift, main) + objects + last);
}

/** A saving of one object behind a file, on the section that is in front of it. */
function savedBehind(file: Buffer, prev: number, startxref?: number): Buffer {
  const text = `8 0 obj\n(x)\nendobj\n`;
  const at = file.length + text.length;
  const row = `8 1\n${String(file.length).padStart(10, '0')} 00000 n \n`;
  const trailer = `<< /Size 9 /Root 1 0 R /Prev ${prev} >>`;
  return Buffer.concat([
    file,
    asFile(`${text}xref\n${row}trailer\n${trailer}\nstartxref\n${startxref ?? at}\n%%EOF\n`),
  ]);
}

describe('a linearised file', () => {
  const front = plain.indexOf('1 0 obj');
  test('can be read, with a closing in front or none, and be saved again', async () => {
    await expectReadable(linearised());
    await expectReadable(linearised({ front: '' }));
    await expectReadable(savedBehind(linearised(), front));
  });
  test('lists its objects in both of its sections', async () => {
    await expectFault(linearised({ nums: [2, 3] }), 'structure-broken');
  });
  test('closes with the place of its section in front', async () => {
    const lied = linearised({ closing: ({ main }) => main });
    await expectFault(savedBehind(lied, front), 'structure-xref');
  });
  test('has its sections one behind the other', async () => {
    // The main section stands inside a string of the one in front.
    const inner = (at: number) =>
      `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n${at}\n%%EOF\n`;
    const head = plain.slice(0, front);
    const trailer = `trailer\n<< /Size 8 /Root 1 0 R /Prev 000000 /X (`;
    const rows = `xref\n0 0\n`;
    const at = head.length + rows.length + trailer.length;
    const text = `${head}${rows}${trailer.replace('000000', String(at).padStart(6, '0'))}${inner(head.length)}) >>\n`;
    const file = asFile(text);
    await expectFault(savedBehind(file, front), 'structure-xref');
  });
});

describe('a saving', () => {
  const tableOf = (file: Buffer) => file.lastIndexOf('xref\n8 1');
  const once = savedBehind(asFile(plain), tableAt);
  test('closes with its own place', async () => {
    await expectReadable(once);
    await expectReadable(savedBehind(once, tableOf(once)));
    const lied = savedBehind(asFile(plain), tableAt, tableAt);
    await expectFault(savedBehind(lied, tableOf(lied)), 'structure-xref');
    await expectFault(lied, 'trailing-bytes');
  });
  test('stands behind the one before', async () => {
    const inside = asFile(plain.replace('startxref', '%                 \nstartxref'));
    const file = savedBehind(inside, tableAt);
    const again = savedBehind(file, tableOf(file)).toString('latin1');
    // Its section is one that lies in the oldest revision.
    const end = again.lastIndexOf('startxref\n');
    await expectFault(
      asFile(`${again.slice(0, end)}startxref\n${tableAt}\n%%EOF\n`),
      'trailing-bytes',
    );
  });
  test('may bring nothing but its table', async () => {
    const at = plain.length;
    const trailer = `<< /Size 8 /Root 1 0 R /Prev ${tableAt} >>`;
    const end = `startxref\n${at}\n%%EOF\n`;
    await expectReadable(asFile(`${plain}xref\n0 0\ntrailer\n${trailer}\n${end}`));
  });
  test('does not pass over one by a section inside an older one', async () => {
    // The oldest revision holds, in a stream, the section that the newest goes by.
    const wide = (at: number) => String(at).padStart(6, '0');
    const hidden = (at: number, prev: number) =>
      `xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${wide(prev)} >>\nstartxref\n${wide(at)}\n%%EOF\n`;
    const oldest = (at: number, prev: number) =>
      plainDocument({ extra: [stream('', hidden(at, prev)).toString('latin1')] });
    const at = oldest(0, 0).indexOf('xref\n0 0');
    const prev = oldest(0, 0).length + '8 0 obj\n(x)\nendobj\n'.length;
    const first = oldest(at, prev);
    const second = savedBehind(first, first.lastIndexOf('xref\n0 9'));
    expect(tableOf(second)).toBe(prev);
    await expectReadable(savedBehind(second, prev));
    await expectFault(savedBehind(second, at), 'xref-points-back');
  });
  test('may be the five hundredth, no more', async () => {
    let file: Buffer = asFile(plain);
    let prev = tableAt;
    for (let i = 1; i < 500; i++) {
      file = savedBehind(file, prev);
      prev = tableOf(file);
    }
    await expectReadable(file);
    await expectFault(savedBehind(file, prev), 'structure-xref');
  });
});

describe('what a stream inflates to', () => {
  const flate = (bytes: Buffer, parms = ''): Packing => ({
    bytes: () => deflateSync(bytes),
    dict: (text) =>
      `${text.replace(/\/Length \d+/, `/Length ${deflateSync(bytes).length}`)} /Filter /FlateDecode ${parms}`,
  });
  test('may be much more than the stream', () => {
    const packed = deflateSync(Buffer.from(`5 0 ${font}${' '.repeat(200_000)}`)).toString('latin1');
    const file = packedDocument({ packed, pack: (text) => `${text} /Filter /FlateDecode` });
    expect(print(viewOf(file).current(5))).toBe(font);
  });
  test('is bounded in all', async () => {
    await expectFault(
      packedDocument(flate(Buffer.alloc(64 * 1024 * 1024 + 1))),
      'structure-too-large',
    );
  });
});
