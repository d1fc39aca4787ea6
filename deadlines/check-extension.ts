import { SaoyError } from '../domain/problem';
import type { DeadlineRules, Ground } from './rules';
import { type Day, dayOf, formatDate } from '../time/time';

export interface ExtensionRequest {
  /** One of the policy's grounds; for the complex track too. */
  groundId: string | undefined;
  /** Working days, or the date of a written agreement. */
  extendDays?: number | undefined;
  extendUntil?: Day | undefined;
  /** Whether the written agreement is attached; needed with a date. */
  agreementAttached?: boolean | undefined;
  /** The legal due as it stands, epoch milliseconds. */
  legalDue: number;
}

/**
 * Whether the law allows an extension (NĐ 23/2015 Đ21): a ground of the policy, no more days than its
 * cap, or a later date agreed in writing. Returns the ground.
 * @throws SaoyError `extension-without-ground`, `extension-too-long`, `extension-not-later`,
 * `extension-agreement-missing`.
 */
export function checkExtension(policy: DeadlineRules, request: ExtensionRequest): Ground {
  const { daysMax, grounds } = policy.extension;
  const ground = grounds.find(({ id }) => id === request.groundId);
  if (!ground) {
    throw new SaoyError('extension-without-ground', {
      grounds: grounds.map(({ id }) => id).join(', '),
    });
  }
  const { extendDays, extendUntil, agreementAttached, legalDue } = request;
  if (extendUntil !== undefined) {
    const today = dayOf(legalDue);
    if (extendUntil <= today) {
      throw new SaoyError('extension-not-later', {
        until: formatDate(extendUntil),
        due: formatDate(today),
      });
    }
    if (agreementAttached !== true) throw new SaoyError('extension-agreement-missing');
    return ground;
  }
  const days = extendDays ?? 0;
  if (!Number.isSafeInteger(days) || days < 1 || days > daysMax) {
    throw new SaoyError('extension-too-long', { daysMax });
  }
  return ground;
}
