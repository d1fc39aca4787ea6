import { createHash } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import type { LookSource } from './child/tasks';
import { judgeScan } from './inspect-scan';
import type { ScanLimits } from './child/run-bounded';

/** What the copy is made of. */
export interface NormalisedScan {
  pdf: Uint8Array;
  pages: number;
  /** Of the normalised bytes, lower-case hexadecimal. */
  sha256: string;
  /** Nothing of what PDF/A-2 forbids is on its pages. */
  isArchivable: boolean;
}

/**
 * Rewrites an acceptable scan into the plain form that the copy begins with: pages only, no
 * catalogue entries of its own, classic cross-reference table, visible annotations flattened into
 * the page. The look does not change.
 * @param source what was received, where `received` was made of it here
 * @throws SaoyError `scan-…` as `inspectScan` decides
 */
export async function normaliseScan(
  received: Uint8Array,
  limits: ScanLimits,
  source?: LookSource,
): Promise<NormalisedScan> {
  const { inspection, rewritten } = await judgeScan(received, limits, source);
  if (inspection.code || !rewritten) {
    throw new SaoyError(inspection.code ?? 'scan-damaged', {
      maxMegabytes: Math.floor(limits.maxBytes / 1024 / 1024),
      maxPages: limits.maxPages,
      ...(inspection.page === undefined ? {} : { page: inspection.page }),
    });
  }
  const { pdf, isArchivable } = rewritten;
  return {
    pdf,
    pages: inspection.pages ?? 0,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    isArchivable,
  };
}
