import type { EntityManager } from 'typeorm';
import { insertRow } from '../write-row';
import { PreparedSignature } from './entity';

/** The act that a signature is prepared for. */
export interface SignatureAct {
  dossierId: string;
  step: PreparedSignature['step'];
  actKey: string;
}

/** @throws EntityNotFoundError where this act has prepared none */
export function getPreparedSignature(
  manager: EntityManager,
  { dossierId, step, actKey }: SignatureAct,
): Promise<PreparedSignature> {
  return manager.findOneByOrFail(PreparedSignature, { dossierId, step, attempt: actKey });
}

/** @throws a duplicate-key error where the act has prepared its signature already */
export async function recordPreparedSignature(
  manager: EntityManager,
  { dossierId, step, actKey }: SignatureAct,
  prepared: Omit<PreparedSignature, 'dossierId' | 'step' | 'attempt'>,
): Promise<void> {
  await insertRow(manager, 'prepared_signature', {
    ...{ dossierId, step, attempt: actKey },
    ...prepared,
    certificates: JSON.stringify(prepared.certificates),
  });
}
