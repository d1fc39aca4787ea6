import type { DossierLine } from '../../db/dossiers/dossier-row';
import { formatInstantVi } from '../../time/time';
import { maskEmail, maskNumber, maskOrNone } from '../../domain/mask';
import { handlingOf, type Helper } from '../../domain/failure-handling';
import { isProblemCode, sentence } from '../../domain/problem';
import type { DossierRow } from './contract';

/** A line of a list as the API tells it. */
export function viewRow(whole: DossierLine): DossierRow {
  const { clock, waitingFor, waitingParams, waitingSince, waitingUntil, ...line } = whole;
  return {
    ...line,
    requesterIdentifier: maskOrNone(maskNumber, line.requesterIdentifier),
    requesterEmail: maskOrNone(maskEmail, line.requesterEmail),
    waiting: viewWaiting({ waitingFor, waitingParams, waitingSince, waitingUntil }),
    acceptedAt: line.acceptedAt.toISOString(),
    bookedAt: line.bookedAt?.toISOString() ?? null,
    legalDue: line.legalDue.toISOString(),
    clock: clock && {
      step: clock.step,
      startedAt: clock.startedAt.toISOString(),
      dueByHours: clock.dueByHours.toISOString(),
      due: clock.due.toISOString(),
      pace: clock.pace.toISOString(),
      noticeAt: clock.noticeAt.toISOString(),
    },
  };
}

const calls: Record<Helper, string> = {
  administrator: 'Cần giúp thì gọi quản trị viên hệ thống.',
  signer: 'Gọi người ký hoặc người đóng dấu.',
  clerk: 'Gọi người đóng dấu.',
  officer: 'Gọi công chức đã tiếp nhận.',
};

/** What it waits for, whom to call, and when it is tried again by itself. */
function viewWaiting(
  line: Pick<DossierLine, 'waitingFor' | 'waitingParams' | 'waitingSince' | 'waitingUntil'>,
): DossierRow['waiting'] {
  const { waitingFor: code, waitingParams, waitingSince, waitingUntil } = line;
  if (!isProblemCode(code)) return null;
  const { call } = handlingOf(code);
  const again =
    waitingUntil === null
      ? 'Hệ thống không tự thử lại: làm lại bước này.'
      : `Hệ thống tự thử lại, lần tới lúc ${formatInstantVi(waitingUntil.getTime())}.`;
  return {
    code,
    text: `${sentence(code, 'vi', waitingParams ?? {})} ${again} ${calls[call]}`,
    call,
    since: waitingSince?.toISOString() ?? null,
    nextTryAt: waitingUntil?.toISOString() ?? null,
  };
}
