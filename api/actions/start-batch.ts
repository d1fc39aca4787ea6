import { randomUUID } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import { In } from 'typeorm';
import type { BatchItem } from '../../db/entities/batch';
import { Dossier, SealedPin } from '../../db/entities/dossier';
import { Office } from '../../db/entities/people';
import { listOpened } from '../../db/queries/list-opened';
import { recordBatch, removeBatch } from '../../db/records/record-batch';
import { type ProblemCode, type ProblemParams, SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { policyInForce } from '../../policies/policy-in-force';
import { batchWorkflowId, runBatchType } from '../../workflows/messages/batch';
import { dossierTaskQueue } from '../../workflows/task-queues';
import type { createBatchSchema } from '../contract/batch';
import type { ApiDeps } from '../deps';
import { orderSignature } from './order-signature';

/** The last of a hundred dossiers may be asked for this long after the first. */
const pinLifetimeMs = 10 * 60_000;

/**
 * Starts a batch: its items are written down with their PINs, and a workflow of its own works through
 * them, whatever becomes of the browser. What cannot be signed now is refused at once, item by item.
 * @returns the batch's id
 * @throws SaoyError `process-unavailable` where the engine is away; nothing is left of the batch then
 */
export async function startBatch(
  deps: ApiDeps,
  body: z.output<typeof createBatchSchema>,
  actorId: string,
): Promise<string> {
  const { db, now } = deps;
  const id = randomUUID();
  const { officeId, action } = body;
  const dossiers = await getDossiers(deps, body);
  const refusals = await listRefusals(deps, body, dossiers, actorId);
  const items: Omit<BatchItem, 'batchId' | 'position'>[] = [];
  for (const [index, dossier] of dossiers.entries()) {
    const refusal = refusals.get(dossier.id);
    if (refusal) {
      const { code, params } = refusal;
      items.push({
        dossierId: dossier.id,
        asked: null,
        outcome: code,
        params,
        endedAt: new Date(now()),
      });
      continue;
    }
    const sealedPin = body.items[index]?.sealedPin;
    const asked = {
      ...(await orderSignature(deps, { dossier, step: action, actorId, sealedPin })),
      ...(action === 'seal' ? { bookId: body.bookId ?? null } : {}),
    };
    items.push({ dossierId: dossier.id, asked, outcome: null, params: null, endedAt: null });
  }
  await letPinsWait(deps, items);
  const createdAt = new Date(now());
  await recordBatch(db.manager, { id, officeId, actorId, action, createdAt, endedAt: null }, items);
  await startWorkflow(deps, id, items.length);
  return id;
}

interface Refusal {
  code: ProblemCode;
  params: ProblemParams | null;
}

/**
 * The dossiers of a batch, in its order.
 * @throws SaoyError `input-invalid` for one named twice; `dossier-unknown` for another office's
 */
async function getDossiers(
  { db }: ApiDeps,
  { officeId, items }: z.output<typeof createBatchSchema>,
): Promise<Dossier[]> {
  const ids = items.map(({ dossierId }) => dossierId);
  if (new Set(ids).size < ids.length) {
    throw new SaoyError('input-invalid', { field: 'items', reason: 'a dossier named twice' });
  }
  const found = await db.manager.findBy(Dossier, { id: In(ids), officeId });
  const known = new Map(found.map((dossier) => [dossier.id, dossier]));
  return ids.map((id) => {
    const dossier = known.get(id);
    if (!dossier) throw new SaoyError('dossier-unknown');
    return dossier;
  });
}

/** What stands in the way of each item already. */
async function listRefusals(
  { db, rules, now }: ApiDeps,
  { officeId, action }: z.output<typeof createBatchSchema>,
  dossiers: Dossier[],
  actorId: string,
): Promise<Map<string, Refusal>> {
  const office = await db.manager.findOneByOrFail(Office, { id: officeId });
  const { needsOpening } = policyInForce(rules, office.policyId, now()).batch;
  const ids = dossiers.map(({ id }) => id);
  const opened = await listOpened(db, actorId, ids);
  const refusals = new Map<string, Refusal>();
  for (const { id, stage } of dossiers) {
    if (!mayAct(action, stage)) {
      const params = { stage: stageDeclarations[stage].vi };
      refusals.set(id, { code: 'dossier-out-of-turn', params });
    } else if (needsOpening && !opened.has(id)) {
      refusals.set(id, { code: 'dossier-not-opened', params: null });
    }
  }
  return refusals;
}

async function letPinsWait({ db, now }: ApiDeps, items: Pick<BatchItem, 'asked'>[]) {
  const ids = items.flatMap(({ asked }) => asked?.sealedPinId ?? []);
  if (ids.length === 0) return;
  const expiresAt = new Date(now() + pinLifetimeMs);
  await db.manager.update(SealedPin, { id: In(ids) }, { expiresAt });
}

async function startWorkflow(deps: ApiDeps, batchId: string, size: number): Promise<void> {
  try {
    const client = await deps.temporal();
    await client.workflow.start(runBatchType, {
      workflowId: batchWorkflowId(batchId),
      taskQueue: dossierTaskQueue,
      args: [{ batchId, size }],
    });
  } catch (cause) {
    await removeBatch(deps.db.manager, batchId);
    throw cause instanceof SaoyError ? cause : new SaoyError('process-unavailable', {}, { cause });
  }
}
