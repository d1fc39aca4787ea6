/**
 * A batch of 60 through the running stack, as the page does it: one POST with a PIN encrypted for each
 * dossier, a workflow that works through them, then the clerk's batch that numbers and seals. The
 * yardstick is the same token and the same stack, one dossier after the other by its own request.
 *
 *     npm run build && node -r ./test/register-typescript.cjs bench/sign-batch-stack.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../api/batches/contract';
import type { Dossier } from '../api/dossiers/contract';
import type { TokenState } from '../api/signing-keys/token-contract';
import type { PersonClient } from '../scripts/sample/http-client';
import { encryptPin } from '../tokens/pin/encrypt-pin';
import { Counter } from '../test/journeys/counter';
import { RunningStack } from '../test/journeys/running-stack';
import { usageOf } from './process-usage';

const size = 60;
const singles = 10;

async function main(): Promise<void> {
  const stack = await RunningStack.start();
  try {
    const counter = await Counter.open(stack);
    const warm = await submitMany(counter, singles);
    const single = await perSecond(stack, 'one by one', singles, async () => {
      for (const dossier of warm) await counter.sign(dossier);
    });
    // The first after a start, and one that finds the processes warm.
    for (const which of ['first', 'second']) {
      const dossiers = await submitMany(counter, size);
      await open(counter.leader, dossiers);
      const signed = await perSecond(stack, 'batch, sign', size, () =>
        runBatch(counter, 'sign', dossiers),
      );
      await open(counter.clerk, dossiers);
      const sealed = await perSecond(stack, 'batch, seal', size, () =>
        runBatch(counter, 'seal', dossiers),
      );
      console.log(
        `${which} batch of ${size}: signed ${signed.toFixed(1)} dossiers/s, numbered and sealed ` +
          `${sealed.toFixed(1)}/s; one request after the other: ${single.toFixed(1)} signed/s; ` +
          `ratio ${(signed / single).toFixed(2)}`,
      );
    }
  } finally {
    await stack.end();
  }
}

async function submitMany(counter: Counter, count: number): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  while (dossiers.length < count) dossiers.push(await counter.submitted());
  return dossiers;
}

/** What was not opened is not in a batch. */
async function open(person: PersonClient, dossiers: Dossier[]): Promise<void> {
  for (const { id } of dossiers) await person.put(`/dossiers/${id}/opening`, {});
}

async function runBatch(counter: Counter, action: 'sign' | 'seal', dossiers: Dossier[]) {
  const [person, purpose, role] =
    action === 'sign'
      ? ([counter.leader, 'leader', 'leader'] as const)
      : ([counter.clerk, 'agency', 'clerk'] as const);
  const pin = String(counter.stack.account(role).tokenPin);
  const { officeId } = counter;
  // What the page does between the PIN's Enter and the request is part of it.
  const token = await person.get<TokenState>(`/tokens/${purpose}?officeId=${officeId}`);
  const { publicKey, context, pinExpiresAt } = token;
  const items = await Promise.all(
    dossiers.map(async ({ id: dossierId }) => ({
      dossierId,
      encryptedPin: await encryptPin(
        publicKey,
        pin,
        { dossierId, ...context },
        Date.parse(pinExpiresAt),
      ),
    })),
  );
  const batch = await person.post<Batch>('/batches', { officeId, action, items });
  const ended = await waitForEnd(person, batch.id);
  const failed = ended.items.filter(({ outcome }) => outcome !== 'done');
  if (failed.length > 0) throw new Error(`not done: ${JSON.stringify(failed.slice(0, 3))}`);
}

async function waitForEnd(person: PersonClient, id: string): Promise<Batch> {
  for (;;) {
    const batch = await person.get<Batch>(`/batches/${id}`);
    if (batch.endedAt) return batch;
    await sleep(200);
  }
}

/** On a machine that does other things too, CPU time says more than the clock. */
async function perSecond(
  stack: RunningStack,
  name: string,
  count: number,
  work: () => Promise<void>,
): Promise<number> {
  const { processes } = stack.ready;
  const before = usageOf(processes);
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const each = [...usageOf(processes)].map(([process, { cpuSeconds }]) => {
    const ms = ((cpuSeconds - (before.get(process)?.cpuSeconds ?? cpuSeconds)) * 1000) / count;
    return `${process} ${ms.toFixed(0)}`;
  });
  console.log(`${name}: ${seconds.toFixed(1)} s; ms of CPU a dossier: ${each.join(', ')}`);
  return count / seconds;
}

void main();
