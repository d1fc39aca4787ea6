import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { parse as parseYaml } from 'yaml';
import type { Dossier } from '../../api/dossiers/contract';
import { workflowIdOf } from '../../workflows/dossiers/messages';
import { bundleWorkflows } from '../lives/bundle-workflows';
import { Counter } from './counter';
import { RunningStack } from './running-stack';
import { TraceReceiver, type ReceivedSpan } from './trace-receiver';

const processes = ['api', 'worker', 'token'] as const;
type Process = (typeof processes)[number];
const root = join(__dirname, '..', '..');

let receiver: TraceReceiver;
let stack: RunningStack;
let counter: Counter;
let dossier: Dossier;
/** Idempotency-Key of the leader's act. */
const key = randomUUID();

beforeAll(async () => {
  receiver = await TraceReceiver.listen();
  stack = await RunningStack.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  });
  counter = await Counter.open(stack);
  dossier = await counter.submitted();
  await counter.sign(dossier, undefined, key);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
}, 240_000);
afterAll(async () => {
  await stack?.end();
  receiver?.close();
}, 60_000);

describe('metrics', () => {
  const texts = {} as Record<Process, string>;
  beforeAll(async () => {
    for (const name of processes)
      texts[name] = await (await fetch(stack.ready.metrics[name])).text();
  });

  test('of each process stand at an address of its own, none of them the public one', () => {
    const origins = [stack.ready.url, ...Object.values(stack.ready.metrics)].map(
      (url) => new URL(url).origin,
    );
    expect(new Set(origins).size).toBe(4);
    for (const name of processes)
      expect(seriesOf(texts[name], 'process_cpu_seconds_total')).toEqual([`process="${name}"`]);
  });

  test.each<[Process, string, string]>([
    ['api', 'saoy_http_request_seconds_count', 'route="/api/dossiers/:id/sign",status="200"'],
    ['api', 'saoy_document_seconds_count', 'work="intake",outcome="done"'],
    ['api', 'saoy_alarms_overdue', ''],
    ['api', 'saoy_pool_wait_seconds_count', 'outcome="had"'],
    ['worker', 'saoy_activity_seconds_count', 'outcome="done"'],
    ['worker', 'saoy_document_seconds_count', 'work="prove",outcome="done"'],
    ['worker', 'saoy_transactions_repeated_total', ''],
    ['worker', 'temporal_workflow_task_execution_latency_seconds_count', ''],
    ['worker', 'temporal_worker_task_slots_available', 'worker_type="LocalActivityWorker"'],
    ['worker', 'temporal_sticky_cache_size', ''],
    ['token', 'saoy_signatures_total', 'method="token",outcome="done"'],
    ['token', 'temporal_activity_schedule_to_start_latency_seconds_count', ''],
  ])('%s tells %s{%s}', (name, metric, labels) => {
    const series = seriesOf(texts[name], metric);
    const wanted = labels.split(',').filter((label) => label !== '');
    expect(series.filter((found) => wanted.every((label) => found.includes(label)))).not.toEqual(
      [],
    );
    expect(series.every((found) => found.includes(`process="${name}"`))).toBe(true);
  });

  test('name no dossier, no person and no secret', () => {
    for (const text of Object.values(texts)) {
      for (const secret of [dossier.id, dossier.code, 'Khách Mẫu', 'khach@'])
        expect(text).not.toContain(secret);
    }
  });

  test('that alerts, dashboard and documentation name are all there', () => {
    const known = new Set(Object.values(texts).flatMap(namesIn));
    const { groups } = parseYaml(readFileSync(join(root, 'ops', 'alerts.yaml'), 'utf8')) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    const dashboard = JSON.parse(readFileSync(join(root, 'ops', 'dashboard.json'), 'utf8')) as {
      panels: { targets?: { expr: string }[] }[];
    };
    const shown = dashboard.panels.flatMap(({ targets = [] }) => targets);
    expect(shown.length).toBeGreaterThan(10);
    const documented = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
    const expressions = [
      ...rules.map(({ expr }) => expr),
      ...shown.map(({ expr }) => expr),
      ...[...documented.matchAll(/^\| `([a-z_]+)` /gm)].map(([, name]) => String(name)),
    ];
    const unknown = expressions.flatMap(metricsOf).filter((name) => !known.has(name));
    expect([...new Set(unknown)]).toEqual([]);
    // And every family of ours stands in the list.
    const ours = Object.values(texts)
      .flatMap(familiesIn)
      .filter((name) => name.startsWith('saoy_'));
    expect(ours.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the log lines of an act', () => {
  test('are found in all processes by the act, the request and the dossier', () => {
    const answered = linesOf('api').find(
      ({ msg, updateId }) => msg === 'answered' && updateId?.endsWith(`:${key}`),
    );
    expect(answered).toMatchObject({ route: 'POST /api/dossiers/:id/sign', status: 200 });
    const { requestId, updateId } = answered as Line;
    expect(updateId).toMatch(/^sign:/);
    const act = { requestId, updateId, dossier: dossier.code };
    expect(answered).toMatchObject(act);
    const ofAct = (name: Process) =>
      linesOf(name).filter((line) => line.updateId === updateId || line.requestId === requestId);
    for (const name of processes) {
      expect(ofAct(name).length).toBeGreaterThan(0);
      for (const line of ofAct(name)) expect(line).toMatchObject(act);
    }
    const told = ofAct('worker').map(({ msg, update, activity }) => `${msg} ${update ?? activity}`);
    expect(told).toEqual(
      expect.arrayContaining(['update taken sign', 'activity ended completeSignature']),
    );
    expect(ofAct('token')).toEqual([
      expect.objectContaining({ activity: 'signWithToken', outcome: 'done' }),
    ]);
  });

  test('lead by the dossier’s code through its whole life', () => {
    const life = processes
      .flatMap((name) => linesOf(name))
      .filter(({ dossier: code }) => code === dossier.code);
    const told = life.map(({ route, activity, template }) => route ?? activity ?? template);
    expect(told).toEqual(
      expect.arrayContaining([
        ...['POST /api/dossiers', 'PUT /api/dossiers/:id/scan', 'POST /api/dossiers/:id/seal'],
        ...['completeProof', 'copy'],
      ]),
    );
  });
});

describe('a trace', () => {
  test('leads from the request through the update to the activities, in all three processes', async () => {
    const request = await spanOf(
      ({ attributes }) => attributes['saoy.update_id']?.endsWith(`:${key}`) === true,
    );
    expect(request).toMatchObject({
      service: 'saoy-api',
      name: 'POST /api/dossiers/:id/sign',
      parentSpanId: '',
    });
    expect(request.attributes).toMatchObject({
      'saoy.dossier': dossier.code,
      'http.response.status_code': '200',
    });
    const within = (name: string) =>
      spanOf((span) => span.traceId === request.traceId && span.name === name);
    const signed = await within('RunActivity:signWithToken');
    const completed = await within('RunActivity:completeSignature');
    expect([signed.service, completed.service]).toEqual(['saoy-token', 'saoy-worker']);
    await within('HandleUpdate:sign');
    for (const span of [signed, completed]) {
      const names = wayUp(span).map(({ name }) => name.replace(/(StartActivity):.*/, '$1'));
      expect(names).toEqual([
        ...[span.name, 'StartActivity', 'HandleUpdate:sign', 'StartWorkflowUpdate:sign'],
        'POST /api/dossiers/:id/sign',
      ]);
    }
  }, 60_000);

  test('tells of routes, never of addresses or people', () => {
    const told = JSON.stringify(receiver.spans);
    expect(told).toContain('/api/dossiers/:id');
    for (const secret of [`/dossiers/${dossier.id}`, 'Khách Mẫu', 'khach@'])
      expect(told).not.toContain(secret);
  });

  test('leaves a history that replays where traces are off', async () => {
    const { address, namespace } = stack.ready.temporal;
    const connection = await Connection.connect({ address });
    const handle = new Client({ connection, namespace }).workflow.getHandle(
      workflowIdOf(dossier.id),
    );
    const history = await handle.fetchHistory();
    await connection.close();
    expect(history.events?.length).toBeGreaterThan(10);
    await Worker.runReplayHistory({ workflowBundle: await bundleWorkflows() }, history);
  }, 120_000);

  async function spanOf(isWanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    const giveUpAt = Date.now() + 30_000;
    for (;;) {
      const found = receiver.spans.find(isWanted);
      if (found) return found;
      if (Date.now() > giveUpAt) throw new Error('no such span was sent');
      await sleep(100);
    }
  }

  /** The span, what it is part of, and so on to the first. */
  function wayUp(span: ReceivedSpan): ReceivedSpan[] {
    const parent = receiver.spans.find(
      ({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId,
    );
    return [span, ...(parent ? wayUp(parent) : [])];
  }
});

interface Line {
  msg: string;
  requestId?: string;
  updateId?: string;
  dossier?: string;
  route?: string;
  status?: number;
  update?: string;
  activity?: string;
  template?: string;
}

/** Every line is JSON, of whichever part of the process. */
function linesOf(name: Process): Line[] {
  const text = readFileSync(join(stack.home, 'logs', `${name}.log`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** The label sets of a metric's series. */
function seriesOf(text: string, metric: string): string[] {
  return [...text.matchAll(/^([a-z_]+)\{(.*)\} /gm)].flatMap(([, name, labels]) =>
    name === metric ? [String(labels)] : [],
  );
}

/** Names of families, and of the series that they are made of. */
function namesIn(text: string): string[] {
  const series = [...text.matchAll(/^([a-z][a-z0-9_]*)[{ ]/gm)].map(([, name]) => String(name));
  const histograms = [...text.matchAll(/^# TYPE (\S+) histogram$/gm)].map(([, name]) =>
    String(name),
  );
  const parts = histograms.flatMap((name) =>
    ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`),
  );
  return [...familiesIn(text), ...series, ...parts];
}

function familiesIn(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => String(name));
}

/** Metrics that an expression names; `up` is Prometheus's own. */
function metricsOf(expression: string): string[] {
  return expression.match(/\b(?:saoy|temporal|process|nodejs)_[a-z0-9_]+/g) ?? [];
}
