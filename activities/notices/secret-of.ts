import { requireOpenCode } from '../../db/codes/one-time-codes';
import type { Notice } from '../../db/notices/entity';
import { codeOf } from '../../identity/codes/one-time-code';
import { firstPasswordOf } from '../../identity/passwords/random-password';
import { keyFor } from '../../identity/secrets/key-for';
import type { MessageFields } from '../../policies/fill-message';
import type { Policy } from '../../policies/policy';
import type { ActivityDeps } from '../deps';

/**
 * The secret that a notice carries: neither outbox nor log has it, it is computed when it is sent.
 * @throws what `isRowMissing` knows where a code is over: used, replaced or past its minutes
 */
export async function secretOf(
  { db, now, secretsKeyFile }: Pick<ActivityDeps, 'db' | 'now' | 'secretsKeyFile'>,
  { subjectKind, subjectId, data }: Pick<Notice, 'subjectKind' | 'subjectId' | 'data'>,
  { otp }: Pick<Policy, 'otp'>,
): Promise<MessageFields> {
  if (subjectKind === 'person') {
    const key = await keyFor(secretsKeyFile, 'first-passwords');
    return { password: firstPasswordOf(key, String(data['secretId'])) };
  }
  await requireOpenCode(db, subjectId, now());
  return {
    one_time_code: codeOf(await keyFor(secretsKeyFile, 'one-time-codes'), subjectId, otp.digits),
    minutes: String(Math.floor(otp.validSeconds / 60)),
  };
}
