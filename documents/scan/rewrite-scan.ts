import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SaoyError } from '../../domain/problem';
import type { ProblemCode } from '../../domain/problem';
import { runAside } from './aside/run-aside';
import { runBounded } from './run-bounded';
import type { ScanLimits } from './run-bounded';

/** The plain form of a scan, and what was found when it was plain. */
export interface RewrittenScan {
  pdf: Uint8Array;
  /** Why it cannot be taken after all. */
  code: ProblemCode | null;
  /** Nothing of what PDF/A-2 forbids is on its pages. */
  isArchivable: boolean;
}

/**
 * Has qpdf rewrite an inspected scan: pages only, no catalogue entries of its own, classic
 * cross-reference table, visible annotations flattened into the page. Then looks at what rewriting
 * keeps as it is, and has pages that are more than pictures drawn once, small and to nowhere: what
 * no viewer comes to the end of must not reach a leader's screen.
 * @param folder a private folder to write into
 */
export async function rewriteScan(
  path: string,
  folder: string,
  limits: ScanLimits,
): Promise<RewrittenScan> {
  const target = join(folder, 'normalised.pdf');
  const fault = await rewrite(path, target, limits);
  if (fault) return { pdf: new Uint8Array(), code: fault, isArchivable: false };
  const [pdf, study] = await Promise.all([readFile(target), studyPages(target, limits)]);
  const code = study.code ?? (study.isPlain ? null : await tryDrawing(target, limits));
  return { pdf, code, isArchivable: study.isArchivable };
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

async function studyPages(path: string, limits: ScanLimits) {
  try {
    return await runAside({ kind: 'study', path }, limits);
  } catch (error) {
    if (!(error instanceof SaoyError) || error.code === 'scan-inspection-failed') throw error;
    return { code: error.code, isPlain: false, isArchivable: false };
  }
}

/**
 * With twice the memory of the others, since JPEG 2000 is unpacked as a whole, four bytes a sample;
 * with half their time, since what is drawn small is drawn fast.
 */
async function tryDrawing(path: string, limits: ScanLimits): Promise<ProblemCode | null> {
  const run = await runBounded('pdftoppm', ['-q', '-gray', '-scale-to', '120', path], {
    ...limits,
    memoryBytes: limits.memoryBytes * 2,
    timeoutMs: limits.timeoutMs / 2,
    fileBytesMax: 0,
  });
  return run.exceeded || run.exitCode !== 0 ? 'scan-too-complex' : null;
}
