import { join } from 'node:path';
import { isProblemCode, SaoyError } from '../../../domain/problem';
import { runBounded } from '../run-bounded';
import type { ScanLimits } from '../run-bounded';
import type { AsideAnswer, AsideAnswers, AsideTask } from './tasks';

const answerBytesMax = 64 * 1024;

const isBuilt = __filename.endsWith('.js');
/** Run from the source, as tests do, the process translates its own sources. */
const program = isBuilt
  ? [join(__dirname, 'main.js')]
  : ['-r', join(__dirname, '../../../test/register-typescript.cjs'), join(__dirname, 'main.ts')];

/**
 * Has a stranger's file read by our own code in a process of its own, under hard bounds of memory,
 * CPU and wall time: whatever the file does to it, this process only misses an answer.
 * @throws SaoyError what the task throws; `scan-too-complex` where it did not come to an end
 */
export async function runAside<Task extends AsideTask>(
  task: Task,
  limits: ScanLimits,
): Promise<AsideAnswers[Task['kind']]> {
  let output = '';
  const run = await runBounded(
    process.execPath,
    ['--max-old-space-size=192', '--stack-size=800', ...program, JSON.stringify(task)],
    // V8 reserves far more addresses than it uses; what it may fill is bounded instead.
    { ...limits, bounds: 'data', fileBytesMax: limits.maxBytes * 3 },
    (chunk) => {
      output += chunk.toString('utf8');
      return output.length <= answerBytesMax;
    },
  );
  if (run.exitCode !== 0) throw new SaoyError('scan-too-complex', {}, { cause: run.stderr });
  const answer = JSON.parse(output) as AsideAnswer<Task['kind']>;
  if ('done' in answer) return answer.done;
  if (!isProblemCode(answer.code)) throw new SaoyError('scan-too-complex');
  throw new SaoyError(answer.code, answer.params);
}
