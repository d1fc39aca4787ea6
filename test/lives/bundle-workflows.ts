import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const folder = join(__dirname, '..', '..', 'workflows');

/** The workflow code of today, with the modules shared that the real bundle shares. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const shared = JSON.parse(readFileSync(join(folder, 'shared-modules.json'), 'utf8')) as string[];
  return bundleWorkflowCode({
    workflowsPath: join(folder, 'index.ts'),
    preloadModules: shared.map((name) => (name.startsWith('.') ? join(folder, name) : name)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
}
