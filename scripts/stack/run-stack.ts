import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeAccounts } from './accounts';
import { Home, writePrivately, type Account, type Sample } from './home';
import { identify, isAlive } from './process-identity';
import { describeReady, printReady } from './ready';
import { dist } from './run-once';
import { apiUrl, listSteps, type Step } from './stack';
import { readIdentity, Supervisor } from './supervisor';

export interface StackOptions {
  /** SAOY_HOME, absolute. */
  home: string;
  env: NodeJS.ProcessEnv;
  /** The `temporal` program, where the stack runs a server of its own. */
  temporal: string | undefined;
  /** Take a sample dossier through and end. */
  once: boolean;
  /** Runs steps in order, a line each on the terminal; false after the first failure. */
  runSteps: (steps: Step[]) => Promise<boolean>;
}

/** `scripts/sample/run-sample.ts`: tells its story on the terminal; throws where it cannot go on. */
type RunSample = (options: {
  baseUrl: string;
  accounts: Account[];
  home: string;
}) => Promise<Sample & { verdict: string }>;

/**
 * Brings the whole stack up, keeps it up until SIGINT or SIGTERM, and ends it in order.
 * @returns the exit code: 0 ended as asked (with `once`: the sample's copy is valid), 1 otherwise
 */
export async function runStack(options: StackOptions): Promise<number> {
  const home = new Home(options.home, makeAccounts);
  const readyFile = home.path('ready.json');
  const release = takeHome(home);
  if (!release) return 1;
  rmSync(readyFile, { force: true });

  let isReady = false;
  const writeReady = () => writePrivately(readyFile, describeReady(home, supervisor, options.env));
  const supervisor = new Supervisor(
    { logs: home.path('logs'), run: home.path('run') },
    (sentence) => console.error(`! ${sentence}`),
    () => isReady && writeReady(),
  );
  const end = async () => {
    rmSync(readyFile, { force: true });
    await supervisor.stop();
    release();
  };
  const signal = onFirstSignal(supervisor, end);

  const isUp = await options.runSteps(listSteps({ ...options, home, supervisor }));
  if (signal.received) return signal.ended.then(() => 0);
  if (!isUp) return end().then(() => 1);

  const verdict = await takeSampleThrough(home, options);
  if (options.once) return end().then(() => (verdict === 'valid' ? 0 : 1));
  if (signal.received) return signal.ended.then(() => 0);
  isReady = true;
  writeReady();
  printReady(describeReady(home, supervisor, options.env));
  await signal.ended;
  return 0;
}

/** One supervisor a home. @returns what gives it back; undefined (and says so) where another holds it */
function takeHome(home: Home): (() => void) | undefined {
  const file = home.path('run', 'supervisor');
  const holder = readIdentity(file);
  if (holder && isAlive(holder)) {
    console.error(
      `Sao Y already runs from ${home.folder} (process ${holder.pid}). “npx saoy status” tells where.`,
    );
    return undefined;
  }
  writePrivately(file, identify(process.pid));
  return () => rmSync(file, { force: true });
}

/** The first signal ends the stack in order, the second at once. */
function onFirstSignal(supervisor: Supervisor, end: () => Promise<void>) {
  let finish: () => void;
  const state = { received: false, ended: new Promise<void>((resolve) => (finish = resolve)) };
  const receive = () => {
    if (state.received) return supervisor.kill();
    state.received = true;
    console.log('\nEnding …');
    void end().then(finish);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, receive);
  return state;
}

/**
 * Takes the sample dossier through: at the first start unless SAOY_SAMPLE says that there is to be none, always where
 * it is all that was asked for. A sample that fails leaves the stack up.
 * @returns its verdict; undefined where none was taken or it failed
 */
async function takeSampleThrough(home: Home, options: StackOptions): Promise<string | undefined> {
  const script = join(dist, 'scripts', 'sample', 'run-sample.js');
  const isWanted =
    options.once ||
    (!home.state.sample && !['0', 'province'].includes(options.env.SAOY_SAMPLE ?? ''));
  if (!isWanted || !existsSync(script)) return undefined;
  try {
    const { runSample } = (await import(script)) as { runSample: RunSample };
    const { accounts } = home.state;
    const { verdict, ...sample } = await runSample({
      baseUrl: apiUrl(home),
      accounts,
      home: home.folder,
    });
    home.state.sample = sample;
    home.save();
    return verdict;
  } catch (error) {
    console.error(`✗ The sample dossier did not go through: ${(error as Error).message}`);
    return undefined;
  }
}
