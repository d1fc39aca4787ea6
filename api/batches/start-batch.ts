import { randomUUID } from 'node:crypto';
import { type BatchInput, findRefusal, requireEachOnce } from './batch-refusals';
import { makeSignInput } from '../dossiers/make-sign-input';
import type { ApiDeps } from '../http/deps';
import type { Batch } from '../../db/batches/entity';
import { type Candidate, type Candidates, findCandidates } from '../../db/batches/find-candidates';
import type { BatchWithLines } from '../../db/batches/list-batches';
import { recordBatch, removeBatch, type NewItem } from '../../db/batches/record-batch';
import type { EncryptedPin } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import { policyInForce } from '../../policies/policy-in-force';
import { batchWorkflowId, runBatchType } from '../../workflows/batches/messages';
import { dossierTaskQueue } from '../../workflows/engine/task-queues';

/** The last of a hundred dossiers may be asked for this long after the first. */
const pinLifetimeMs = 10 * 60_000;

/**
 * Starts a batch: its items are recorded with their PINs, and a workflow of its own works through them, also
 * when the browser is closed. What cannot be signed now is refused at once, item by item.
 * @returns the batch as it stands then
 * @throws SaoyError `input-invalid` for a dossier named twice; `dossier-unknown` for another office's;
 *   `process-unavailable` where the engine is away: nothing is left of the batch then;
 *   `signing-one-at-a-time` for a key that is confirmed on its provider's page each time
 */
export async function startBatch(
  deps: ApiDeps,
  body: BatchInput,
  actorId: string,
): Promise<BatchWithLines> {
  const { db, rules, now } = deps;
  const { officeId, action } = body;
  const dossierIds = requireEachOnce(body);
  const asked = { officeId, personId: actorId, step: action, dossierIds };
  const found = await findCandidates(db, asked);
  if (!found) throw new SaoyError('dossier-unknown');
  const { needsOpening } = policyInForce(rules, found.policyId, now()).batch;
  const planned = dossierIds.map((dossierId, index) => {
    const dossier = found.dossiers.get(dossierId);
    if (!dossier) throw new SaoyError('dossier-unknown');
    return { dossier, index, refusal: findRefusal(dossier, action, needsOpening) };
  });
  const pins: EncryptedPin[] = [];
  const items = planned.map(({ dossier, index, refusal }): NewItem => {
    const { id: dossierId } = dossier;
    if (refusal) {
      const { code: outcome, params } = refusal;
      return { dossierId, asked: null, outcome, params, endedAt: new Date(now()) };
    }
    const { input, pin } = planItem(body, index, dossier, actorId, found.key, now());
    if (pin) pins.push(pin);
    return { dossierId, asked: input, outcome: null, params: null, endedAt: null };
  });
  const createdAt = new Date(now());
  const batch: Batch = { id: randomUUID(), officeId, actorId, action, createdAt, endedAt: null };
  await recordBatch(db.manager, batch, items, pins);
  await startWorkflow(deps, batch.id);
  const lines = items.map(({ dossierId, outcome, params }, index) => {
    const { code, requesterName } = (planned[index] as { dossier: Candidate }).dossier;
    return { dossierId, code, requesterName, outcome, params };
  });
  return { batch, lines };
}

/** The input of this item, as for a signature of this dossier alone. */
function planItem(
  { action, items, bookId }: BatchInput,
  index: number,
  dossier: Candidate,
  actorId: string,
  key: Candidates['key'],
  now: number,
): { input: NonNullable<NewItem['asked']>; pin: EncryptedPin | null } {
  const encryptedPin = items[index]?.encryptedPin;
  const act = { dossier, step: action, actorId, encryptedPin };
  const { input, pin } = makeSignInput(act, key, now, pinLifetimeMs);
  if (input.method === 'consent') throw new SaoyError('signing-one-at-a-time');
  return { input: { ...input, ...(action === 'seal' ? { bookId: bookId ?? null } : {}) }, pin };
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
