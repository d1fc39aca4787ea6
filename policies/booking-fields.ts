import { formatMinuteVi } from '../time/time';
import type { MessageFields } from './fill-message';

/** What an appointment is, as far as words about it say. */
interface SaidOfBooking {
  code: string | null;
  documentType: string;
  requesterName: string;
  moveReason: string | null;
  startsAt: Date | null;
}

/**
 * The fields of a message about an appointment; pure.
 * @param data of the notice: the instants of when it was left (epoch milliseconds), which the appointment itself may
 *   have left behind since
 */
export function bookingFieldsOf(
  { code, documentType, requesterName, moveReason, startsAt }: SaidOfBooking,
  data: Readonly<Record<string, string | number>>,
): MessageFields {
  const at = (name: string) => {
    const instant = data[name];
    return typeof instant === 'number' ? formatMinuteVi(instant) : '';
  };
  const ownHour = at('startsAt') || (startsAt ? formatMinuteVi(startsAt.getTime()) : '');
  const proposed = at('proposedAt');
  return {
    ...{ code: code ?? '', requester: requesterName, document: documentType, until: at('until') },
    time: proposed || ownHour,
    previous_time: proposed ? ownHour : at('movedFrom'),
    reason: moveReason ?? '',
  };
}
