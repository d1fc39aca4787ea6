import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BookingDays } from '../../../api/bookings/booking-contract';
import { DateField } from '../../look/date-field';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useDesk } from '../desk/office';

const hours = Array.from({ length: 25 }, (_, hour) => hour);

/** Closes hours of a day, such as an afternoon, or opens them again; says whom it hits. */
export function CloseHours({ date: first, onClose }: { date: string; onClose: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const [date, setDate] = useState(first);
  const [fromHour, setFrom] = useState(13);
  const [toHour, setTo] = useState(18);
  const [kind, setKind] = useState<'close' | 'week' | 'seats'>('close');
  const [count, setCount] = useState(1);
  const change = useMutation({
    mutationFn: () => {
      const seats = kind === 'close' ? 0 : kind === 'week' ? null : count;
      const body = { date, fromHour, toHour, seats };
      return act<BookingDays>(`/offices/${office.id}/booking-hours`, { body });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings', office.id] }),
  });
  const hit = change.data?.bookings.filter(({ isDisplaced }) => isDisplaced).length;
  return (
    <Dialog title="Đóng, mở giờ của một ngày" onClose={onClose}>
      <form
        className="act"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (date) change.mutate();
        }}
      >
        <DateField label="Ngày" value={date} onChange={setDate} />
        <div className="booking-free">
          <label>
            Từ{' '}
            <select value={fromHour} onChange={({ target }) => setFrom(Number(target.value))}>
              {hours.slice(0, 24).map((hour) => (
                <option key={hour} value={hour}>
                  {hour} giờ
                </option>
              ))}
            </select>
          </label>
          <label>
            đến trước{' '}
            <select value={toHour} onChange={({ target }) => setTo(Number(target.value))}>
              {hours.slice(fromHour + 1).map((hour) => (
                <option key={hour} value={hour}>
                  {hour} giờ
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset className="booking-free">
          <legend>Các giờ này</legend>
          <label>
            <input type="radio" checked={kind === 'close'} onChange={() => setKind('close')} /> Đóng
          </label>
          <label>
            <input type="radio" checked={kind === 'week'} onChange={() => setKind('week')} /> Như
            khung giờ hằng tuần
          </label>
          <label>
            <input type="radio" checked={kind === 'seats'} onChange={() => setKind('seats')} /> Số
            chỗ{' '}
            <input
              type="number"
              aria-label="Số chỗ mỗi giờ"
              min={1}
              max={500}
              value={count}
              disabled={kind !== 'seats'}
              onChange={({ target }) => setCount(Number(target.value))}
            />
          </label>
        </fieldset>
        <p>Không lịch hẹn nào tự chuyển: người hẹn được hỏi trước.</p>
        {hit !== undefined && (
          <p className={hit > 0 ? 'note note-problem' : 'note'} role="status">
            {hit > 0
              ? `Đã ghi. ${hit} lịch hẹn không còn chỗ: xem ở đầu trang để đề nghị giờ khác.`
              : 'Đã ghi. Không lịch hẹn nào bị ảnh hưởng.'}
          </p>
        )}
        <ProblemNote error={change.error} />
        <DialogActions onClose={onClose} isPending={change.isPending}>
          Ghi lại
        </DialogActions>
      </form>
    </Dialog>
  );
}
