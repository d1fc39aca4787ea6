import type { z } from '@hono/zod-openapi';
import { In, type DataSource } from 'typeorm';
import { Dossier } from '../../db/dossiers/entity';
import { Office } from '../../db/offices/entity';
import { listOpened } from '../../db/dossiers/list-opened';
import { type ProblemCode, type ProblemParams, SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { policyInForce } from '../../policies/policy-in-force';
import type { createBatchSchema } from './contract';
import type { ApiDeps } from '../http/deps';

export type BatchOrder = z.output<typeof createBatchSchema>;

interface Refusal {
  code: ProblemCode;
  params: ProblemParams | null;
}

/**
 * The dossiers of a batch, in its order.
 * @throws SaoyError `input-invalid` for one named twice; `dossier-unknown` for another office's
 */
export async function getBatchDossiers(
  db: DataSource,
  { officeId, items }: BatchOrder,
): Promise<Dossier[]> {
  const ids = items.map(({ dossierId }) => dossierId);
  if (new Set(ids).size < ids.length) {
    throw new SaoyError('input-invalid', { field: 'items', reason: 'một hồ sơ có mặt hai lần' });
  }
  const found = await db.manager.findBy(Dossier, { id: In(ids), officeId });
  const known = new Map(found.map((dossier) => [dossier.id, dossier]));
  return ids.map((id) => {
    const dossier = known.get(id);
    if (!dossier) throw new SaoyError('dossier-unknown');
    return dossier;
  });
}

/** What stands in the way of items already, by the dossier's id: its stage, or that it was not looked at. */
export async function listRefusals(
  { db, rules, now }: ApiDeps,
  { officeId, action }: BatchOrder,
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
