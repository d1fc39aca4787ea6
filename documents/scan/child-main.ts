import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SaoyError } from '../../domain/problem';
import { StructureFault } from '../verify/parse/objects';
import { assemblePages } from './assemble-pages';
import { decodePng } from './pictures/decode-png';
import { encodePng } from './pictures/encode-png';
import { findFaultKind } from './pictures/page-picture';
import { studyPages } from './study-pages';
import type { ChildAnswers, ChildOutcome, ChildTask } from './child/tasks';

/** A sheet of A4 has room for no larger mark: 2000 pixels are 85 mm at 600 dpi. */
const markPixelsMax = 2000 * 2000;

/** A process that has computed or kept this much gives way to a fresh one. */
const retiresAt = { tasks: 200, cpuMs: 1_000, memoryBytes: 192 * 1024 * 1024 };

/**
 * The body of the process that `runInChild` starts: a line a task, a line an answer. Everything it
 * reads is a stranger's.
 */
let tasks = 0;
createInterface({ input: process.stdin }).on('line', (line) => {
  tasks += 1;
  void answer(JSON.parse(line) as ChildTask).then((outcome) =>
    process.stdout.write(`${JSON.stringify({ ...outcome, isLast: isWornOut() })}\n`),
  );
});

function isWornOut(): boolean {
  const { user, system } = process.cpuUsage();
  return (
    tasks >= retiresAt.tasks ||
    (user + system) / 1000 > retiresAt.cpuMs ||
    process.memoryUsage.rss() > retiresAt.memoryBytes
  );
}

async function answer(task: ChildTask): Promise<ChildOutcome<keyof ChildAnswers>> {
  try {
    return { done: await work(task) };
  } catch (error) {
    if (error instanceof SaoyError) return { code: error.code, params: error.params };
    if (error instanceof StructureFault) return { code: 'scan-damaged', params: {} };
    throw error;
  }
}

async function work(task: ChildTask): Promise<ChildAnswers[keyof ChildAnswers]> {
  switch (task.kind) {
    case 'assemble': {
      const files = task.pictures.map(({ path, turn }) => ({ bytes: readFileSync(path), turn }));
      const { pdf, pages, frames } = assemblePages(files);
      writeFileSync(task.target, pdf, { mode: 0o600 });
      return { pages, frames };
    }
    case 'study':
      return studyPages(readFileSync(task.path));
    case 'look':
      return findOther(task);
    case 'mark':
      return checkMark(task);
  }
}

/** The drawing programs are loaded when they are needed: each costs as much as the rest together. */
async function findOther(task: ChildTask & { kind: 'look' }): Promise<ChildAnswers['look']> {
  const { findOtherPage } = await import('./look/compare-pages');
  return { page: await findOtherPage(task.source, task.drawn, task.isPlain) };
}

/** A signature or seal picture, unpacked and packed anew, so that only pixels are kept of it. */
function checkMark({ path, target }: { path: string; target: string }) {
  try {
    const pixels = decodePng(readFileSync(path), markPixelsMax);
    writeFileSync(target, encodePng(pixels), { mode: 0o600 });
    return { width: pixels.width, height: pixels.height };
  } catch (error) {
    const reason = findFaultKind(error);
    if (!reason) throw error;
    throw new SaoyError('picture-unsuitable', { reason });
  }
}
