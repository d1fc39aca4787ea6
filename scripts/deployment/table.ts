import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readHome } from '../../settings/home';
import { Engine, NoEngine } from './engine';
import { Trial, type TrialOptions } from './trial';

/** One line of the table. */
interface Row {
  what: string;
  found: string;
  isWell: boolean;
}

/** Puts a line into the table, and on the terminal at once. */
export type Note = (what: string, found: string, isWell: boolean) => void;
/** @param project the name under which Compose keeps its volumes */
export type OpenTrial = (project: string, options?: TrialOptions) => Trial;

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Tries something in containers, prints a table of what was found, and takes the trials away again; with KEEP=1 they stay
 * for a look.
 * @param projects names of the trials; what an earlier run left of them goes first
 * @returns the exit code: 0 all as it should be, 1 not, 2 containers cannot run here
 */
export async function withTrials(
  projects: string[],
  work: (engine: Engine, open: OpenTrial, note: Note) => Promise<void>,
): Promise<number> {
  const logs = join(readHome(), 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  let engine: Engine;
  try {
    engine = await Engine.find(join(logs, 'deployment.log'));
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
    console.error(`The deployment cannot be tried here: ${error.message}.`);
    return 2;
  }
  const rows: Row[] = [];
  const note: Note = (what, found, isWell) => {
    rows.push({ what, found, isWell });
    console.log(`${isWell ? '✓' : '✗'} ${what.padEnd(58)} ${found}`);
  };
  const trials: Trial[] = [];
  try {
    await engine.clear(projects);
    const open: OpenTrial = (project, options) => {
      const trial = new Trial(engine, project, options);
      trials.push(trial);
      return trial;
    };
    await work(engine, open, note);
  } catch (error) {
    note('goes on', (error as Error).message, false);
  } finally {
    if (!process.env['KEEP']) for (const trial of trials) await trial.remove().catch(console.error);
    engine.end();
  }
  console.log(`\n${table(rows)}`);
  return rows.every(({ isWell }) => isWell) ? 0 : 1;
}

function table(rows: Row[]): string {
  const cells = rows.map(
    ({ what, found, isWell }) => `| ${what} | ${found} | ${isWell ? 'yes' : '**no**'} |`,
  );
  return ['| what | found | well |', '| --- | --- | --- |', ...cells].join('\n');
}
