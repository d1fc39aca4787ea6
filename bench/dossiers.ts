/**
 * What a dossier costs from acceptance to delivery, by HTTP, in CPU milliseconds of each process:
 *
 *     node -r ./test/register-typescript.cjs bench/dossiers.ts
 *         [--before REF] [--engine N] [--everything N] [--at-once N] [--no-yardstick]
 *
 * Four lanes of ours, one after the other on one machine: this commit and the one before this work, each with the
 * engine only (documents and tokens do nothing) and with everything (scan, two token signatures, time stamps,
 * proof, mail). Then the same life on an embedded Java engine (bench/yardsticks/flowable). A dossier that is refused
 * or does not arrive fails the bench.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, checkOut, here, thisCommit } from './checkout';
import { type Load, processNames, runLane } from './dossier-lane';

const { values: options } = parseArgs({
  options: {
    /** The last commit before the cost of an act was looked at. */
    before: { type: 'string', default: 'fc90f1c' },
    engine: { type: 'string', default: '300' },
    everything: { type: 'string', default: '60' },
    /** Fewer where the machine is busy otherwise: an act that waits for half a minute is refused. */
    'at-once': { type: 'string', default: '16' },
    'no-yardstick': { type: 'boolean', default: false },
  },
});

const loads: Record<'engine' | 'everything', Load> = {
  engine: { dossiers: Number(options.engine), warmUp: 40, atOnce: Number(options['at-once']) },
  everything: {
    dossiers: Number(options.everything),
    warmUp: 12,
    atOnce: Number(options['at-once']) / 2,
  },
};

async function main(): Promise<void> {
  const before = checkOut(options.before);
  const lanes = [
    { name: `before (${before.commit})`, folder: before.folder },
    { name: `this (${thisCommit()})`, folder: here },
  ];
  for (const { folder } of lanes) build(folder);
  console.log(['lane', 'commit', ...processNames, 'total ms', '% of before', 'per s'].join(' | '));
  for (const kind of ['engine', 'everything'] as const) {
    if (loads[kind].dossiers === 0) continue;
    let totalBefore: number | undefined;
    for (const { name, folder } of lanes) {
      const { cpuMs, dossiersPerSecond } = await runLane(folder, kind, loads[kind]);
      const shown = processNames.map((process) => cpuMs[process]);
      const total = shown.reduce((sum, ms) => sum + ms, 0);
      totalBefore ??= total;
      const percent = `${((total / totalBefore) * 100).toFixed(0)} %`;
      const figures = [...shown, total].map((ms) => ms.toFixed(1));
      console.log([kind, name, ...figures, percent, dossiersPerSecond.toFixed(1)].join(' | '));
    }
  }
  if (!options['no-yardstick']) printYardstick();
}

interface Yardstick {
  dossiersDone: number;
  dossiersPerS: number;
  cpuMsPerDossier: { jvm: number; mariadbd: number; total: number };
}

/** Its driver ends with an error where a dossier fails or a number is missing. */
function printYardstick(): void {
  const run = join(here, 'bench', 'yardsticks', 'flowable', 'run.sh');
  const output = execFileSync(run, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { dossiersDone, dossiersPerS, cpuMsPerDossier } = JSON.parse(output) as Yardstick;
  if (dossiersDone === 0) throw new Error('the yardstick did nothing');
  const { jvm, mariadbd, total } = cpuMsPerDossier;
  console.log(
    `engine | embedded Flowable 8 | JVM ${jvm.toFixed(1)} | MariaDB ${mariadbd.toFixed(1)} | total ${total.toFixed(1)} | ${dossiersPerS.toFixed(1)} per s`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
