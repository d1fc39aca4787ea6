import { soundCorrectionAlarm } from '../../db/correction-requests/change-correction-request';
import type { CorrectionRequest } from '../../db/correction-requests/entity';
import { findCorrectionRequest } from '../../db/correction-requests/find-correction-requests';
import { getOffice } from '../../db/offices/get-office';
import { policyInForce } from '../../policies/policy-in-force';
import type { ActivityDeps } from '../deps';

/** What a request for a correction waits for. */
export interface CorrectionAlarm {
  /** 1: its end is near; 2: it is past. */
  alarm: 1 | 2;
  /** Epoch milliseconds. */
  at: number;
}

/** What the workflow of a request asks for: which alarm comes next, and that it sound. Each is safe to repeat. */
export function createWatchCorrection({
  db,
  rules,
  now,
}: Pick<ActivityDeps, 'db' | 'rules' | 'now'>) {
  return {
    /** Null: nothing is awaited any more. */
    async findNextAlarm({ requestId }: { requestId: string }): Promise<CorrectionAlarm | null> {
      const request = await findCorrectionRequest(db, requestId);
      if (!request) return null;
      const { policyId } = await getOffice(db, request.officeId);
      const { notice } = policyInForce(rules, policyId, now().getTime());
      return nextAlarmOf(request, notice.percent);
    },

    async soundAlarm({ requestId, alarm, at }: { requestId: string } & CorrectionAlarm) {
      // The workflow's clock has come to it; this one's may be a little behind.
      const instant = new Date(Math.max(now().getTime(), at));
      await soundCorrectionAlarm(db, requestId, alarm, instant);
    },
  };
}

/** By what the request is; pure. @param noticePercent of its time after which its end is near, by the policy */
function nextAlarmOf(
  { state, alarms, askedAt, dueAt }: CorrectionRequest,
  noticePercent: number,
): CorrectionAlarm | null {
  if (state !== 'asked' || alarms >= 2) return null;
  if (alarms === 1) return { alarm: 2, at: dueAt.getTime() };
  const span = dueAt.getTime() - askedAt.getTime();
  return { alarm: 1, at: askedAt.getTime() + Math.floor((span * noticePercent) / 100) };
}
