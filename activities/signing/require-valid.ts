import { SaoyError } from '../../domain/problem';
import { verifyCopy } from '../../documents/verify/verify-copy';
import type { ActivityDeps } from '../deps';

/**
 * Lets a finished copy go on only where our own verifier, which shares no code with what made it,
 * finds it valid from what stands in it alone: nobody is handed what they could not verify.
 * @throws SaoyError `copy-not-valid` with the verifier's reasons
 */
export async function requireValid(
  copy: Uint8Array,
  { listAnchors, now }: Pick<ActivityDeps, 'listAnchors' | 'now'>,
): Promise<void> {
  const { verdict, reasons } = await verifyCopy(copy, {
    trustAnchors: await listAnchors(),
    at: now().getTime(),
    online: false,
  });
  if (verdict !== 'valid') throw new SaoyError('copy-not-valid', { reasons: reasons.join(', ') });
}
