/**
 * Takes dossiers through a stack of its own in every way their lives can go, and keeps their Temporal
 * histories for the replay tests:
 *
 *     node -r ./test/register-typescript.cjs test/histories/record.ts NAME
 *
 * Run it after each change of workflow code, NAME saying what changed. Old histories stay: they are the
 * dossiers that are under way in an office when the change arrives.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Dossier } from '../../api/contract/dossier';
import { workflowIdOf } from '../../workflows/messages/dossier';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';

const lives: Record<string, (counter: Counter) => Promise<Dossier>> = {
  delivered: async (counter) => {
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    return counter.waitFor(dossier, 'delivered');
  },
  'returned-twice': async (counter) => {
    const dossier = await counter.submitted();
    const path = `/dossiers/${dossier.id}/return`;
    await counter.leader.post(path, { reason: 'Quét lại trang một.' });
    await counter.submit(dossier);
    await counter.sign(dossier);
    await counter.clerk.post(path, { reason: 'Sai loại giấy tờ.' });
    return dossier;
  },
  'wrong-pin-then-right': async (counter) => {
    const dossier = await counter.submitted();
    await counter.sign(dossier, '00000000').catch(() => undefined);
    await counter.sign(dossier);
    return dossier;
  },
  refused: async (counter) => {
    const dossier = await counter.accept();
    await counter.officer.post(`/dossiers/${dossier.id}/refuse`, { ground: 'damaged' });
    return dossier;
  },
  cancelled: (counter) => end(counter, 'cancel'),
  withdrawn: (counter) => end(counter, 'withdraw'),
};

async function end(counter: Counter, action: 'cancel' | 'withdraw'): Promise<Dossier> {
  const dossier = await counter.accept();
  await counter.officer.post(`/dossiers/${dossier.id}/${action}`, { reason: 'Khách đổi ý.' });
  return dossier;
}

/** Leaves out where it was recorded: the machine's name and the paths in stack traces. */
function withoutPlace(json: string): string {
  const history: unknown = JSON.parse(json, (key, value: unknown) => {
    // `process@host`: the identity of a client or worker, and the name of its own queue.
    if (typeof value === 'string' && /^\d+@/.test(value)) return 'recorder';
    if (key !== 'encodedAttributes') return value;
    const payload = value as { data: string };
    const failure = JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8')) as object;
    const data = JSON.stringify({ ...failure, stack_trace: '' });
    return { ...payload, data: Buffer.from(data).toString('base64') };
  });
  return `${JSON.stringify(history, null, 1)}\n`;
}

async function record(name: string): Promise<void> {
  const stack = await RunningStack.start();
  try {
    const { address, namespace } = stack.ready.temporal;
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace });
    const counter = await Counter.open(stack);
    for (const [life, live] of Object.entries(lives)) {
      const { id } = await live(counter);
      const history = await client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
      writeFileSync(join(__dirname, `${name}-${life}.json`), withoutPlace(historyToJSON(history)));
    }
    await connection.close();
  } finally {
    await stack.end();
  }
}

void record(process.argv[2] ?? 'unnamed');
