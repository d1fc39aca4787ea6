import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PdfDict, PdfRef } from '../../documents/verify/parse/objects';
import type { PdfView } from '../../documents/verify/parse/pdf-view';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { readForm, type FormNode } from '../../documents/verify/revisions/read-form';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { drawScan } from '../documents/draw-scan';
import { BothVerifiers } from './both-verifiers';
import { makeCopy, openWorkshop, type Workshop } from '../documents/make-copy';
import { appendRevision, edited, print, sizeOf, viewOf } from './append-revision';

/** Whatever is done to a finished copy by saving it once more. */

let workshop: Workshop;
let both: BothVerifiers;
let copy: Uint8Array;
let made: Awaited<ReturnType<typeof makeCopy>>;
let view: PdfView;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('rsa-2048', { profile: 'seal' }),
  });
  copy = made.copy;
  view = viewOf(copy);
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

const verify = (file: Uint8Array, at?: number) =>
  at === undefined
    ? both.verify(file)
    : verifyCopy(file, { trustAnchors: [workshop.pki.root], at, online: false });

const refOf = (dict: PdfDict, key: string) => (dict.entries.get(key) as PdfRef).num;
const rootNum = () => refOf(view.trailer, 'Root');
const pagesNum = () => refOf(view.catalog(), 'Pages');
const formNum = () => refOf(view.catalog(), 'AcroForm');
const pageNums = () =>
  view
    .array(view.dict(view.catalog().entries.get('Pages'))!.entries.get('Kids'))!
    .map((kid) => (kid as PdfRef).num);
const firstPage = () => pageNums()[0]!;
const lastPage = () => pageNums()[pageNums().length - 1]!;
const fieldOf = (name: string): FormNode =>
  [...readForm(view)!.nodes.values()].find((node) => node.name === name)!;
const appearanceNum = (name: string) =>
  refOf(view.dict(fieldOf(name).dict.entries.get('AP'))!, 'N');
const page = (num: number) => view.current(num);
const contentNum = (num: number) => {
  const contents = (page(num) as PdfDict).entries.get('Contents');
  return contents instanceof PdfRef ? contents.num : ((contents as PdfRef[])[0] as PdfRef).num;
};
const text = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
const overlay = '1 1 1 rg 0 0 600 800 re f';

describe('a copy as it was made', () => {
  it.each([
    ['today', () => Date.now()],
    ['in 2035', () => Date.UTC(2035, 0, 15)],
  ])('is valid %s', async (_when, at) => {
    const report = await verify(copy, at());
    expect(report.reasons).toEqual([]);
    expect(report.verdict).toBe('valid');
    expect(report.intact).toBe('yes');
    expect(report.signatures.map(({ role, level }) => [role, level])).toEqual([
      ['leader', 'B-LTA'],
      ['agency', 'B-LTA'],
    ]);
    const findings = report.signatures.flatMap((signature) => Object.values(signature.findings));
    expect(new Set(findings.map(({ result }) => result))).toEqual(new Set(['passed']));
  });

  it('says what each signature and stamp covers, to the byte', async () => {
    const { signatures, timestamps } = await verify(copy);
    const stamp = timestamps.find(({ kind }) => kind === 'document');
    const covered = [...signatures, stamp!].map(({ covers }) => covers);
    expect(covered.map((covers) => covers?.bytes)).toEqual([
      made.certified.length,
      made.sealed.length,
      copy.length,
    ]);
    expect(covered.map((covers) => covers?.wholeFile)).toEqual([false, false, true]);
    expect(new Set(covered.map((covers) => covers?.ofBytes))).toEqual(new Set([copy.length]));
  });

  it('is not valid without a trust list, after its last stamp, or under a strange root', async () => {
    const at = Date.now();
    const none = await verifyCopy(copy, { trustAnchors: [], at, online: false });
    expect([none.verdict, none.intact]).toEqual(['undetermined', 'yes']);
    expect(none.reasons).toContain('trust-list-empty');
    const late = await verify(copy, Date.UTC(2049, 0, 1));
    expect([late.verdict, late.intact]).toEqual(['undetermined', 'yes']);
    expect(late.reasons).toContain('timestamp-expired');
    const strange = await openWorkshop();
    const other = await verifyCopy(copy, { trustAnchors: [strange.pki.root], at, online: false });
    await strange.close();
    expect([other.verdict, other.intact]).toEqual(['undetermined', 'yes']);
    expect(other.reasons).toContain('chain-incomplete');
  });
});

const attacks: [string, ReasonCode, () => Uint8Array][] = [
  [
    'a page content is redefined (incremental saving)',
    'page-content-changed',
    () => appendRevision(copy, new Map([[contentNum(firstPage()), text(overlay)]])),
  ],
  [
    'a page gets other contents',
    'page-content-changed',
    () =>
      appendRevision(
        copy,
        new Map([
          [firstPage(), edited(page(firstPage()), { Contents: `${sizeOf(copy)} 0 R` })],
          [sizeOf(copy), text(overlay)],
        ]),
      ),
  ],
  [
    'a page is turned',
    'page-content-changed',
    () =>
      appendRevision(copy, new Map([[lastPage(), edited(page(lastPage()), { Rotate: '180' })]])),
  ],
  [
    'a page is cropped',
    'page-content-changed',
    () =>
      appendRevision(
        copy,
        new Map([[lastPage(), edited(page(lastPage()), { CropBox: '[0 0 10 10]' })]]),
      ),
  ],
  [
    'a page is appended',
    'page-tree-changed',
    () =>
      appendRevision(
        copy,
        new Map([
          [
            pagesNum(),
            edited(view.current(pagesNum()), {
              Kids: `[${[...pageNums(), sizeOf(copy)].map((num) => `${num} 0 R`).join(' ')}]`,
              Count: String(pageNums().length + 1),
            }),
          ],
          [
            sizeOf(copy),
            `<< /Type /Page /Parent ${pagesNum()} 0 R /MediaBox [0 0 500 500] /Resources << >> >>`,
          ],
        ]),
      ),
  ],
  [
    'a page is taken away',
    'page-tree-changed',
    () =>
      appendRevision(
        copy,
        new Map([
          [
            pagesNum(),
            edited(view.current(pagesNum()), { Kids: `[${lastPage()} 0 R]`, Count: '1' }),
          ],
        ]),
      ),
  ],
  [
    'the catalog leads to other pages',
    'page-tree-changed',
    () =>
      appendRevision(
        copy,
        new Map([
          [rootNum(), edited(view.catalog(), { Pages: `${sizeOf(copy)} 0 R` })],
          [sizeOf(copy), `<< /Type /Pages /Kids [${lastPage()} 0 R] /Count 1 >>`],
        ]),
      ),
  ],
  [
    'the trailer leads to another catalog',
    'document-changed',
    () =>
      appendRevision(copy, new Map([[sizeOf(copy), edited(view.catalog(), { Lang: '(en)' })]]), {
        trailer: { Root: `${sizeOf(copy)} 0 R` },
      }),
  ],
  [
    'an open action is set',
    'document-changed',
    () =>
      appendRevision(
        copy,
        new Map([
          [
            rootNum(),
            edited(view.catalog(), { OpenAction: '<< /S /JavaScript /JS (app.alert(1)) >>' }),
          ],
        ]),
      ),
  ],
  [
    'the certification is struck from the permissions',
    'document-changed',
    () => appendRevision(copy, new Map([[rootNum(), edited(view.catalog(), { Perms: '' })]])),
  ],
  [
    'layers are switched',
    'document-changed',
    () =>
      appendRevision(
        copy,
        new Map([[rootNum(), edited(view.catalog(), { OCProperties: '<< /OCGs [] /D << >> >>' })]]),
      ),
  ],
  [
    'an annotation covers a page',
    'annotation-added',
    () => {
      const annots = view.array((page(lastPage()) as PdfDict).entries.get('Annots')) ?? [];
      return appendRevision(
        copy,
        new Map([
          [
            lastPage(),
            edited(page(lastPage()), {
              Annots: print([...annots, new PdfRef(sizeOf(copy), 0)]),
            }),
          ],
          [
            sizeOf(copy),
            '<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (KHONG HOP LE) /DA (/F1 20 Tf) >>',
          ],
        ]),
      );
    },
  ],
  [
    'annotations are taken from a page',
    'annotation-changed',
    () => appendRevision(copy, new Map([[lastPage(), edited(page(lastPage()), { Annots: '[]' })]])),
  ],
  [
    'the number is written anew',
    'field-locked',
    () =>
      appendRevision(
        copy,
        new Map([[fieldOf('number').num, edited(fieldOf('number').dict, { V: '(002/DT)' })]]),
      ),
  ],
  [
    'the number is drawn anew',
    'field-locked',
    () => appendRevision(copy, new Map([[appearanceNum('number'), text(overlay)]])),
  ],
  [
    'the number is moved',
    'form-changed',
    () =>
      appendRevision(
        copy,
        new Map([[fieldOf('number').num, edited(fieldOf('number').dict, { Rect: '[0 0 9 9]' })]]),
      ),
  ],
  [
    'the number is hidden',
    'form-changed',
    () =>
      appendRevision(
        copy,
        new Map([[fieldOf('number').num, edited(fieldOf('number').dict, { F: '2' })]]),
      ),
  ],
  [
    'a field is struck from the form',
    'form-changed',
    () => {
      const form = readForm(view)!;
      const fields = form.roots.filter((num) => num !== fieldOf('number').num);
      return appendRevision(
        copy,
        new Map([
          [
            formNum(),
            edited(form.dict, { Fields: `[${fields.map((num) => `${num} 0 R`).join(' ')}]` }),
          ],
        ]),
      );
    },
  ],
  [
    'appearances are to be made anew',
    'form-changed',
    () =>
      appendRevision(
        copy,
        new Map([[formNum(), edited(view.current(formNum()), { NeedAppearances: 'true' })]]),
      ),
  ],
  [
    'a text field is added',
    'field-added',
    () => {
      const form = readForm(view)!;
      return appendRevision(
        copy,
        new Map([
          [
            formNum(),
            edited(form.dict, {
              Fields: `[${[...form.roots, sizeOf(copy)].map((num) => `${num} 0 R`).join(' ')}]`,
            }),
          ],
          [
            sizeOf(copy),
            '<< /FT /Tx /T (extra) /V (x) /Type /Annot /Subtype /Widget /Rect [0 0 99 99] >>',
          ],
        ]),
      );
    },
  ],
  [
    'two fields bear one name',
    'duplicate-field',
    () => {
      const form = readForm(view)!;
      return appendRevision(
        copy,
        new Map([
          [
            formNum(),
            edited(form.dict, {
              Fields: `[${[...form.roots, sizeOf(copy)].map((num) => `${num} 0 R`).join(' ')}]`,
            }),
          ],
          [sizeOf(copy), '<< /FT /Tx /T (number) /V (002/DT) >>'],
        ]),
      );
    },
  ],
  [
    'the seal is taken off',
    'signature-replaced',
    () =>
      appendRevision(
        copy,
        new Map([[fieldOf('agency-seal').num, edited(fieldOf('agency-seal').dict, { V: '' })]]),
      ),
  ],
  [
    'the seal is drawn anew',
    'signature-replaced',
    () => appendRevision(copy, new Map([[appearanceNum('agency-seal'), text(overlay)]])),
  ],
  [
    'the leader’s signature dictionary is redefined',
    'byte-range-gap',
    () => {
      const value = refOf(fieldOf('leader-signature').dict, 'V');
      return appendRevision(
        copy,
        new Map([[value, edited(view.current(value), { Reason: '(something else)' })]]),
      );
    },
  ],
  [
    'validation data is taken away',
    'evidence-removed',
    () => {
      const dss = refOf(view.catalog(), 'DSS');
      return appendRevision(copy, new Map([[dss, edited(view.current(dss), { OCSPs: '[]' })]]));
    },
  ],
  [
    'an object is freed',
    'page-content-changed',
    () =>
      appendRevision(copy, new Map(), {
        entries: new Map([[contentNum(lastPage()), 'f' as const]]),
      }),
  ],
];

describe.each(attacks)('%s', (_name, code, make) => {
  it(`is found: ${code}`, async () => {
    const report = await verify(make());
    expect(report.reasons).toContain(code);
    expect(report.verdict).toBe('invalid');
    expect(report.intact).toBe('no');
  });
});

describe('harmless later savings', () => {
  it('of validation data alone keep the copy valid', async () => {
    const dss = refOf(view.catalog(), 'DSS');
    const certs = view.array(view.dict(view.catalog().entries.get('DSS'))!.entries.get('Certs'))!;
    const saved = appendRevision(
      copy,
      new Map([
        [dss, edited(view.current(dss), { Certs: print([...certs, new PdfRef(sizeOf(copy), 0)]) })],
        [sizeOf(copy), print(view.resolve(certs[0]))],
      ]),
    );
    const report = await verify(saved);
    expect(report.reasons).toEqual([]);
    expect(report.verdict).toBe('valid');
  });
});
