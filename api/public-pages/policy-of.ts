import { findReceiving, type ReceivingOffice } from '../../db/offices/list-receiving';
import type { Policy } from '../../policies/policy';
import { policyInForce } from '../../policies/policy-in-force';
import type { PageDeps, Typed } from './frame';

/** The rules that a page tells: of the office that it was opened for, else those usual here; as they stand today. */
export async function policyOf(
  { db, rules, now }: PageDeps,
  typed: Typed,
): Promise<{ policy: Policy; office: ReceivingOffice | undefined }> {
  const at = now();
  const id = typed['co-quan'];
  const office = id ? await findReceiving(db, id, new Date(at)) : undefined;
  const policyId = office?.policyId ?? rules.defaultPolicy.id;
  return { policy: policyInForce(rules, policyId, at), office };
}
