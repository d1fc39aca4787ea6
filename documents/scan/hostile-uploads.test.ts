import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SaoyError } from '../../domain/problem';
import { drawScan } from '../../test/documents/draw-scan';
import { makeHostileOddities } from '../../test/documents/hostile-oddities';
import { makeHostilePictures } from '../../test/documents/hostile-pictures';
import { throughQpdf } from '../../test/documents/hostile-scans';
import { makeHostileStructures } from '../../test/documents/hostile-structures';
import { inspectHanded, intakeScan } from './intake-scan';
import { encodePng } from './pictures/encode-png';
import { runBounded, usualScanLimits } from './child/run-bounded';

/**
 * Files that are made to hang, crash, exhaust or deceive, through the intake as the counter runs it.
 * The slowest is ended for its CPU time: 10 s of drawing, 20 s elsewhere, on a machine that is busy.
 */
const millisecondsMax = 40_000;
/** What this process may grow by, whatever a file unpacks to: it holds the file and what is kept. */
const growthMax = 300 * 1024 * 1024;

let folder: string;
let before: number;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-uploads-'));
  before = process.memoryUsage().rss;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspected(file: Buffer) {
  const begun = Date.now();
  const { code, pages } = await inspectHanded(file, usualScanLimits);
  expect(Date.now() - begun).toBeLessThan(millisecondsMax);
  return { code, pages };
}

describe('hostile structures', () => {
  it.each([...makeHostileStructures(), ...makeHostileOddities()])(
    '$name: $code',
    async ({ code, file, gone }) => {
      expect((await inspected(file)).code).toBe(code);
      if (code !== null) return;
      const { pdf } = await intakeScan([{ bytes: file, turn: 0 }], usualScanLimits);
      expectSound(pdf);
      if (gone) expect(Buffer.from(pdf).toString('latin1')).not.toMatch(gone);
    },
    millisecondsMax * 2,
  );
});

describe('hostile pictures', () => {
  it.each(makeHostilePictures())(
    '$name: $code',
    async ({ code, pages, file }) => {
      expect(await inspected(file)).toEqual({ code, pages: pages ?? null });
    },
    millisecondsMax,
  );
});

describe('damaged at random', () => {
  it.each(['a scan', 'a packed scan', 'a picture'])(
    'is refused with a code or kept sound: %s',
    async (kind) => {
      const random = randomFrom(20_261_121);
      const original = {
        'a scan': drawScan(2),
        'a packed scan': throughQpdf(drawScan(2), ['--object-streams=generate']),
        'a picture': encodePng({ width: 30, height: 20, rgba: Buffer.alloc(2400, 7) }),
      }[kind]!;
      let taken = 0;
      for (let round = 0; round < 40; round += 1) {
        const bytes = mutated(original, random);
        try {
          const { pdf } = await intakeScan([{ bytes, turn: 0 }], usualScanLimits);
          expectSound(pdf);
          taken += 1;
        } catch (error) {
          if (!(error instanceof SaoyError)) throw error;
          expect(error.code).toMatch(/^(scan|page-picture)-(?!inspection-failed)/);
        }
      }
      // Otherwise the mutations are too coarse to try anything.
      expect(taken).toBeLessThan(40);
    },
    120_000,
  );
});

describe('the bounds', () => {
  it.each(['as', 'data'] as const)('end a program that fills its memory (%s)', async (bounds) => {
    const fill = 'const all=[];for(;;)all.push(Buffer.alloc(32<<20,1))';
    const memoryBytes = bounds === 'as' ? 1 << 30 : 256 << 20;
    const limits = { ...usualScanLimits, memoryBytes, bounds, fileBytesMax: 0 };
    const run = await runBounded(process.execPath, ['-e', fill], limits);
    expect(run.exitCode).not.toBe(0);
  });

  it('let nothing of all that into this process', () => {
    global.gc?.();
    expect(process.memoryUsage().rss - before).toBeLessThan(growthMax);
  });
});

/** What is kept reads without a warning and holds nothing that acts. */
function expectSound(pdf: Uint8Array): void {
  const path = join(folder, 'kept.pdf');
  writeFileSync(path, pdf);
  const json = execFileSync('qpdf', ['--json=2', '--json-stream-data=none', path], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(json).not.toMatch(
    /"\/(JS|JavaScript|OpenAction|AA|Annots|AcroForm|Names|EmbeddedFiles|EF|Encrypt|OCProperties|Outlines)"/,
  );
}

/** Numbers from 0 up to 1, the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A few bytes changed, left out, doubled, or a number made another. */
function mutated(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original);
  const spot = () => Math.floor(random() * bytes.length);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const [at, length] = [spot(), 1 + Math.floor(random() * 20)];
    const kind = Math.floor(random() * 4);
    if (kind === 0) bytes[at] = Math.floor(random() * 256);
    if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    if (kind === 3) {
      const text = bytes.toString('latin1');
      const numbers = [...text.matchAll(/\d+/g)];
      const chosen = numbers[Math.floor(random() * numbers.length)];
      if (chosen) {
        const other = String(Math.floor(random() * 10 ** chosen[0].length));
        const whole =
          text.slice(0, chosen.index) + other + text.slice(chosen.index + chosen[0].length);
        bytes = Buffer.from(whole, 'latin1');
      }
    }
  }
  return bytes;
}
