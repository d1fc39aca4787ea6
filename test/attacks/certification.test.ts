import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { stream } from '../documents/draw-scan';
import { BothVerifiers } from './both-verifiers';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { appendRevision, edited, sizeOf, viewOf } from './append-revision';
import { lockOf, numbers, plainDocument, signDocument, type SignOptions } from './sign-anything';

/**
 * Documents prepared before signing to change afterwards (shadow attacks), and games with
 * certification (evil annotation, sneaky signature). Only what the bytes say counts here: no trust
 * list is given, so `intact` is what is looked at.
 */

let workshop: Workshop;
let both: BothVerifiers;
let signer: TestSigner;
let attacker: TestSigner;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  signer = await workshop.issue('p-256');
  attacker = await workshop.issue('rsa-2048');
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

const verify = (file: Uint8Array) => both.verify(file);
const sign = (file: Uint8Array, options?: SignOptions) => signDocument(file, signer, options);
const catalogOf = (file: Uint8Array) => viewOf(file).catalog();
const text = (content: string) => stream('', content).toString('latin1');

describe('harmless later steps', () => {
  it.each<[string, () => Uint8Array]>([
    ['nothing', () => sign(plainDocument())],
    ['a second approval', () => signDocument(sign(plainDocument()), attacker)],
    [
      'an approval after certification P=2',
      () => signDocument(sign(plainDocument(), { certify: 2 }), attacker),
    ],
    [
      'a field filled without certification, then signed',
      () => {
        const signed = sign(plainDocument());
        const field = viewOf(signed).current(numbers.text);
        const filled = appendRevision(
          signed,
          new Map([[numbers.text, edited(field, { V: '(da doc)' })]]),
        );
        return signDocument(filled, attacker);
      },
    ],
  ])('%s leaves it intact', async (_name, make) => {
    const report = await verify(make());
    expect(report.intact).toBe('yes');
    expect(report.reasons).toEqual(
      expect.arrayContaining(['timestamp-missing', 'revocation-unknown']),
    );
    expect(report.verdict).toBe('undetermined');
  });

  it('of filling without signing are told', async () => {
    const signed = sign(plainDocument(), { certify: 2 });
    const field = viewOf(signed).current(numbers.text);
    const filled = appendRevision(signed, new Map([[numbers.text, edited(field, { V: '(x)' })]]));
    const report = await verify(filled);
    expect(report.intact).toBe('yes');
    expect(report.reasons).toContain('unsigned-changes');
    expect(report.verdict).not.toBe('valid');
  });
});

/** A drawing that hides the first line, as an object that a later saving makes empty. */
const covered = () =>
  plainDocument({
    content: 'BT /F1 24 Tf 40 300 Td (Pay 900) Tj ET /Cover Do',
    page: '/Resources << /Font << /F1 5 0 R >> /XObject << /Cover 8 0 R >> >>',
    extra: [text('/Type /XObject')],
  });

const attacks: [string, ReasonCode, () => Uint8Array][] = [
  [
    'shadow, hide: the cover is redefined as empty',
    'page-content-changed',
    () => appendRevision(sign(covered()), new Map([[8, text('')]])),
  ],
  [
    'shadow, hide: the cover is freed',
    'page-content-changed',
    () => appendRevision(sign(covered()), new Map(), { entries: new Map([[8, 'f' as const]]) }),
  ],
  [
    'shadow, replace: a font is redefined',
    'page-content-changed',
    () =>
      appendRevision(
        sign(plainDocument()),
        new Map([[numbers.font, '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>']]),
      ),
  ],
  [
    'shadow, replace: an object that was referred to before it existed',
    'page-content-changed',
    () => {
      const signed = sign(
        plainDocument({
          page: '/Resources << /Font << /F1 5 0 R >> /XObject << /Cover 90 0 R >> >>',
        }),
      );
      return appendRevision(signed, new Map([[90, text('1 1 1 rg 0 0 400 400 re f')]]));
    },
  ],
  [
    'shadow, hide and replace: another page tree was there all the time',
    'page-tree-changed',
    () => {
      const signed = sign(
        plainDocument({
          extra: [
            '<< /Type /Pages /Kids [9 0 R] /Count 1 >>',
            '<< /Type /Page /Parent 8 0 R /MediaBox [0 0 400 400] /Resources << >> >>',
          ],
        }),
      );
      return appendRevision(
        signed,
        new Map([[numbers.catalog, edited(catalogOf(signed), { Pages: '8 0 R' })]]),
      );
    },
  ],
  [
    'shadow, hide and replace by the table alone',
    'xref-points-back',
    () => {
      const signed = sign(plainDocument({ extra: [text('0 g 0 0 400 400 re f')] }));
      const hidden = signed.indexOf('8 0 obj');
      return appendRevision(signed, new Map(), { entries: new Map([[numbers.content, hidden]]) });
    },
  ],
  [
    'certified P=1, then a field is filled',
    'certification-forbids',
    () => {
      const signed = sign(plainDocument(), { certify: 1 });
      const field = viewOf(signed).current(numbers.text);
      return appendRevision(signed, new Map([[numbers.text, edited(field, { V: '(x)' })]]));
    },
  ],
  [
    'certified P=1, then signed again',
    'certification-forbids',
    () => signDocument(sign(plainDocument(), { certify: 1 }), attacker),
  ],
  [
    'evil annotation: certified P=3, then covered',
    'annotation-added',
    () => {
      const signed = sign(plainDocument(), { certify: 3 });
      const page = viewOf(signed).current(numbers.page);
      const added = sizeOf(signed);
      return appendRevision(
        signed,
        new Map([
          [numbers.page, edited(page, { Annots: `[7 0 R ${added - 2} 0 R ${added} 0 R]` })],
          [added, '<< /Type /Annot /Subtype /Stamp /Rect [0 0 400 400] /AP << /N 4 0 R >> >>'],
        ]),
      );
    },
  ],
  [
    'sneaky signature: certified P=2, then a signature that draws over the page',
    'certification-forbids',
    () => signDocument(sign(plainDocument(), { certify: 2 }), attacker, { rect: '[0 0 400 400]' }),
  ],
  [
    'a second certification',
    'certification-not-first',
    () => signDocument(sign(plainDocument(), { certify: 2 }), attacker, { certify: 2 }),
  ],
  [
    'a certification after an approval',
    'certification-not-first',
    () => signDocument(sign(plainDocument()), attacker, { certify: 2 }),
  ],
  [
    'all fields locked, then one filled',
    'field-locked',
    () => {
      const signed = sign(plainDocument(), { references: [lockOf('/Action /All')] });
      const field = viewOf(signed).current(numbers.text);
      return appendRevision(signed, new Map([[numbers.text, edited(field, { V: '(x)' })]]));
    },
  ],
  [
    'an action is hung on a field',
    'form-changed',
    () => {
      const signed = sign(plainDocument());
      const field = viewOf(signed).current(numbers.text);
      const action = '<< /S /JavaScript /JS (1) >>';
      return appendRevision(signed, new Map([[numbers.text, edited(field, { A: action })]]));
    },
  ],
  [
    'a field that also serves as the pictures of the page is filled',
    'page-content-changed',
    () => {
      const signed = sign(
        plainDocument({
          content: '/V Do',
          page: '/Resources << /XObject 7 0 R >>',
        }),
      );
      const field = viewOf(signed).current(numbers.text);
      const added = sizeOf(signed);
      return appendRevision(
        signed,
        new Map([
          [numbers.text, edited(field, { V: `${added} 0 R` })],
          [added, text('0 g 0 0 400 400 re f')],
        ]),
      );
    },
  ],
  [
    'a catalog that also serves as the pictures of the page gets other metadata',
    'page-content-changed',
    () => {
      const signed = sign(
        plainDocument({
          content: '/Metadata Do',
          page: '/Resources << /XObject 1 0 R >>',
          catalog: '/Metadata 8 0 R',
          extra: [text('')],
        }),
      );
      const added = sizeOf(signed);
      return appendRevision(
        signed,
        new Map([
          [numbers.catalog, edited(catalogOf(signed), { Metadata: `${added} 0 R` })],
          [added, text('0 g 0 0 400 400 re f')],
        ]),
      );
    },
  ],
  [
    'metadata that also serves as the content of the page is redefined',
    'page-content-changed',
    () => {
      const signed = sign(plainDocument({ catalog: '/Metadata 4 0 R' }));
      return appendRevision(signed, new Map([[numbers.content, text('0 g 0 0 400 400 re f')]]));
    },
  ],
  [
    'extensions that also serve as layers are redefined',
    'document-changed',
    () => {
      const catalog = '/Extensions 8 0 R /OCProperties 8 0 R';
      const signed = sign(plainDocument({ catalog, extra: ['<< /D << /OFF [] >> /OCGs [] >>'] }));
      return appendRevision(signed, new Map([[8, '<< /D << /BaseState /OFF >> /OCGs [] >>']]));
    },
  ],
  [
    'the form says no more that signatures stand in it',
    'form-changed',
    () => {
      const signed = sign(plainDocument());
      const form = edited(viewOf(signed).current(numbers.form), { SigFlags: '' });
      return appendRevision(signed, new Map([[numbers.form, form]]));
    },
  ],
  [
    'the form says no more that it may only be appended to',
    'form-changed',
    () => {
      const signed = sign(plainDocument());
      const form = edited(viewOf(signed).current(numbers.form), { SigFlags: '1' });
      return appendRevision(signed, new Map([[numbers.form, form]]));
    },
  ],
  [
    'an unreached object is redefined',
    'object-redefined',
    () => appendRevision(sign(plainDocument({ extra: ['(kept)'] })), new Map([[8, '(other)']])),
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

describe('a document that can be read in two ways', () => {
  it.each<[string, ReasonCode, () => Uint8Array]>([
    [
      'a key given twice',
      'structure-duplicate-key',
      () => plainDocument({ catalog: '/Pages 9 0 R' }),
    ],
    [
      'a wrong cross-reference',
      'structure-xref',
      () => {
        const file = plainDocument();
        const at = file.lastIndexOf('xref\n0 ') + 'xref\n0 8\n'.length + 20;
        file.write(String(file.indexOf('7 0 obj')).padStart(10, '0'), at, 'latin1');
        return file;
      },
    ],
  ])('is not valid even when it is signed so: %s', async (_name, code, make) => {
    const report = await verify(make());
    expect(report.reasons).toContain(code);
    expect(report.verdict).toBe('undetermined');
    expect(report.intact).toBe('unknown');
  });
});
