import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BookingRow } from '../../../api/bookings/booking-contract';
import { moveGroundDeclarations, moveGrounds, type MoveGround } from '../../../domain/bookings';
import { clockOf, dayOf, formatDate, formatMinuteVi } from '../../../time/time';
import { DateField } from '../../look/date-field';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { useDesk } from '../desk/office';
import { bookingDaysQuery } from './queries';

/** "Dời lịch hẹn" [T-16, T-18]: a free hour and the reason. `asks`: the holder has to agree first. */
export function MoveForm({
  row,
  asks,
  onClose,
}: {
  row: BookingRow;
  asks: boolean;
  onClose: () => void;
}) {
  const { office } = useDesk();
  const client = useQueryClient();
  const now = useServerNow();
  const [date, setDate] = useState(() =>
    formatDate(Math.max(dayOf(Date.parse(row.startsAt)), dayOf(now))),
  );
  const [startsAt, setStartsAt] = useState('');
  const [ground, setGround] = useState<MoveGround>('agency');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const days = useQuery(bookingDaysQuery(office.id, date, date));
  const free = (days.data?.days[0]?.hours ?? []).filter(
    (hour) =>
      hour.taken < hour.seats && hour.startsAt !== row.startsAt && Date.parse(hour.startsAt) > now,
  );
  const move = useMutation({
    mutationFn: () =>
      act(`/offices/${office.id}/bookings/${row.id}/${asks ? 'propose' : 'move'}`, {
        body: { startsAt, ground, reason },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings', office.id] }),
    onSuccess: onClose,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (startsAt === '') return setFault('Chọn giờ hẹn lại.');
    if (reason.trim().length < 3) return setFault('Nhập lý do hẹn lại.');
    setFault('');
    move.mutate();
  };
  return (
    <Dialog title={asks ? 'Đề nghị giờ khác' : 'Dời lịch hẹn'} onClose={onClose}>
      <form className="act" onSubmit={send} noValidate>
        <p>
          {row.code} · {row.requesterName} · {row.documentType}
          <br />
          Thời gian đăng ký lịch hẹn: {formatMinuteVi(Date.parse(row.startsAt))}
        </p>
        <DateField
          label="Ngày hẹn lại *"
          value={date}
          onChange={(typed) => {
            if (typed) setDate(typed);
            setStartsAt('');
          }}
        />
        <fieldset className="booking-free">
          <legend>Giờ hẹn lại * (chỉ giờ còn trống)</legend>
          {days.isPending && <span>Đang xem giờ trống…</span>}
          {days.data && free.length === 0 && <span>Ngày này không còn giờ trống.</span>}
          {free.map((hour) => (
            <label key={hour.startsAt}>
              <input
                type="radio"
                name="startsAt"
                checked={startsAt === hour.startsAt}
                onChange={() => setStartsAt(hour.startsAt)}
              />{' '}
              {clockOf(Date.parse(hour.startsAt))}
            </label>
          ))}
        </fieldset>
        <fieldset className="booking-free">
          <legend>Căn cứ *</legend>
          {moveGrounds.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="ground"
                checked={ground === each}
                onChange={() => setGround(each)}
              />{' '}
              {moveGroundDeclarations[each].vi}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>Lý do hẹn lại * (gửi đến người hẹn)</span>
          <textarea
            rows={3}
            maxLength={300}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            aria-describedby={fault ? 'move-fault' : undefined}
          />
        </label>
        {fault && (
          <p id="move-fault" className="note note-problem" role="alert">
            {fault}
          </p>
        )}
        {asks && <p>Chỗ mới được giữ đến khi người hẹn trả lời, nhiều nhất một ngày.</p>}
        <ProblemNote error={days.error ?? move.error} />
        <DialogActions onClose={onClose} isPending={move.isPending}>
          {asks ? 'Gửi đề nghị' : 'Đặt lại lịch hẹn'}
        </DialogActions>
      </form>
    </Dialog>
  );
}
