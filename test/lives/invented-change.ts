/**
 * The workflows of today with changes that nobody made: one that needs its guard, and one that needs none. The
 * tests of the recorded histories try the rule of docs/changing-workflows.md on them.
 */
import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { Stage } from '../../domain/process';
import { certifyCopy as certifyCopyOfToday } from '../../workflows/dossiers/certify-copy';
import type { DossierStart } from '../../workflows/dossiers/messages';

// All others as they are; the one below stands in place of its namesake.
export * from '../../workflows';

export function certifyCopy(start: DossierStart): Promise<Stage> {
  // A command more: no history of today has it.
  if (patched('invented-change')) upsertSearchAttributes({ DossierStage: [start.stage] });
  // No command: taking this guard out changes nothing.
  const stage = patched('needless-guard') ? start.stage : 'accepted';
  return certifyCopyOfToday({ ...start, stage });
}
