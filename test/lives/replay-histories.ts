import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import {
  Worker,
  type ReplayWorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';

const folder = join(__dirname, '..', 'histories');

/** Names of the recorded histories. */
export const histories = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** A recorded history, as JSON. */
export function readHistory(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** Which workflow a recorded history is of. */
export function typeOfWorkflow(name: string): string | null | undefined {
  const [started] = historyFromJSON(readHistory(name)).events ?? [];
  return started?.workflowExecutionStartedEventAttributes?.workflowType?.name;
}

/** Leads workflow code through every recorded history. @returns what it fails at, a line each */
export async function replayHistories(options: ReplayWorkerOptions): Promise<string[]> {
  const recorded = histories.map((name) => ({
    workflowId: name,
    history: historyFromJSON(readHistory(name)),
  }));
  const failures: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(options, recorded)) {
    if (error) failures.push(`${workflowId}: ${error.message}`);
  }
  return failures;
}

/** A call of `patched` with its name, as the bundler writes it. */
const guards = /\(0,\s*[\w$.]+\.patched\)\(['"]([^'"]+)['"]\)/g;

/** The guards that workflow code stands under. */
export function listGuards({ code }: WorkflowBundleWithSourceMap): string[] {
  return [...new Set([...code.matchAll(guards)].map(([, name]) => String(name)))];
}

/** The same code with one guard taken out: what it guards is always done. */
export function withoutGuard(
  bundle: WorkflowBundleWithSourceMap,
  guard: string,
): WorkflowBundleWithSourceMap {
  const take = (call: string, name: string) => (name === guard ? 'true' : call);
  return { ...bundle, code: bundle.code.replace(guards, take) };
}

/** Guards that no recorded history misses when they are taken out. */
export async function listIdleGuards(bundle: WorkflowBundleWithSourceMap): Promise<string[]> {
  const idle: string[] = [];
  for (const guard of listGuards(bundle)) {
    const workflowBundle = withoutGuard(bundle, guard);
    if ((await replayHistories({ workflowBundle })).length === 0) idle.push(guard);
  }
  return idle;
}
