import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProblemCode, SaoyError } from '../../../domain/problem';
import { runInChild } from '../child/run-in-child';
import type { DrawnPage, LookSource } from '../child/look-task';
import { runBounded, type ScanLimits } from '../child/run-bounded';
import type { PageStudy } from '../study-pages';

/** What is drawn of one scan whole: some thirty A4 pages of 300 dpi in colour, and at most some 6 s. */
const wholeMax = { pages: 30, cost: 30_000 };
/** Of a larger one, so many pages, the first and the last among them. */
const sampledPages = 8;
/** What pages cost that are drawn by one program at once: some 4 s. */
const costOfRunMax = 20_000;
/** Pixels of the longer side: enough that programs which leave pixels out hit every line. */
const longSide = 800;

/** Why a scan cannot be taken, and on which page, from 1. */
export interface LookFault {
  code: ProblemCode;
  page: number | undefined;
}

/**
 * Has the normalised pages drawn and compared with what another program shows of the file as it was
 * received: size, turn, colour and structure. How many pages are drawn follows from how many there
 * are and from what is counted on them, never from time.
 * @param path the normalised scan
 * @param folder a private folder to write into
 * @returns null where they look alike
 */
export async function checkLook(
  path: string,
  folder: string,
  { study, source }: { study: PageStudy; source: LookSource },
  limits: ScanLimits,
): Promise<LookFault | null> {
  const { isPlain } = study;
  const pages = study.sizes.length;
  const isWhole = pages <= wholeMax.pages && study.cost <= wholeMax.cost;
  const runs = isWhole ? [{ first: 1, last: pages }] : sample(pages);
  // What is more than a quick look is drawn whatever: no leader must be the first to meet it.
  for (const run of isWhole ? [] : runsOf(study.slow)) {
    if (!(await draw(path, run, ['-scale-to', '120'], limits)))
      return { code: 'scan-too-complex', page: undefined };
  }
  const drawn: DrawnPage[] = [];
  for (const run of runs) {
    const root = `look-${run.first}`;
    const args = ['-cropbox', '-scale-to', String(longSide)];
    if (!(await draw(path, run, args, limits, join(folder, root))))
      return { code: 'scan-too-complex', page: undefined };
    for (const name of await readdir(folder)) {
      const page = Number(new RegExp(`^${root}-0*(\\d+)\\.ppm$`).exec(name)?.[1] ?? 0);
      const size = study.sizes[page - 1];
      if (size) drawn.push({ page, path: join(folder, name), size });
    }
  }
  const expected = runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (drawn.length !== expected) return { code: 'scan-damaged', page: undefined };
  drawn.sort((one, other) => one.page - other.page);
  try {
    const { page } = await runInChild({ kind: 'look', source, drawn, isPlain }, limits);
    return page === null ? null : { code: 'scan-look-differs', page };
  } catch (error) {
    if (!(error instanceof SaoyError) || error.code === 'scan-inspection-failed') throw error;
    return { code: error.code, page: undefined };
  }
}

/**
 * With twice the memory of the others, since JPEG 2000 is unpacked as a whole.
 * @returns whether the pages could be drawn to their end
 */
async function draw(
  path: string,
  { first, last }: { first: number; last: number },
  args: string[],
  limits: ScanLimits,
  root?: string,
): Promise<boolean> {
  const range = ['-f', String(first), '-l', String(last)];
  const run = await runBounded(
    'pdftoppm',
    ['-q', ...args, ...range, path, ...(root === undefined ? [] : [root])],
    {
      ...limits,
      memoryBytes: limits.memoryBytes * 2,
      fileBytesMax: root === undefined ? 0 : longSide * longSide * 3 + 64,
    },
  );
  return !run.exceeded && run.exitCode === 0;
}

/** Pages that follow each other, as many at once as one program may draw. */
function runsOf(slow: PageStudy['slow']): { first: number; last: number }[] {
  const runs: { first: number; last: number; cost: number }[] = [];
  for (const [page, cost] of slow) {
    const run = runs.at(-1);
    if (run?.last === page - 1 && run.cost + cost <= costOfRunMax) {
      run.last = page;
      run.cost += cost;
    } else runs.push({ first: page, last: page, cost });
  }
  return runs;
}

/** So many pages, spread evenly from the first to the last. */
function sample(pages: number): { first: number; last: number }[] {
  const count = Math.min(pages, sampledPages);
  const numbers = Array.from({ length: count }, (_, index) =>
    count === 1 ? 1 : 1 + Math.round((index * (pages - 1)) / (count - 1)),
  );
  return [...new Set(numbers)].map((page) => ({ first: page, last: page }));
}
