import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childrenOf, readDer } from '../../documents/verify/proof/der';
import type { PdfDict } from '../../documents/verify/parse/objects';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { issueCertificate } from '../../tokens/pki/issue-certificate';
import { BothVerifiers } from './both-verifiers';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { stream } from '../documents/draw-scan';
import { appendRevision, edited, print, sizeOf, viewOf } from './append-revision';
import { numbers, plainDocument, signDocument, type Signer } from './sign-anything';

/** Ways of other programs that were met in public files: odd, and no attack. */

let workshop: Workshop;
let both: BothVerifiers;
let signer: TestSigner;
let ed25519: Signer;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  signer = await workshop.issue('p-256');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const issued = await issueCertificate(workshop.pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Khóa Edwards Ví Dụ' },
    profile: 'signer',
  });
  ed25519 = { key: privateKey, certificate: issued.der, chain: signer.chain };
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

const verify = (file: Uint8Array) => both.verify(file);

/** Lengths left open from the outermost element down, as streaming writers do. */
function withOpenLengths(der: Uint8Array, depth: number): Buffer {
  const element = readDer(der);
  if (depth === 0 || (element.tag & 0x20) === 0) return Buffer.from(der);
  const parts = childrenOf(element).map(({ raw }) => withOpenLengths(raw, depth - 1));
  return Buffer.concat([Buffer.from([element.tag, 0x80]), ...parts, Buffer.alloc(2)]);
}

/** A text edit of an unsigned file that moves no offset of its table. */
function rewritten(change: (text: string) => string): Buffer {
  return Buffer.from(change(Buffer.from(plainDocument()).toString('latin1')), 'latin1');
}

/** The first revision as Word writes it: a table, and beside it a stream for newer readers. */
function hybridUpdate(file: Buffer, num: number): Buffer {
  const at = file.length;
  const index = `/Index [${num} 1] /W [1 4 1] /Size ${num + 2}`;
  const object = `${num} 0 obj\n<< /Note (x) >>\nendobj\n`;
  const streamAt = at + object.length;
  const entry = Buffer.from([1, 0, 0, 0, 0, 0]);
  entry.writeUInt32BE(at, 1);
  const stream = Buffer.concat([
    Buffer.from(`${num + 1} 0 obj\n<< /Type /XRef ${index} /Length 6 >>\nstream\n`),
    entry,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
  const begun = Buffer.concat([file, Buffer.from(object), stream]);
  return appendRevision(begun, new Map(), {
    trailer: { XRefStm: String(streamAt), Size: String(num + 2) },
    lastOf: file,
  });
}

const honest: [string, ReasonCode[], () => Buffer][] = [
  ['open lengths (BER)', [], () => signed({ rewrite: (cms) => withOpenLengths(cms, 5) })],
  ['attributes written out of order', [], () => signed({ attributes: 'unsorted' })],
  ['no signed attributes', ['ess-missing'], () => signed({ attributes: 'none' })],
  [
    'foreign bytes behind the signature data',
    ['cms-padding'],
    () => signed({ rewrite: (cms) => Buffer.concat([cms, Buffer.from([0, 0, 7])]) }),
  ],
  ['an Ed25519 key', [], () => signDocument(plainDocument(), ed25519, { cms: { hash: 'sha512' } })],
  [
    'a comment before startxref',
    [],
    () =>
      signDocument(
        rewritten((text) => text.replace(/startxref/, '%Writer-1.0\nstartxref')),
        signer,
      ),
  ],
  [
    'an empty line before the trailer',
    [],
    () =>
      signDocument(
        rewritten((text) => text.replace(/trailer/, '\ntrailer')),
        signer,
      ),
  ],
  [
    'a startxref that points to the line end before the table',
    [],
    () =>
      signDocument(
        rewritten((text) =>
          text.replace(/startxref\s+(\d+)/, (_all, at) => `startxref\n${Number(at) - 1}`),
        ),
        signer,
      ),
  ],
  [
    'a hybrid revision before the signature',
    [],
    () => signDocument(hybridUpdate(Buffer.from(plainDocument()), 20), signer),
  ],
  [
    'a hybrid revision with new objects after it',
    [],
    () => hybridUpdate(signDocument(plainDocument(), signer), 30),
  ],
  ['a catalog saved as a new object', [], () => withNewCatalog({})],
  [
    'a writer’s mark in the page tree',
    [],
    () => {
      const file = signDocument(plainDocument(), signer);
      const pages = edited(viewOf(file).current(numbers.pages), { ITXT: '(1.0)' });
      return appendRevision(file, new Map([[numbers.pages, pages]]));
    },
  ],
  [
    'a second signature whose field stands before the others',
    [],
    () => signDocument(signDocument(plainDocument(), signer), signer, { isFieldFirst: true }),
  ],
  [
    'a second file identifier',
    [],
    () => {
      const file = signDocument(plainDocument(), signer);
      return appendRevision(file, new Map(), { trailer: { ID: '[<01> <02>]' } });
    },
  ],
];

/** Saves the catalog under a new number, as e-Szigno does. */
function withNewCatalog(changes: Record<string, string>): Buffer {
  const file = signDocument(plainDocument(), signer);
  const num = sizeOf(file);
  const catalog = edited(viewOf(file).catalog(), changes);
  return appendRevision(file, new Map([[num, catalog]]), { trailer: { Root: `${num} 0 R` } });
}

function signed(cms: NonNullable<Parameters<typeof signDocument>[2]>['cms']): Buffer {
  return signDocument(plainDocument(), signer, { ...(cms ? { cms } : {}) });
}

describe.each(honest)('%s', (_name, reasons, make) => {
  it('leaves the document intact', async () => {
    const report = await verify(make());
    expect(report.reasons.sort()).toEqual(
      [...reasons, 'revocation-unknown', 'timestamp-missing'].sort(),
    );
    expect(report.intact).toBe('yes');
  });
});

it('a hybrid update that takes an old object away from old readers is refused', async () => {
  const file = signDocument(plainDocument(), signer);
  const report = await verify(hybridUpdate(file, numbers.content));
  expect(report.verdict).toBe('invalid');
  expect(report.intact).toBe('no');
});

it('attributes signed out of order, on which programs differ, leave the matter open', async () => {
  const report = await verify(signed({ attributes: 'unsorted-signed' }));
  expect(report.reasons).toContain('cms-attribute-order');
  expect([report.verdict, report.intact]).toEqual(['undetermined', 'unknown']);
});

it('a catalog saved as a new object is compared with the old one', async () => {
  const report = await verify(withNewCatalog({ OpenAction: '<< /S /GoTo /D [3 0 R /Fit] >>' }));
  expect(report.reasons).toContain('document-changed');
});

it('a catalog exchanged for an old object is refused', async () => {
  const planted = ['<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>'];
  const file = signDocument(plainDocument({ extra: planted }), signer);
  const swapped = appendRevision(file, new Map(), { trailer: { Root: '8 0 R' } });
  expect((await verify(swapped)).reasons).toContain('document-changed');
});

it('fields that change places are a change of the form', async () => {
  const file = signDocument(plainDocument(), signer);
  const form = viewOf(file).current(numbers.form) as PdfDict;
  const fields = viewOf(file).array(form.entries.get('Fields'))!.map(print).reverse();
  const swapped = edited(form, { Fields: `[${fields.join(' ')}]` });
  const report = await verify(appendRevision(file, new Map([[numbers.form, swapped]])));
  expect(report.reasons).toContain('form-changed');
});

it('a drawing added to the form’s resources is no change, one exchanged there is', async () => {
  const withDrawing = (file: Uint8Array, drawing: string) => {
    const view = viewOf(file);
    const form = edited(
      view.catalog().entries.get('AcroForm') ? view.current(numbers.form) : null,
      {
        DR: `<< /XObject << ${drawing} >> >>`,
      },
    );
    return appendRevision(file, new Map([[numbers.form, form]]));
  };
  const base = withDrawing(plainDocument(), '/A (one)');
  const added = withDrawing(signDocument(base, signer), '/A (one) /B (two)');
  expect((await verify(added)).intact).toBe('yes');
  const exchanged = withDrawing(signDocument(base, signer), '/A (other)');
  expect((await verify(exchanged)).reasons).toContain('form-changed');
});

it('a drawing’s name in the form’s resources may go to a new one where no field looks for it there', async () => {
  const named = (file: Uint8Array, text?: string) => {
    const num = sizeOf(file);
    const look = (operators: string, more = '') =>
      stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${more}`, operators).toString('latin1');
    const objects: [number, string][] = [
      [
        numbers.form,
        edited(viewOf(file).current(numbers.form), { DR: `<< /XObject << /FRM ${num} 0 R >> >>` }),
      ],
      [num, look(`${num} 0 m`)],
    ];
    if (text !== undefined) {
      const field = edited(viewOf(file).current(numbers.text), { AP: `<< /N ${num + 1} 0 R >>` });
      objects.push([numbers.text, field], [num + 1, look('/FRM Do', text)]);
    }
    return appendRevision(file, new Map(objects));
  };
  const own = await verify(named(signDocument(named(plainDocument(), '/Resources << >>'), signer)));
  expect(own.intact).toBe('yes');
  const shared = await verify(named(signDocument(named(plainDocument(), ''), signer)));
  expect(shared.reasons).toContain('form-changed');
});

it('a field that is drawn anew without a new value has been replaced, one that is filled has not', async () => {
  const text = (file: Uint8Array, entries: Record<string, string>) => {
    const field = edited(viewOf(file).current(numbers.text), entries);
    const drawing = sizeOf(file);
    const look = stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', 'BT (9000) Tj ET');
    const objects: [number, string][] = [
      [numbers.text, field.replace('LOOK', `${drawing} 0 R`)],
      [drawing, look.toString('latin1')],
    ];
    return appendRevision(file, new Map(objects));
  };
  const shown = { V: '(100)', AP: '<< /N LOOK >>' };
  const signed = signDocument(text(plainDocument(), shown), signer);
  const replaced = await verify(text(signed, { AP: '<< /N LOOK >>' }));
  expect(replaced.reasons).toContain('form-changed');
  expect(replaced.intact).toBe('no');
  const filled = await verify(text(signed, { V: '(9000)', AP: '<< /N LOOK >>' }));
  expect(filled.reasons).toContain('unsigned-changes');
  expect(filled.intact).toBe('yes');
});
