import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DerFault, readDer } from '../../documents/verify/proof/der';
import { readCertificate } from '../../documents/verify/proof/certificate';
import { StructureFault } from '../../documents/verify/parse/objects';
import { ObjectReader } from '../../documents/verify/parse/read-object';
import { reasons } from '../../documents/verify/reasons/reasons';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { drawScan } from '../documents/draw-scan';
import { makeCopy, openWorkshop, type Workshop } from '../documents/make-copy';

/** Bounded: a few hundred hostile inputs, each from a seed that a failure prints. */

let workshop: Workshop;
let copy: Buffer;

beforeAll(async () => {
  workshop = await openWorkshop();
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  copy = Buffer.from(made.copy);
});
afterAll(() => workshop.close());

const verify = (file: Uint8Array) =>
  verifyCopy(file, { trustAnchors: [workshop.pki.root], at: Date.now(), online: false });

it('never finds a copy with a changed byte valid, nor fails on it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      async (place, flip) => {
        const at = Math.min(copy.length - 1, Math.floor(place * copy.length));
        const file = Buffer.from(copy);
        file[at] = file[at]! ^ flip;
        const report = await verify(file);
        expect(report.reasons).not.toContain('verifier-failed');
        // The two line ends that no signature can cover are the file's last.
        if (at < copy.length - 2) expect(report.verdict).not.toBe('valid');
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

it('never finds a cut or doubled copy valid', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.boolean(),
      async (place, isDoubled) => {
        const at = Math.floor(place * copy.length);
        const file = isDoubled ? Buffer.concat([copy, copy.subarray(at)]) : copy.subarray(0, at);
        const report = await verify(file);
        expect(report.verdict).not.toBe('valid');
        expect(report.reasons).not.toContain('verifier-failed');
      },
    ),
    { numRuns: 80 },
  );
}, 60_000);

it('reads or refuses any bytes as a PDF value', () => {
  const tokens = fc.constantFrom(
    '<<',
    '>>',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '/A',
    '1',
    '0 R',
    '%',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(tokens, fc.string()), { maxLength: 60 }), (parts) => {
      const reader = new ObjectReader(Buffer.from(parts.join(''), 'latin1'), 0);
      try {
        reader.readValue();
      } catch (error) {
        if (!(error instanceof StructureFault)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

it('reads or refuses any bytes as DER', async () => {
  const certificate = await workshop.issue('p-256').then((signer) => signer.certificate);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: certificate.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      (at, byte) => {
        const bytes = Buffer.from(certificate);
        bytes[at] = byte;
        try {
          readDer(bytes);
          readCertificate(bytes);
        } catch (error) {
          if (!(error instanceof DerFault)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('has a sentence in both languages for each reason', () => {
  for (const { vi, en } of Object.values(reasons)) {
    expect(vi).toMatch(/^[\p{Lu}].*\.$/u);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
});
