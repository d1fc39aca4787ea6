import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { drawScan, stream } from '../documents/draw-scan';
import { BothVerifiers } from './both-verifiers';
import { makeCopy, openWorkshop, type Workshop } from '../documents/make-copy';
import { appendRevision, sizeOf, viewOf } from './append-revision';

/** Games with byte ranges, the ends of the file and its cross-reference, on a finished copy. */

let workshop: Workshop;
let both: BothVerifiers;
let copy: Buffer;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  copy = Buffer.from(made.copy);
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

const verify = (file: Uint8Array) => both.verify(file);

/** Overwrites bytes at a place, the length kept. */
function patched(at: number, text: string): Buffer {
  const file = Buffer.from(copy);
  file.write(text, at, 'latin1');
  return file;
}

/** The last byte range: the document time stamp's, which nothing covers. */
function lastRange() {
  const at = copy.lastIndexOf('/ByteRange');
  const end = copy.indexOf(']', at) + 1;
  const [, a, b, c] =
    /\[\s*0+\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(copy.toString('latin1', at, end)) ?? [];
  return { at, end, gapStart: Number(a), gapEnd: Number(b), length: Number(c) };
}

function withRange(text: string): Buffer {
  const { at, end } = lastRange();
  const whole = `/ByteRange ${text}`;
  if (whole.length > end - at) throw new Error('the range does not fit');
  return patched(at, whole.padEnd(end - at, ' '));
}

const lastStartxref = () => copy.lastIndexOf('startxref');
const noise = () => stream('', '1 1 1 rg 0 0 600 800 re f');

const attacks: [string, ReasonCode, () => Uint8Array][] = [
  [
    'a byte of the scan is flipped',
    'digest-mismatch',
    () => patched(Math.floor(lastRange().gapStart / 3), 'X'),
  ],
  [
    'the range starts later',
    'byte-range-form',
    () => withRange(`[9 ${lastRange().gapStart} ${lastRange().gapEnd} ${lastRange().length}]`),
  ],
  ['the range is not there (universal forgery)', 'byte-range-form', () => withRange('null')],
  ['the range is negative', 'byte-range-form', () => withRange('[0 -1 2 -2]')],
  ['the range has two numbers', 'byte-range-form', () => withRange('[0 9]')],
  [
    'the range leaves out more than the signature',
    'byte-range-gap',
    () => withRange(`[0 ${lastRange().gapStart - 9} ${lastRange().gapEnd} ${lastRange().length}]`),
  ],
  [
    'the range ends early',
    'byte-range-end',
    () => withRange(`[0 ${lastRange().gapStart} ${lastRange().gapEnd} 10]`),
  ],
  [
    'the contents are empty (universal forgery)',
    'byte-range-gap',
    () => {
      const { gapStart, gapEnd } = lastRange();
      return patched(gapStart, '<>'.padEnd(gapEnd - gapStart, ' '));
    },
  ],
  [
    'the contents are zero',
    'timestamp-malformed',
    () => {
      const { gapStart, gapEnd } = lastRange();
      return patched(gapStart + 1, '0'.repeat(gapEnd - gapStart - 2));
    },
  ],
  [
    'something stands behind the stamp in its padding',
    'timestamp-malformed',
    () => patched(lastRange().gapEnd - 9, 'deadbeef'),
  ],
  ['bytes follow the end', 'trailing-bytes', () => Buffer.concat([copy, noise()])],
  [
    'bytes follow with an end of their own that no section reaches',
    'trailing-bytes',
    () => Buffer.concat([copy, noise(), copy.subarray(lastStartxref())]),
  ],
  [
    'a saving brings objects that no table lists',
    'hidden-bytes',
    () =>
      appendRevision(copy, new Map(), {
        stowaway: `4 0 obj\n${noise().toString('latin1')}\nendobj\n`,
      }),
  ],
  [
    'a table points back into signed bytes (shadow, hide and replace)',
    'xref-points-back',
    () => appendRevision(copy, new Map(), { entries: new Map([[4, copy.indexOf(' 0 obj') - 1]]) }),
  ],
  [
    'a revision is passed over by /Prev',
    'hidden-bytes',
    () => {
      const { revisions } = viewOf(copy).file;
      return appendRevision(copy, new Map([[sizeOf(copy), '<< >>']]), {
        trailer: { Prev: String(revisions[1]!.xrefOffset) },
      });
    },
  ],
  [
    'the chain of sections loops',
    'later-revision-broken',
    () => appendRevision(copy, new Map(), { trailer: { Prev: String(copy.length) } }),
  ],
  [
    'an update is hybrid',
    'later-revision-broken',
    () => appendRevision(copy, new Map(), { trailer: { XRefStm: '15' } }),
  ],
  [
    'a saved dictionary gives a key twice',
    'later-revision-broken',
    () => appendRevision(copy, new Map([[sizeOf(copy), '<< /A 1 /A 2 >>']])),
  ],
  [
    'a saved object is cut off',
    'later-revision-broken',
    () => appendRevision(copy, new Map([[sizeOf(copy), '<< /Length 999 >>\nstream\n\nendstream']])),
  ],
];

describe.each(attacks)('%s', (_name, code, make) => {
  it(`is found: ${code}`, async () => {
    const report = await verify(make());
    expect(report.reasons).toContain(code);
    expect(report.verdict).toBe('invalid');
    if (!code.startsWith('timestamp')) expect(report.intact).toBe('no');
  });
});

describe('signature wrapping', () => {
  it('is found: the signed end is moved behind other content', async () => {
    const { gapStart, gapEnd, length } = lastRange();
    const end = copy.subarray(gapEnd);
    const between = Buffer.from(`\n9999 0 obj\n${noise().toString('latin1')}\nendobj\n`, 'latin1');
    const moved = gapEnd + between.length;
    const file = Buffer.concat([copy.subarray(0, gapEnd), between, end]);
    const { at, end: rangeEnd } = lastRange();
    file.write(
      `/ByteRange [0 ${gapStart} ${moved} ${length}]`.padEnd(rangeEnd - at, ' '),
      at,
      'latin1',
    );
    const report = await verify(file);
    expect(report.verdict).not.toBe('valid');
    expect(report.intact).not.toBe('yes');
  });
});

describe('what is no copy at all', () => {
  it.each<[string, () => Uint8Array, ReasonCode]>([
    ['nothing', () => new Uint8Array(), 'not-a-pdf'],
    ['text', () => Buffer.from('Kính gửi'), 'not-a-pdf'],
    ['half a copy', () => copy.subarray(0, copy.length / 2), 'trailing-bytes'],
    ['a copy behind a foreign head', () => Buffer.concat([Buffer.from('PK'), copy]), 'not-a-pdf'],
    ['an unsigned scan', () => drawScan(), 'unsigned'],
  ])('%s is not valid', async (_name, make, code) => {
    const report = await verify(make());
    expect(report.verdict).toBe('invalid');
    expect(report.intact).not.toBe('yes');
    expect(report.reasons).toContain(code);
  });
});
