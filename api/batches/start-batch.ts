import { randomUUID } from 'node:crypto';
import { In } from 'typeorm';
import type { BatchItem } from '../../db/batches/entity';
import type { Dossier } from '../../db/dossiers/entity';
import { SealedPin } from '../../db/signing/entity';
import { recordBatch, removeBatch } from '../../db/batches/record-batch';
import { SaoyError } from '../../domain/problem';
import { batchWorkflowId, runBatchType } from '../../workflows/batches/messages';
import { dossierTaskQueue } from '../../workflows/task-queues';
import type { ApiDeps } from '../http/deps';
import { type BatchOrder, getBatchDossiers, listRefusals } from './batch-refusals';
import { orderSignature } from '../dossiers/order-signature';

type NewItem = Omit<BatchItem, 'batchId' | 'position'>;

const notEnded = { outcome: null, params: null, endedAt: null };

/** The last of a hundred dossiers may be asked for this long after the first. */
const pinLifetimeMs = 10 * 60_000;

/**
 * Starts a batch: its items are written down with their PINs, and a workflow of its own works through
 * them, whatever becomes of the browser. What cannot be signed now is refused at once, item by item.
 * @returns the batch's id
 * @throws SaoyError `process-unavailable` where the engine is away; nothing is left of the batch then;
 *   `signing-one-at-a-time` for a key that is confirmed on its provider's page each time
 */
export async function startBatch(
  deps: ApiDeps,
  body: BatchOrder,
  actorId: string,
): Promise<string> {
  const { db, now } = deps;
  const id = randomUUID();
  const { officeId, action } = body;
  const dossiers = await getBatchDossiers(db, body);
  const refusals = await listRefusals(deps, body, dossiers, actorId);
  const items: NewItem[] = [];
  for (const [index, dossier] of dossiers.entries()) {
    const refusal = refusals.get(dossier.id);
    const item = refusal
      ? { asked: null, outcome: refusal.code, params: refusal.params, endedAt: new Date(now()) }
      : { asked: await order(deps, body, index, dossier, actorId), ...notEnded };
    items.push({ dossierId: dossier.id, ...item });
  }
  await letPinsWait(deps, items);
  const createdAt = new Date(now());
  await recordBatch(db.manager, { id, officeId, actorId, action, createdAt, endedAt: null }, items);
  await startWorkflow(deps, id);
  return id;
}

/** As the person would have asked for this one alone. */
async function order(
  deps: ApiDeps,
  { action, items, bookId }: BatchOrder,
  index: number,
  dossier: Dossier,
  actorId: string,
): Promise<NonNullable<BatchItem['asked']>> {
  const sealedPin = items[index]?.sealedPin;
  const signature = await orderSignature(deps, { dossier, step: action, actorId, sealedPin });
  if (signature.way === 'consent') throw new SaoyError('signing-one-at-a-time');
  return { ...signature, ...(action === 'seal' ? { bookId: bookId ?? null } : {}) };
}

async function letPinsWait({ db, now }: ApiDeps, items: Pick<BatchItem, 'asked'>[]) {
  const ids = items.flatMap(({ asked }) => asked?.sealedPinId ?? []);
  if (ids.length === 0) return;
  const typedAt = new Date(now());
  const expiresAt = new Date(now() + pinLifetimeMs);
  await db.manager.update(SealedPin, { id: In(ids) }, { typedAt, expiresAt });
}

async function startWorkflow(deps: ApiDeps, batchId: string): Promise<void> {
  try {
    const client = await deps.temporal();
    await client.workflow.start(runBatchType, {
      workflowId: batchWorkflowId(batchId),
      taskQueue: dossierTaskQueue,
      args: [{ batchId }],
    });
  } catch (cause) {
    await removeBatch(deps.db.manager, batchId);
    throw cause instanceof SaoyError ? cause : new SaoyError('process-unavailable', {}, { cause });
  }
}
