import type { SignedIn } from '../../db/sessions/find-session';
import { findLetter, type WholeLetter } from '../../db/letters/list-letters';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireRight, requireSession } from './session';

/**
 * First line of every handler that names a letter: looks for it in the person's offices alone.
 * @throws SaoyError `letter-unknown` for none and for another office's; `right-missing`
 */
export async function requireLetter(
  c: AppContext,
  { db }: ApiDeps,
  id: string,
): Promise<{ whole: WholeLetter; signedIn: SignedIn }> {
  const officeIds = requireSession(c).offices.map((office) => office.id);
  const whole = await findLetter(db, officeIds, id);
  if (whole === undefined) throw new SaoyError('letter-unknown');
  return { whole, signedIn: requireRight(c, whole.letter.officeId, 'create', 'supervise') };
}
