import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { BothVerifiers } from './both-verifiers';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { stream } from '../documents/draw-scan';
import { appendRevision, edited, print, sizeOf, viewOf } from './append-revision';
import { numbers, plainDocument, signDocument } from './sign-anything';

/**
 * A later revision fills a field, which it may, and for that takes the number of an object that an
 * earlier revision or its trailer used for something else.
 */

let workshop: Workshop;
let both: BothVerifiers;
let signer: TestSigner;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  signer = await workshop.issue('p-256');
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

type Objects = Record<number, string>;
type Trailer = Record<string, string>;

const sign = (file: Uint8Array) => signDocument(file, signer);
const drawing = (operators = '0 g', more = '') =>
  stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${more}`, operators).toString('latin1');
const append = (file: Uint8Array, objects: Objects, trailer: Trailer = {}) =>
  appendRevision(file, new Map(Object.entries(objects).map(([num, text]) => [Number(num), text])), {
    trailer,
  });
const old = (file: Uint8Array, num: number, changes: Record<string, string>) =>
  edited(viewOf(file).current(num), changes);

/** Objects 8 and 9: the appearance of the text field and its drawing. */
const look = { num: 8, drawing: 9 };
/** The first free number of a document with them. */
const next = 10;
function withLook(catalog = '', extra: string[] = [], trailer: Trailer = {}): Buffer {
  const file = plainDocument({
    catalog,
    extra: [`<< /N ${look.drawing} 0 R >>`, drawing(), ...extra],
  });
  const field = old(file, numbers.text, { AP: `${look.num} 0 R`, V: '(1)' });
  return append(file, { [numbers.text]: field }, trailer);
}

/** Fills the text field of a signed document, with an appearance written as given. */
function fill(file: Uint8Array, ap: string, objects: Objects = {}, trailer: Trailer = {}): Buffer {
  const field = old(file, numbers.text, { V: '(9000)', AP: ap });
  return append(file, { [numbers.text]: field, ...objects }, trailer);
}

/** Fills it with a new appearance and a new drawing, and leaves the old ones as they are. */
function fillAnew(file: Uint8Array, objects: Objects = {}, trailer: Trailer = {}): Buffer {
  const num = sizeOf(file);
  return fill(file, `<< /N ${num} 0 R >>`, { [num]: drawing('1 g'), ...objects }, trailer);
}

/** Objects in an object stream, listed by a cross-reference stream that is the last object. */
function appendPacked(file: Uint8Array, container: number, objects: Objects): Buffer {
  const nums = Object.keys(objects).map(Number);
  let content = '';
  const places = nums.map((num) => {
    const at = content.length;
    content += `${objects[num]} `;
    return `${num} ${at}`;
  });
  const head = `${places.join(' ')} `;
  const packed = stream(`/Type /ObjStm /N ${nums.length} /First ${head.length}`, head + content);
  const body = `${container} 0 obj\n${packed.toString('latin1')}\nendobj\n`;
  return appendSectionStream(file, Math.max(sizeOf(file), container + 1), body, [
    [container, [1, file.length, 0]],
    ...nums.map((num, index): Entry => [num, [2, container, index]]),
  ]);
}

type Entry = [number, [number, number, number]];

/** Ends a revision by a cross-reference stream with a number of choice. */
function appendSectionStream(
  file: Uint8Array,
  num: number,
  body: string,
  entries: Entry[],
  isListed = true,
): Buffer {
  const view = viewOf(file);
  const at = file.length + body.length;
  const all: Entry[] = isListed ? [...entries, [num, [1, at, 0]]] : entries;
  const rows = Buffer.concat(
    all.map(([, [type, second, third]]) => {
      const row = Buffer.alloc(6);
      row.writeUInt8(type, 0);
      row.writeUInt32BE(second, 1);
      row.writeUInt8(third, 5);
      return row;
    }),
  );
  const size = Math.max(sizeOf(file), ...all.map(([listed]) => listed + 1));
  const index = all.map(([listed]) => `${listed} 1`).join(' ');
  const revisions = view.file.revisions;
  const section = stream(
    `/Type /XRef /W [1 4 1] /Index [${index}] /Size ${size} /Root ${print(view.trailer.entries.get('Root')!)}
     /Prev ${revisions[revisions.length - 1]!.xrefOffset}`,
    rows,
  );
  const end = `\nendobj\nstartxref\n${at}\n%%EOF\n`;
  const start = Buffer.from(`${body}${num} 0 obj\n`, 'latin1');
  return Buffer.concat([file, start, section, Buffer.from(end)]);
}

/** The last revision with another generation of one of its objects. */
function withGeneration(file: Buffer, before: Buffer, num: number, gen: number): Buffer {
  const tail = file.toString('latin1', before.length);
  const text = tail
    .replace(`${num} 0 obj`, `${num} ${gen} obj`)
    .replace(new RegExp(`(\\n${num} 1\\n\\d{10}) 00000`), `$1 0000${gen}`)
    .replaceAll(`${num} 0 R`, `${num} ${gen} R`);
  return Buffer.concat([before, Buffer.from(text, 'latin1')]);
}

const free = (file: Uint8Array, num: number) =>
  appendRevision(file, new Map(), { entries: new Map([[num, 'f' as const]]) });

const attacks: [string, ReasonCode, () => Uint8Array][] = [
  [
    'the field leaves an appearance that the catalog uses too',
    'object-redefined',
    () => fillAnew(sign(withLook(`/Note ${look.num} 0 R`))),
  ],
  [
    'the field leaves an appearance that the trailer uses too',
    'object-redefined',
    () => fillAnew(sign(withLook('', [], { Note: `${look.num} 0 R` }))),
  ],
  [
    'the field leaves an appearance that only the first trailer used',
    'object-redefined',
    () => {
      const used = withLook('', [], { Note: `${look.num} 0 R` });
      const quiet = append(used, { [sizeOf(used)]: '(x)' }, { Note: '' });
      return fillAnew(sign(quiet));
    },
  ],
  [
    'the field leaves an appearance that is the information on the document too',
    'object-redefined',
    () => fillAnew(sign(withLook('', [], { Info: `${look.num} 0 R` }))),
  ],
  [
    'the field leaves an appearance that is the validation data too',
    'object-redefined',
    () => fillAnew(sign(withLook(`/DSS ${look.num} 0 R`))),
  ],
  [
    'the field leaves an appearance that is a page too',
    'object-redefined',
    () => {
      const file = plainDocument();
      const field = old(file, numbers.text, { AP: `${numbers.page} 0 R`, V: '(1)' });
      return fillAnew(sign(append(file, { [numbers.text]: field })));
    },
  ],
  [
    'the appearance is written anew where the catalog uses it too',
    'document-changed',
    () =>
      fill(sign(withLook(`/Note ${look.num} 0 R`)), `${look.num} 0 R`, {
        [look.num]: `<< /N ${look.drawing} 0 R /Other true >>`,
      }),
  ],
  [
    'the drawing is written anew and the trailer that used it says nothing more of it',
    'document-changed',
    () =>
      fill(
        sign(withLook('', [], { Note: `${look.drawing} 0 R` })),
        `${look.num} 0 R`,
        { [look.drawing]: drawing('1 g') },
        { Note: '' },
      ),
  ],
  [
    'the drawing is written anew where it is the file’s identifier too',
    'document-changed',
    () =>
      fill(sign(withLook('', [], { ID: `[${look.drawing} 0 R]` })), `${look.num} 0 R`, {
        [look.drawing]: drawing('1 g'),
      }),
  ],
  [
    'the information moves and its number becomes an appearance',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['<< /Title (a) >>'], { Info: `${next} 0 R` }));
      const num = sizeOf(file);
      return fill(
        file,
        `${next} 0 R`,
        { [next]: `<< /N ${look.drawing} 0 R >>`, [num]: '<< /Title (a) >>' },
        { Info: `${num} 0 R` },
      );
    },
  ],
  [
    'the trailer names no information any more and its number becomes a drawing',
    'document-changed',
    () =>
      fill(
        sign(withLook('', ['<< /Title (a) >>'], { Info: `${next} 0 R` })),
        `<< /N ${next} 0 R >>`,
        { [next]: drawing('1 g') },
        { Info: '' },
      ),
  ],
  [
    'the catalog moves and its number becomes a drawing',
    'object-redefined',
    () => {
      const file = sign(withLook());
      const num = sizeOf(file);
      return fill(
        file,
        `<< /N ${numbers.catalog} 0 R >>`,
        { [numbers.catalog]: drawing('1 g'), [num]: print(viewOf(file).catalog()) },
        { Root: `${num} 0 R` },
      );
    },
  ],
  [
    'an object that nothing used becomes the drawing',
    'object-redefined',
    () => fill(sign(withLook('', ['(kept)'])), `<< /N ${next} 0 R >>`, { [next]: drawing('1 g') }),
  ],
  [
    'an object that nothing used becomes the font of the drawing',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['(kept)']));
      const num = sizeOf(file);
      return fill(file, `<< /N ${num} 0 R >>`, {
        [num]: drawing('1 g', `/Resources << /Font << /F ${next} 0 R >> >>`),
        [next]: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
      });
    },
  ],
  [
    'an object that nothing used becomes a font of the form',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['(kept)']));
      return append(file, {
        [numbers.form]: old(file, numbers.form, {
          DR: `<< /Font << /F1 ${numbers.font} 0 R /F2 ${next} 0 R >> >>`,
        }),
        [next]: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
      });
    },
  ],
  [
    'an object that nothing used becomes the look of a new signature',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['(kept)']));
      const signed = sign(file);
      const field = sizeOf(file);
      return append(signed, {
        [field]: old(signed, field, { AP: `<< /N ${next} 0 R >>` }),
        [next]: drawing('1 g'),
      });
    },
  ],
  [
    'an object that nothing used becomes validation data',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['(kept)']));
      return append(file, {
        [numbers.catalog]: old(file, numbers.catalog, { DSS: `<< /Certs [${next} 0 R] >>` }),
        [next]: stream('', 'x').toString('latin1'),
      });
    },
  ],
  [
    'an object that nothing used becomes the metadata',
    'object-redefined',
    () => {
      const file = sign(withLook('', ['(kept)']));
      return append(file, {
        [numbers.catalog]: old(file, numbers.catalog, { Metadata: `${next} 0 R` }),
        [next]: stream('/Type /Metadata /Subtype /XML', '<x/>').toString('latin1'),
      });
    },
  ],
  [
    'a certificate moves and its number becomes the drawing',
    'object-redefined',
    () => {
      const certificate = stream('', 'x').toString('latin1');
      const file = sign(withLook(`/DSS << /Certs [${next} 0 R] >>`, [certificate]));
      const num = sizeOf(file);
      return fill(file, `<< /N ${next} 0 R >>`, {
        [numbers.catalog]: old(file, numbers.catalog, { DSS: `<< /Certs [${num} 0 R] >>` }),
        [num]: certificate,
        [next]: drawing('1 g'),
      });
    },
  ],
  [
    'the drawing moves and its number becomes a certificate',
    'object-redefined',
    () => {
      const file = sign(withLook());
      return fillAnew(file, {
        [numbers.catalog]: old(file, numbers.catalog, {
          DSS: `<< /Certs [${look.drawing} 0 R] >>`,
        }),
        [look.drawing]: stream('', 'x').toString('latin1'),
      });
    },
  ],
  [
    'a certificate that is the drawing of a field too is written anew',
    'object-redefined',
    () => {
      const file = sign(withLook(`/DSS << /Certs [] /VRI << /A ${look.drawing} 0 R >> >>`));
      return fill(file, `${look.num} 0 R`, { [look.drawing]: drawing('1 g') });
    },
  ],
  [
    'a list of annotations becomes the drawing',
    'object-redefined',
    () => {
      const file = withLook('', ['[]']);
      const second = sizeOf(file);
      const signed = sign(
        append(file, {
          [numbers.pages]: `<< /Type /Pages /Kids [${numbers.page} 0 R ${second} 0 R] /Count 2 >>`,
          [second]: `<< /Type /Page /Parent ${numbers.pages} 0 R /MediaBox [0 0 9 9] /Annots ${next} 0 R >>`,
        }),
      );
      return fill(signed, `<< /N ${next} 0 R >>`, { [next]: drawing('1 g') });
    },
  ],
  [
    'the appearance becomes the drawing',
    'object-redefined',
    () => fill(sign(withLook()), `<< /N ${look.num} 0 R >>`, { [look.num]: drawing('1 g') }),
  ],
  [
    'the drawing left behind is written anew',
    'object-redefined',
    () => fillAnew(sign(withLook()), { [look.drawing]: drawing('0.5 g') }),
  ],
  [
    'a picture in the drawing becomes a drawing itself',
    'object-redefined',
    () => {
      const picture = stream('/Type /XObject /Subtype /Image /Width 1 /Height 1', 'x');
      const file = withLook('', [picture.toString('latin1')]);
      const resources = `/Resources << /XObject << /P ${next} 0 R >> >>`;
      const signed = sign(append(file, { [look.drawing]: drawing('/P Do', resources) }));
      return fill(signed, `${look.num} 0 R`, { [next]: drawing('1 g') });
    },
  ],
  [
    'a freed object comes back under its old generation',
    'object-redefined',
    () => {
      const freed = free(sign(withLook('', ['(kept)'])), next);
      return fill(freed, `<< /N ${next} 0 R >>`, { [next]: drawing('1 g') });
    },
  ],
  [
    'an object stream is written anew, and the resources in it with it',
    'object-redefined',
    () => {
      const packed = packedResources();
      const file = sign(packed.file);
      const num = sizeOf(file);
      const resources = packedBody({ [packed.resources]: '<< /Font << /F1 2 0 R >> >>' });
      return fill(file, `<< /N ${num} 0 R >>`, {
        [num]: drawing('1 g', `/Kept ${packed.container} 0 R`),
        [packed.container]: resources,
      });
    },
  ],
  [
    'the object stream under an appearance is written anew',
    'object-redefined',
    () => {
      const packed = packedResources();
      const named = append(packed.file, {
        [look.drawing]: drawing('0 g', `/Kept ${packed.container} 0 R`),
      });
      return fill(sign(named), `${look.num} 0 R`, {
        [packed.container]: packedBody({ [packed.resources]: '<< /Font << /F1 2 0 R >> >>' }),
      });
    },
  ],
  [
    'an unlisted cross-reference stream takes the number of the page’s content',
    'object-redefined',
    () => appendSectionStream(sign(withLook()), numbers.content, '', [], false),
  ],
  [
    'a listed cross-reference stream takes the number of a drawing left behind',
    'object-redefined',
    () => {
      const file = sign(withLook());
      const field = `${numbers.text} 0 obj\n${old(file, numbers.text, { V: '(9000)', AP: '' })}\nendobj\n`;
      return appendSectionStream(file, look.drawing, field, [[numbers.text, [1, file.length, 0]]]);
    },
  ],
  [
    'two objects of one revision bear one number, the second as its cross-reference stream',
    'object-redefined',
    () => {
      const file = sign(withLook());
      const field = `${numbers.text} 0 obj\n${old(file, numbers.text, { V: '(9000)' })}\nendobj\n`;
      return appendSectionStream(
        file,
        numbers.text,
        field,
        [[numbers.text, [1, file.length, 0]]],
        false,
      );
    },
  ],
  [
    'an old cross-reference stream becomes the drawing',
    'object-redefined',
    () => {
      const base = withLook();
      const section = sizeOf(base);
      const file = sign(appendSectionStream(base, section, '', []));
      return fill(file, `<< /N ${section} 0 R >>`, { [section]: drawing('1 g') });
    },
  ],
  [
    'the page asks for a generation that a packed object cannot have',
    'later-revision-broken',
    () => {
      const { file, resources } = packedResources();
      const page = old(file, numbers.page, { Resources: `${resources} 1 R` });
      return fillAnew(sign(append(file, { [numbers.page]: page })));
    },
  ],
  [
    'a smaller size cuts objects off',
    'document-changed',
    () => appendRevision(sign(withLook()), new Map(), { trailer: { Size: '9' } }),
  ],
  [
    'a field that is an action too leads elsewhere',
    'form-changed',
    () => {
      const file = plainDocument({ catalog: `/OpenAction ${numbers.text} 0 R` });
      const action = { S: '/Launch', F: '(a)', V: '(1)' };
      const signed = sign(append(file, { [numbers.text]: old(file, numbers.text, action) }));
      return append(signed, { [numbers.text]: old(signed, numbers.text, { F: '(b)', V: '(2)' }) });
    },
  ],
  ...[
    ['stands in the field itself', '<< /Type /Sig /ByteRange [0 1 2 3] >>'],
    ['is no signature', 'NEW'],
    ['was there before', `${look.num} 0 R`],
  ].map(([what, value]): [string, ReasonCode, () => Uint8Array] => [
    `an empty signature field gets a value that ${what}`,
    'signature-replaced',
    () => {
      const file = withLook();
      const empty = old(file, numbers.text, { FT: '/Sig', V: '', AP: '' });
      const signed = sign(append(file, { [numbers.text]: empty }));
      const num = sizeOf(signed);
      return append(signed, {
        [numbers.text]: old(signed, numbers.text, { V: value!.replace('NEW', `${num} 0 R`) }),
        [num]: '<< /Type /Sig >>',
      });
    },
  ]),
  [
    'a field turns into a password',
    'form-changed',
    () => {
      const signed = sign(withLook());
      return append(signed, {
        [numbers.text]: old(signed, numbers.text, { V: '(2)', Ff: '8192' }),
      });
    },
  ],
  [
    'an empty signature field is drawn as if it were signed',
    'form-changed',
    () => {
      const file = plainDocument();
      const field = old(file, numbers.text, { FT: '/Sig' });
      const signed = sign(append(file, { [numbers.text]: field }));
      const num = sizeOf(signed);
      return append(signed, {
        [numbers.text]: old(signed, numbers.text, { AP: `<< /N ${num} 0 R >>` }),
        [num]: drawing('1 g'),
      });
    },
  ],
];

function packedBody(objects: Objects): string {
  const [[num, text]] = Object.entries(objects) as [[string, string]];
  const head = `${num} 0 `;
  return stream(`/Type /ObjStm /N 1 /First ${head.length}`, `${head}${text} `).toString('latin1');
}

/** A document whose page finds its resources in an object stream. */
function packedResources() {
  const file = withLook();
  const [resources, container] = [sizeOf(file), sizeOf(file) + 1];
  const paged = append(file, {
    [numbers.page]: old(file, numbers.page, { Resources: `${resources} 0 R` }),
  });
  const fonts = `<< /Font << /F1 ${numbers.font} 0 R >> >>`;
  return { file: appendPacked(paged, container, { [resources]: fonts }), resources, container };
}

describe.each(attacks)('%s', (_name, code, make) => {
  it(`is found: ${code}`, async () => {
    const report = await both.verify(make());
    expect(report.reasons).toContain(code);
    expect([report.verdict, report.intact]).toEqual(['invalid', 'no']);
  });
});

const honest: [string, () => Uint8Array][] = [
  ['a new appearance in place of one that only the field used', () => fillAnew(sign(withLook()))],
  [
    'the appearance and its drawing written anew under their own numbers',
    () =>
      fill(sign(withLook()), `${look.num} 0 R`, {
        [look.num]: `<< /N ${look.drawing} 0 R /Other true >>`,
        [look.drawing]: drawing('1 g'),
      }),
  ],
  [
    'a new appearance for one of two fields that shared one',
    () => {
      const file = withLook();
      const num = sizeOf(file);
      const shared = append(file, {
        [numbers.form]: old(file, numbers.form, { Fields: `[${numbers.text} 0 R ${num} 0 R]` }),
        [num]: `<< /FT /Tx /T (other) /Subtype /Widget /Rect [0 0 9 9] /AP ${look.num} 0 R >>`,
      });
      return fillAnew(sign(shared));
    },
  ],
  [
    'a drawing left behind that is freed, or made null',
    () => {
      const file = sign(withLook('', ['(kept)']));
      const filled = fillAnew(file, { [look.drawing]: 'null' });
      return free(filled, next);
    },
  ],
  [
    'a freed number that comes back under the next generation',
    () => {
      const freed = free(sign(withLook('', ['(kept)'])), next);
      const filled = fill(freed, `<< /N ${next} 0 R >>`, { [next]: drawing('1 g') });
      return withGeneration(filled, freed, next, 1);
    },
  ],
  [
    'a cross-reference stream under the number of the last one',
    () => {
      const base = withLook();
      const section = sizeOf(base);
      const file = sign(appendSectionStream(base, section, '', []));
      return appendSectionStream(file, section, '', []);
    },
  ],
  [
    'a cross-reference stream of a new number that it does not list',
    () => {
      const file = sign(withLook());
      return appendSectionStream(file, sizeOf(file), '', [], false);
    },
  ],
  [
    'objects packed by a later revision',
    () => {
      const file = sign(withLook());
      const num = sizeOf(file);
      return appendPacked(file, num + 1, { [num]: '(x)' });
    },
  ],
  [
    'information that a later trailer names no more',
    () => {
      const file = sign(withLook('', ['<< /Title (a) >>'], { Info: `${next} 0 R` }));
      return fillAnew(file, {}, { Info: '' });
    },
  ],
  [
    'information with a new date, in place or as a new object',
    () => {
      const file = sign(withLook('', ['<< /Title (a) >>'], { Info: `${next} 0 R` }));
      const dated = append(file, { [next]: '<< /Title (a) /ModDate (D:2026) >>' });
      const num = sizeOf(dated);
      const moved = '<< /Title (a) /ModDate (D:2027) >>';
      return append(dated, { [num]: moved }, { Info: `${num} 0 R` });
    },
  ],
];

describe.each(honest)('%s', (_name, make) => {
  it('leaves the document intact', async () => {
    const report = await both.verify(make());
    const known: ReasonCode[] = ['revocation-unknown', 'timestamp-missing', 'unsigned-changes'];
    expect(report.reasons.filter((code) => !known.includes(code))).toEqual([]);
    expect(report.intact).toBe('yes');
  });
});
