import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { appendRevision, edited, sizeOf, viewOf, type AppendOptions } from './append-revision';
import { changed, reasonsBy, reasonsOf, type Changes } from './change-signed';
import { numbers, plainDocument, signDocument, type SignOptions } from './sign-anything';

/**
 * A signed document and one later change outside its fields: the trailer, the catalog, the evidence, the pages, the
 * form's own entries. What may be, and each thing that may not.
 */

let workshop: Workshop;
let signer: TestSigner;
beforeAll(async () => {
  workshop = await openWorkshop();
  signer = await workshop.issue('p-256');
});
afterAll(() => workshop.close());

const stream = (bytes: string) => `<< /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
const drawing = (entries = '') =>
  `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] ${entries} /Length 0 >>\nstream\n\nendstream`;

/** Objects from 8 on, before signing; 30 and above are free in a signed document. */
const at = { info: 8, oldInfo: 9, evidence: 10, proof: 11, proof2: 12, own: 13, drawing: 14 };
const fresh = { one: 40, two: 41 };

interface Base extends SignOptions {
  catalog?: string;
  page?: string;
  trailer?: Record<string, string>;
  /** Objects that the document has otherwise, before it is signed. */
  before?: Changes;
}

function signed({ catalog, page, trailer, before, ...options }: Base = {}): Uint8Array {
  const document = plainDocument({
    ...(catalog ? { catalog } : {}),
    ...(page ? { page } : {}),
    extra: [
      '<< /Title (Ban sao) /Producer (a) /ModDate (b) /Creator (c) >>',
      '<< /Title (cu) >>',
      `<< /Certs [${at.proof} 0 R] /OCSPs [${at.proof} 0 R] /CRLs [${at.proof} 0 R] >>`,
      stream('00'),
      stream('11'),
      '(own)',
      drawing(),
    ],
  });
  return signDocument(changed(document, before ?? {}, { trailer: trailer ?? {} }), signer, options);
}

const by = (base: Base, changes: Changes, options?: AppendOptions) =>
  reasonsBy(signed(base), changes, options);
const ref = (num: number) => `${num} 0 R`;

describe('the trailer', () => {
  const withInfo = { trailer: { Info: ref(at.info) } };

  test.each(['Producer', 'ModDate', 'Creator'])('may tell another %s', async (key) => {
    expect(await by(withInfo, { [at.info]: { [key]: '(other)' } })).toEqual([]);
  });

  test('may leave its information out, or have it as a new object that says the same', async () => {
    expect(await by(withInfo, {}, { trailer: { Info: '' } })).toEqual([]);
    const same = { [fresh.one]: '<< /Title (Ban sao) /Producer (new) >>' };
    expect(await by(withInfo, same, { trailer: { Info: ref(fresh.one) } })).toEqual([]);
    expect(
      await by({}, { [fresh.one]: '<< /Title (x) >>' }, { trailer: { Info: ref(40) } }),
    ).toEqual([]);
  });

  test('tells no other title', async () => {
    expect(await by(withInfo, { [at.info]: { Title: '(other)' } })).toEqual(['document-changed']);
    const other = { [fresh.one]: '<< /Title (other) >>' };
    expect(await by(withInfo, other, { trailer: { Info: ref(fresh.one) } })).toEqual([
      'document-changed',
    ]);
  });

  test('of before keeps its information as it was', async () => {
    const twice = signDocument(
      changed(
        signed({ trailer: { Info: ref(at.oldInfo) } }),
        {},
        { trailer: { Info: ref(at.info) } },
      ),
      signer,
    );
    expect(await reasonsBy(twice, { [at.info]: { Producer: '(x)' } })).toEqual([]);
    expect(await reasonsBy(twice, { [at.oldInfo]: '<< /Title (x) >>' })).toEqual([
      'object-redefined',
    ]);
  });

  test('has nothing new of its own, and nothing that an older one leads to is changed', async () => {
    expect(await by({}, {}, { trailer: { Own: ref(at.own) } })).toEqual(['document-changed']);
    const dropped = appendRevision(signed({ trailer: { Own: ref(at.own) } }), new Map(), {
      trailer: { Own: '' },
    });
    expect(await reasonsBy(dropped, { [at.own]: '(other)' })).toEqual(['document-changed']);
  });

  test('counts every object in use', async () => {
    const size = sizeOf(signed());
    expect(await by({}, {}, { trailer: { Size: String(size) } })).toEqual([]);
    expect(await by({}, {}, { trailer: { Size: String(size - 1) } })).toEqual(['document-changed']);
    const freed = appendRevision(signed(), new Map([[size, '(x)']]));
    const without = { trailer: { Size: String(size) }, entries: new Map([[size, 'f' as const]]) };
    expect(await reasonsBy(freed, {}, without)).toEqual([]);
    expect(await reasonsBy(freed, {}, { trailer: { Size: String(size) } })).toEqual([
      'document-changed',
    ]);
  });

  test('may name a new catalog that says the same, the old one left alone or freed', async () => {
    const file = signed();
    const catalog = edited(viewOf(file).catalog(), {});
    const moved = { [fresh.one]: catalog };
    const root = { trailer: { Root: ref(fresh.one) } };
    expect(await reasonsBy(file, moved, root)).toEqual([]);
    expect(
      await reasonsBy(file, moved, { ...root, entries: new Map([[numbers.catalog, 'f']]) }),
    ).toEqual([]);
    expect(await reasonsBy(file, { ...moved, [numbers.catalog]: '(x)' }, root)).toEqual([
      'object-redefined',
    ]);
    expect(
      await reasonsBy(file, { [at.own]: catalog }, { trailer: { Root: ref(at.own) } }),
    ).toContain('document-changed');
  });
});

describe('the catalog', () => {
  const catalog = (entries: Record<string, string>) => ({ [numbers.catalog]: entries });

  test.each(['1.4', '1.7', '2.0'])('may say version %s', async (version) => {
    expect(await by({}, catalog({ Version: `/${version}` }))).toEqual([]);
  });
  test.each(['1.3', '3.0', '2.01', 'x1.7'])('does not say version %s', async (version) => {
    expect(await by({}, catalog({ Version: `/${version}` }))).toEqual(['document-changed']);
  });

  test('may bring evidence, extensions and metadata, under any certification', async () => {
    for (const entries of [
      { DSS: ref(at.evidence) },
      { Extensions: '<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>' },
    ])
      expect(await by({ certify: 1 }, catalog(entries))).toEqual([]);
    const metadata = { ...catalog({ Metadata: ref(fresh.one) }), [fresh.one]: stream('<x/>') };
    expect(await by({ certify: 1 }, metadata)).toEqual([]);
  });

  test.each<[string, Changes, ReasonCode]>([
    ['metadata that is no stream', catalog({ Metadata: ref(at.info) }), 'document-changed'],
    [
      'an action at opening',
      catalog({ OpenAction: '<< /S /Named /N /Print >>' }),
      'document-changed',
    ],
    ['another language', catalog({ Lang: '(en)' }), 'document-changed'],
    ['no form', catalog({ AcroForm: '' }), 'unsigned'],
    ['other pages', catalog({ Pages: ref(at.own) }), 'page-tree-changed'],
  ])('does not bring %s', async (_name, changes, code) => {
    expect(await by({}, changes)).toContain(code);
  });

  test('may have the form as a new object that says the same', async () => {
    const file = signed();
    const form = edited(viewOf(file).current(numbers.form), {});
    const moved = { ...catalog({ AcroForm: ref(fresh.one) }), [fresh.one]: form };
    expect(await reasonsBy(file, moved)).toEqual([]);
  });
});

describe('evidence', () => {
  const base = { catalog: `/DSS ${ref(at.evidence)}` };

  test.each(['Certs', 'OCSPs', 'CRLs'])('of the kind %s stays', async (kind) => {
    expect(await by(base, { [at.evidence]: { [kind]: '' } })).toEqual(['evidence-removed']);
    expect(await by(base, { [at.evidence]: { [kind]: `[${ref(at.proof2)}]` } })).toEqual([
      'evidence-removed',
    ]);
    const both = `[${ref(at.proof2)} ${ref(at.proof)}]`;
    expect(await by(base, { [at.evidence]: { [kind]: both } })).toEqual([]);
    const copy = { [at.evidence]: { [kind]: `[${ref(fresh.one)}]` }, [fresh.one]: stream('00') };
    expect(await by(base, copy)).toEqual([]);
  });

  test('is not taken away whole', async () => {
    expect(await by(base, { [numbers.catalog]: { DSS: '' } })).toContain('evidence-removed');
  });
});

describe('a page', () => {
  test.each<[string, Changes, ReasonCode]>([
    ['is no page any more', { [numbers.page]: '(x)' }, 'page-content-changed'],
    ['has another size', { [numbers.page]: { MediaBox: '[0 0 9 9]' } }, 'page-content-changed'],
    ['has an action', { [numbers.page]: { AA: '<< >>' } }, 'page-content-changed'],
    ['stands elsewhere', { [numbers.page]: { Parent: ref(at.own) } }, 'page-tree-changed'],
    ['has lost a field', { [numbers.page]: { Annots: '[]' } }, 'annotation-changed'],
    [
      'shows a note',
      {
        [numbers.page]: { Annots: `[7 0 R ${ref(15)} ${ref(fresh.one)}]` },
        [fresh.one]: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>',
      },
      'annotation-added',
    ],
    [
      'shows a note that is no object of its own',
      {
        [numbers.page]: {
          Annots: `[7 0 R ${ref(15)} << /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>]`,
        },
      },
      'annotation-added',
    ],
    [
      'shows a field twice',
      { [numbers.page]: { Annots: `[7 0 R ${ref(15)} ${ref(15)}]` } },
      'annotation-added',
    ],
  ])('that %s is found', async (_name, changes, code) => {
    expect(await by({}, changes)).toContain(code);
  });

  test('has its annotations in their order', async () => {
    const swapped = { [numbers.page]: { Annots: `[${ref(15)} 7 0 R]` } };
    expect(await by({}, swapped)).toEqual(['annotation-changed']);
  });

  const evidence = { [numbers.catalog]: { DSS: ref(at.evidence) } };
  test.each([
    ['twice', '[3 0 R 3 0 R]'],
    ['under itself', '[3 0 R 2 0 R]'],
    ['as no object of its own', '[3 0 R << /Type /Page /Parent 2 0 R >>]'],
  ])('that stands in the tree %s lets nothing be changed later', async (_name, kids) => {
    const base = { before: { [numbers.pages]: { Kids: kids } } };
    expect(await by(base, evidence)).toContain('page-tree-changed');
  });
});

describe('the form', () => {
  const form = (entries: Record<string, string>) => ({ [numbers.form]: entries });

  test.each<[string, Record<string, string>]>([
    ['asks for other appearances', { NeedAppearances: 'true' }],
    ['has a script', { CO: '[7 0 R]' }],
    ['has flags that nobody knows', { SigFlags: '7' }],
    ['has flags that are no number', { SigFlags: '(x)' }],
    ['has its fields in another order', { Fields: `[${ref(15)} 7 0 R]` }],
    ['lost a field', { Fields: `[${ref(15)}]` }],
    ['lost its resources', { DR: '' }],
    ['has another font under the name', { DR: '<< /Font << /F1 13 0 R >> >>' }],
    ['has a font of its own under the name', { DR: `<< /Font << /F1 ${ref(fresh.one)} >> >>` }],
    ['lost a font', { DR: '<< /Font << >> >>' }],
    ['lost its fonts', { DR: '<< >>' }],
    ['has colours', { DR: '<< /Font << /F1 5 0 R >> /ColorSpace << >> >>' }],
  ])('that %s is found', async (_name, entries) => {
    expect(await by({}, form(entries))).toEqual(['form-changed']);
  });

  test('may have more fonts, and drawings', async () => {
    const more = `<< /Font << /F1 5 0 R /F2 5 0 R >> /XObject << /X ${ref(at.drawing)} >> >>`;
    expect(await by({}, form({ DR: more }))).toEqual([]);
    const moved = { ...form({ DR: ref(fresh.one) }), [fresh.one]: '<< /Font 41 0 R >>' };
    expect(await by({}, { ...moved, [fresh.two]: '<< /F1 5 0 R >>' })).toEqual([]);
    const bare = { before: form({ DR: '' }) };
    expect(await by(bare, form({ DR: '<< /Font << /F9 5 0 R >> /ColorSpace << >> >>' }))).toEqual(
      [],
    );
  });

  test('keeps its default appearance where it has one', async () => {
    const base = { before: form({ DA: '(/F1 9 Tf)' }) };
    expect(await by(base, form({ DA: '(/F1 8 Tf)' }))).toEqual(['form-changed']);
    expect(await by(base, form({ DA: '' }))).toEqual(['form-changed']);
    expect(await by(base, form({ SigFlags: '3' }))).toEqual([]);
    expect(await by({}, form({ DA: '(/F1 8 Tf)' }))).toEqual([]);
  });

  test('keeps its flags', async () => {
    const none = { before: form({ SigFlags: '' }) };
    expect(await by(none, form({ SigFlags: '1' }))).toEqual([]);
    expect(await by(none, form({ SigFlags: '3' }))).toEqual([]);
    const one = { before: form({ SigFlags: '1' }) };
    expect(await by(one, form({ SigFlags: '3' }))).toEqual([]);
    expect(await by(one, form({ SigFlags: '2' }))).toEqual(['form-changed']);
    const wrong = { before: form({ SigFlags: '(x)' }) };
    expect(await by(wrong, form({ SigFlags: '3' }))).toContain('form-changed');
  });

  test('may have another drawing under a name only where every field brings its own', async () => {
    const resources = (num: number) => `<< /Font << /F1 5 0 R >> /XObject << /X ${ref(num)} >> >>`;
    const again = { ...form({ DR: resources(fresh.one) }), [fresh.one]: drawing() };
    const look = (entries: string) => ({
      before: {
        ...form({ DR: resources(at.drawing) }),
        [numbers.text]: { AP: `<< /N ${ref(fresh.two)} >>` },
        [fresh.two]: drawing(entries),
      },
    });
    const next = { ...form({ DR: resources(50) }), 50: drawing() };
    expect(await by({ before: form({ DR: resources(at.drawing) }) }, again)).toEqual([]);
    expect(await by(look('/Resources << >>'), next)).toEqual([]);
    expect(await by(look(''), next)).toEqual(['form-changed']);
    const states = {
      before: {
        ...look('').before,
        [numbers.text]: { AP: `<< /N << /On ${ref(fresh.two)} >> >>` },
      },
    };
    expect(await by(states, next)).toEqual(['form-changed']);
    // One that was there is no new drawing.
    expect(await by(look('/Resources << >>'), form({ DR: resources(at.own) }))).toEqual([
      'form-changed',
    ]);
  });
});

test('a signed document that nothing is done to has no reasons of this kind', async () => {
  const reasons = await reasonsOf(signed());
  expect(reasons.filter((reason) => reason.endsWith('-changed'))).toEqual([]);
});
