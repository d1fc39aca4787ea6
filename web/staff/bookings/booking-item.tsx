import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { BookingRow } from '../../../api/bookings/booking-contract';
import { bookingStateDeclarations } from '../../../domain/bookings';
import { formatMinuteVi } from '../../../time/time';
import { ConfirmedButton } from '../../look/confirmed-button';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { handBooking } from '../counter/handed-booking';
import { may, useDesk } from '../desk/office';
import { openBooking } from './queries';

interface Props {
  row: BookingRow;
  onMove: () => void;
}

/** One appointment in its hour, with what an officer does about it. */
export function BookingItem({
  row,
  isDated = false,
  onMove,
}: Props & {
  /** Says its day too. */
  isDated?: boolean;
}) {
  return (
    <li className={row.isDisplaced ? 'booking-item booking-item-displaced' : 'booking-item'}>
      <b>{row.requesterName}</b>
      <span>
        {row.documentType} · {row.originals} bản chính
      </span>
      <span className="quiet">
        {row.code}
        {row.identifier && ` · ${row.identifier}`}
      </span>
      {isDated && <span>{formatMinuteVi(Date.parse(row.startsAt))}</span>}
      {row.movedFrom && (
        <span className="quiet">Hẹn trước đó: {formatMinuteVi(Date.parse(row.movedFrom))}</span>
      )}
      {row.proposedAt && (
        <span>Đã đề nghị {formatMinuteVi(Date.parse(row.proposedAt))}, chờ trả lời</span>
      )}
      {row.state !== 'booked' && <span>{bookingStateDeclarations[row.state].vi}</span>}
      {row.isDisplaced && <span>Giờ này không còn nhận</span>}
      <BookingActions row={row} onMove={onMove} />
    </li>
  );
}

/** "Xử lý", "Dời lịch hẹn", "Hủy", "Không đến" [T-14]. */
export function BookingActions({ row, onMove }: Props) {
  const { office } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const now = useServerNow();
  const change = useMutation({
    mutationFn: (what: 'missed' | 'cancel') =>
      act(`/offices/${office.id}/bookings/${row.id}/${what}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings', office.id] }),
  });
  const process = useMutation({
    mutationFn: () => openBooking(office.id, row.id),
    onSuccess: (booking) => {
      handBooking(booking);
      return navigate({ to: '/counter' });
    },
  });
  const at = Date.parse(row.startsAt);
  const isBooked = row.state === 'booked';
  if (!may(office, 'booking.move')) return null;
  return (
    <>
      <div className="actions">
        {(isBooked || row.state === 'missed') && (
          <Button
            type="primary"

            loading={process.isPending}
            onClick={() => process.mutate()}
          >
            Xử lý
          </Button>
        )}
        {isBooked && at > now && (
          <>
            <Button onClick={onMove}>
              {row.isDisplaced ? 'Đề nghị giờ khác' : 'Dời lịch hẹn'}
            </Button>
            <ConfirmedButton
              title="Hủy lịch hẹn này?"
              description="Người hẹn được báo bằng tin nhắn; chỗ được nhường cho người khác."
              okText="Hủy lịch hẹn"
              isPending={change.isPending}
              onConfirm={() => change.mutate('cancel')}
            >
              Hủy
            </ConfirmedButton>
          </>
        )}
        {isBooked && at <= now && (
          <Button loading={change.isPending} onClick={() => change.mutate('missed')}>
            Không đến
          </Button>
        )}
      </div>
      <ProblemNote error={change.error ?? process.error} />
    </>
  );
}
