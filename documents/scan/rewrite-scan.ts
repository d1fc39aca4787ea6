import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { runInChild } from './child/run-in-child';
import type { LookSource } from './child/tasks';
import { checkLook } from './look/check-look';
import { runBounded, type ScanLimits } from './child/run-bounded';
import type { PageStudy } from './study-pages';

/** The plain form of a scan, and what was found when it was plain. */
export interface RewrittenScan {
  pdf: Uint8Array;
  /** Why it cannot be taken after all. */
  code: ProblemCode | null;
  /** On this page, from 1, where that is known. */
  page?: number | undefined;
  /** Nothing of what PDF/A-2 forbids is on its pages. */
  isArchivable: boolean;
}

/**
 * Has qpdf rewrite an inspected scan: pages only, no catalogue entries of its own, classic
 * cross-reference table, visible annotations flattened into the page. Then looks at what rewriting
 * keeps as it is, and has the pages drawn and compared with what another program shows of the source:
 * neither what no viewer comes to the end of nor what looks otherwise must reach a leader's screen.
 * @param folder a private folder to write into
 * @param source what was received, where that is not this PDF
 */
export async function rewriteScan(
  path: string,
  folder: string,
  limits: ScanLimits,
  source: LookSource = { kind: 'pdf', path },
): Promise<RewrittenScan> {
  const target = join(folder, 'normalised.pdf');
  const unwritten = await rewrite(path, target, limits);
  if (unwritten) return { pdf: new Uint8Array(), code: unwritten, isArchivable: false };
  const [pdf, study] = await Promise.all([readFile(target), studyPages(target, limits)]);
  const { code, page, isArchivable } = study;
  if (code) return { pdf, code, page, isArchivable };
  const fault = await checkLook(target, folder, { study, source }, limits);
  return { pdf, code: fault?.code ?? null, page: fault?.page, isArchivable };
}

async function rewrite(
  path: string,
  target: string,
  limits: ScanLimits,
): Promise<ProblemCode | null> {
  const run = await runBounded(
    'qpdf',
    [
      '--empty',
      '--object-streams=disable',
      '--min-version=1.7',
      '--flatten-annotations=all',
      '--deterministic-id',
      // As PDF/A wants it (ISO 19005-2, 6.1.7.1).
      '--newline-before-endstream',
      '--pages',
      path,
      '1-z',
      '--',
      target,
    ],
    { ...limits, fileBytesMax: limits.maxBytes * 3 },
  );
  if (run.exceeded) return 'scan-too-complex';
  return run.exitCode === 0 ? null : 'scan-damaged';
}

async function studyPages(path: string, limits: ScanLimits): Promise<PageStudy> {
  try {
    return await runInChild({ kind: 'study', path }, limits);
  } catch (error) {
    if (!(error instanceof SaoyError) || error.code === 'scan-inspection-failed') throw error;
    return { code: error.code, isPlain: false, isArchivable: false, sizes: [], cost: 0, slow: [] };
  }
}
