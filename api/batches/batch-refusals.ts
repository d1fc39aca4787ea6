import type { z } from '@hono/zod-openapi';
import type { createBatchSchema } from './contract';
import type { Candidate } from '../../db/batches/find-candidates';
import { type ProblemCode, type ProblemParams, SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';

export type BatchInput = z.output<typeof createBatchSchema>;

interface Refusal {
  code: ProblemCode;
  params: ProblemParams | null;
}

/** @throws SaoyError `input-invalid` for a dossier that is named twice */
export function requireEachOnce({ items }: BatchInput): string[] {
  const ids = items.map(({ dossierId }) => dossierId);
  if (new Set(ids).size < ids.length) {
    throw new SaoyError('input-invalid', { field: 'items', reason: 'một hồ sơ có mặt hai lần' });
  }
  return ids;
}

/** Why an item is refused already: its stage, or that the person has not opened it. Pure. */
export function findRefusal(
  { stage, isOpened }: Candidate,
  action: BatchInput['action'],
  needsOpening: boolean,
): Refusal | undefined {
  if (!mayAct(action, stage)) {
    return { code: 'dossier-out-of-turn', params: { stage: stageDeclarations[stage].vi } };
  }
  if (needsOpening && !isOpened) return { code: 'dossier-not-opened', params: null };
  return undefined;
}
