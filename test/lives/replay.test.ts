import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry/lib/worker';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { Resource } from '@opentelemetry/resources';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { bundleWorkflows, traceInterceptors } from './bundle-workflows';

const folder = join(__dirname, '..', 'histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Histories that real servers recorded: a change of workflow code must still lead through each. */
describe('recorded histories', () => {
  /** @returns what did not replay */
  async function replay(options: ReplayWorkerOptions): Promise<string[]> {
    const histories = files.map((name) => ({
      workflowId: name,
      history: historyFromJSON(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    }));
    const failures: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
      if (error) failures.push(`${workflowId}: ${error.message}`);
    }
    return failures;
  }

  test('replay on the workflow code of today', async () => {
    expect(await replay({ workflowBundle: await bundleWorkflows() })).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(10);
  }, 60_000);

  test('replay where traces are on as well', async () => {
    const spans = new InMemorySpanExporter();
    const workflowBundle = await bundleWorkflows(traceInterceptors);
    const sinks = { exporter: makeWorkflowExporter(spans, new Resource({})) };
    expect(await replay({ workflowBundle, sinks })).toEqual([]);
    // What was lived before is told no second time.
    expect(spans.getFinishedSpans()).toEqual([]);
  }, 60_000);

  test.each(files)('%s carries ids only: no name, address, number or PIN', (name) => {
    const history = JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const payloads = [...history.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
      Buffer.from(String(data), 'base64').toString('utf8'),
    );
    // A batch is one activity: what it is given and what it answers.
    expect(payloads.length).toBeGreaterThan(name.includes('batch') ? 1 : 3);
    // The pin of a calendar, `id@version`, is no address.
    const all = payloads.join('\n').replaceAll(/"[a-z0-9-]+@[0-9a-f]{12,}"/g, '""');
    expect(all.match(/[À-ỹ]|@|"reason"|"(sealed)?pin"|00000000/gu)).toBeNull();
    // Nor where it was recorded.
    expect((history + all).match(/"\d+@|node_modules/g)).toBeNull();
  });
});
