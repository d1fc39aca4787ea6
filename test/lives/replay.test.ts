import { beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Resource } from '@opentelemetry/resources';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry/lib/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import * as workflows from '../../workflows';
import { bundleWorkflows, traceInterceptors } from './bundle-workflows';
import {
  histories,
  listGuards,
  listIdleGuards,
  readHistory,
  replayHistories,
  typeOfWorkflow,
  withoutGuard,
} from './replay-histories';

/** Lives of which each step carries something; of one activity only it is what that is given or answers. */
const longLives = ['certifyCopy', 'keepBooking', 'watchCorrection'];
function fewestPayloads(type: string | null | undefined): number {
  if (type === 'runBatch') return 1;
  return longLives.includes(String(type)) ? 3 : 0;
}

/** Histories that real servers recorded: a change of workflow code must still lead through each. */
describe('recorded histories', () => {
  let today: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    today = await bundleWorkflows();
  }, 60_000);

  test('replay on the workflow code of today', async () => {
    expect(await replayHistories({ workflowBundle: today })).toEqual([]);
    expect(histories.length).toBeGreaterThanOrEqual(13);
  }, 60_000);

  test('are there of each workflow of today', () => {
    const recorded = new Set(histories.map(typeOfWorkflow));
    expect(Object.keys(workflows).filter((type) => !recorded.has(type))).toEqual([]);
    expect([...recorded].filter((type) => !(type && type in workflows))).toEqual([]);
  });

  test('replay where traces are on as well', async () => {
    const spans = new InMemorySpanExporter();
    const workflowBundle = await bundleWorkflows({ interceptors: [traceInterceptors] });
    const sinks = { exporter: makeWorkflowExporter(spans, new Resource({})) };
    expect(await replayHistories({ workflowBundle, sinks })).toEqual([]);
    // What was lived before is told no second time.
    expect(spans.getFinishedSpans()).toEqual([]);
  }, 60_000);

  test('miss each guard of today when it is taken out', async () => {
    expect(await listIdleGuards(today)).toEqual([]);
  }, 120_000);

  test.each(histories)('%s carries ids only: no name, address, number or PIN', (name) => {
    const history = JSON.stringify(readHistory(name));
    const payloads = [...history.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
      Buffer.from(String(data), 'base64').toString('utf8'),
    );
    expect(payloads.length).toBeGreaterThan(fewestPayloads(typeOfWorkflow(name)));
    // The pin of a calendar, `id@version`, is no address.
    const all = payloads.join('\n').replaceAll(/"[a-z0-9-]+@[0-9a-f]{12,}"/g, '""');
    expect(all.match(/[À-ỹ]|@|"reason"|"(encrypted)?pin"|00000000/gu)).toBeNull();
    // Nor where it was recorded.
    expect((history + all).match(/"\d+@|node_modules/g)).toBeNull();
  });
});

/** The rule for changes, tried on one that nobody made (docs/changing-workflows.md). */
describe('an invented change', () => {
  let changed: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    changed = await bundleWorkflows({ workflowsPath: join(__dirname, 'invented-change.ts') });
  }, 60_000);

  test('under its guard leads through every history', async () => {
    expect(listGuards(changed)).toEqual(['invented-change', 'needless-guard']);
    expect(await replayHistories({ workflowBundle: changed })).toEqual([]);
  }, 60_000);

  test('without its guard fails at every dossier, and at nothing else', async () => {
    const failures = await replayHistories({
      workflowBundle: withoutGuard(changed, 'invented-change'),
    });
    const failed = failures.map((failure) => failure.split(':')[0]);
    const ofDossiers = histories.filter((name) => typeOfWorkflow(name) === 'certifyCopy');
    expect(failed.sort()).toEqual(ofDossiers.sort());
    expect(failures.join('\n')).toMatch(/[Nn]ondeterminism/);
  }, 60_000);

  test('a guard that no history misses is found', async () => {
    expect(await listIdleGuards(changed)).toEqual(['needless-guard']);
  }, 120_000);
});
