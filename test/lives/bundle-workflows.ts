import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const folder = join(__dirname, '..', '..', 'workflows');

/** What a worker that sends traces puts around its workflows. */
export const traceInterceptors =
  require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors');

/**
 * Workflow code, with the modules shared that the real bundle shares and its interceptors.
 * @param workflowsPath where none is given, today's
 * @param interceptors besides those
 */
export function bundleWorkflows({
  workflowsPath = join(folder, 'index.ts'),
  interceptors = [],
}: { workflowsPath?: string; interceptors?: string[] } = {}): Promise<WorkflowBundleWithSourceMap> {
  const shared = JSON.parse(readFileSync(join(folder, 'shared-modules.json'), 'utf8')) as string[];
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [join(folder, 'correlate.ts'), ...interceptors],
    preloadModules: shared.map((name) => (name.startsWith('.') ? join(folder, name) : name)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
}
