import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SaoyError } from '../../domain/problem';
import { inspectAnd } from './inspect-scan';
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
 * @throws SaoyError `scan-…` as `inspectScan` decides
 */
export async function normaliseScan(
  received: Uint8Array,
  limits: ScanLimits,
): Promise<NormalisedScan> {
  const { inspection, result: pdf } = await inspectAnd(received, limits, (path, folder) =>
    rewrite(path, folder, limits),
  );
  if (inspection.code || !pdf) {
    throw new SaoyError(inspection.code ?? 'scan-damaged', {
      maxMegabytes: Math.floor(limits.maxBytes / 1024 / 1024),
      maxPages: limits.maxPages,
    });
  }
  return {
    pdf,
    pages: inspection.pages ?? 0,
    sha256: createHash('sha256').update(pdf).digest('hex'),
  };
}

async function rewrite(path: string, folder: string, limits: ScanLimits): Promise<Uint8Array> {
  const target = join(folder, 'normalised.pdf');
  const run = await runBounded(
    'qpdf',
    [
      '--empty',
      '--object-streams=disable',
      '--min-version=1.7',
      '--flatten-annotations=all',
      '--deterministic-id',
      '--pages',
      path,
      '1-z',
      '--',
      target,
    ],
    { ...limits, fileBytesMax: limits.maxBytes * 3 },
  );
  if (run.exceeded) throw new SaoyError('scan-too-complex');
  if (run.exitCode !== 0) throw new SaoyError('scan-damaged');
  return readFile(target);
}
