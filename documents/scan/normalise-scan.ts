import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaoyError } from '../../domain/problem';
import { inspectScan } from './inspect-scan';
import { runBounded } from './run-bounded';
import type { ScanLimits } from './run-bounded';

/** What the copy is made of. */
export interface NormalisedScan {
  pdf: Uint8Array;
  pages: number;
  /** Of the normalised bytes, lower-case hexadecimal. */
  sha256: string;
}

/**
 * Rewrites an acceptable scan into the plain form that the copy begins with: pages only, no
 * catalogue entries of its own, classic cross-reference table, visible annotations flattened into
 * the page. The look does not change.
 * @throws SaoyError `scan-…` as {@link inspectScan} decides
 */
export async function normaliseScan(
  received: Uint8Array,
  limits: ScanLimits,
): Promise<NormalisedScan> {
  const inspection = await inspectScan(received, limits);
  if (inspection.code) {
    throw new SaoyError(inspection.code, {
      maxMegabytes: Math.floor(limits.maxBytes / 1024 / 1024),
      maxPages: limits.maxPages,
    });
  }
  const pdf = await rewrite(received, limits);
  return {
    pdf,
    pages: inspection.pages ?? 0,
    sha256: createHash('sha256').update(pdf).digest('hex'),
  };
}

async function rewrite(received: Uint8Array, limits: ScanLimits): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-scan-'));
  try {
    const source = join(folder, 'received.pdf');
    const target = join(folder, 'normalised.pdf');
    await writeFile(source, received, { mode: 0o600 });
    const run = await runBounded(
      'qpdf',
      [
        '--empty',
        '--object-streams=disable',
        '--min-version=1.7',
        '--flatten-annotations=all',
        '--deterministic-id',
        '--pages',
        source,
        '1-z',
        '--',
        target,
      ],
      { ...limits, fileBytesMax: limits.maxBytes * 3 },
    );
    if (run.exceeded) throw new SaoyError('scan-too-complex');
    if (run.exitCode !== 0) throw new SaoyError('scan-damaged');
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
