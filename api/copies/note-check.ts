import { recordCheck } from '../../db/copies/copy-checks';
import { isCopyOf } from '../../db/copies/list-my-copies';
import type { PublicCopy } from '../../db/copies/get-public-copy';
import type { CheckWay } from '../../domain/copy-checks';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';

/**
 * Counts that a copy was checked, for its citizen to see. Of who checked, only the office is kept, of staff who are
 * signed in; a citizen who looks at their own copy has checked nothing.
 */
export async function noteCheck(
  c: AppContext,
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  { dossierId }: PublicCopy,
  way: CheckWay,
): Promise<void> {
  const { signedIn } = c.var;
  if (signedIn?.kind === 'citizen' && (await isCopyOf(db, signedIn.personId, dossierId))) return;
  const [office] = signedIn?.offices ?? [];
  await recordCheck(db, { dossierId, way, officeId: office?.id ?? null, at: new Date(now()) });
}
