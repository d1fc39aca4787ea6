import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { seatsMax } from '../../../domain/bookings';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useDesk } from '../desk/office';
import { type BookingPlan, bookingPlanQuery } from './queries';

/** Of the table; other hours that were published stay as they are. */
const shownHours = Array.from({ length: 13 }, (_, at) => at + 7);
/** Monday first; 0 is Sunday. */
const weekdays: readonly [name: string, weekday: number][] = [
  ...(['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy'] as const).map((name, at): [string, number] => [
    `Thứ ${name}`,
    at + 1,
  ]),
  ['Chủ nhật', 0],
];

/** "Khung giờ hằng tuần": how many each hour of the week takes. */
export function PlanForm({ onClose }: { onClose: () => void }) {
  const { office } = useDesk();
  const plan = useQuery(bookingPlanQuery(office.id));
  return (
    <Dialog title="Khung giờ nhận lịch hẹn hằng tuần" onClose={onClose}>
      {plan.isPending && <p>Đang tải khung giờ…</p>}
      <ProblemNote error={plan.error} />
      {plan.data && <WeekForm plan={plan.data} onClose={onClose} />}
    </Dialog>
  );
}

function WeekForm({ plan, onClose }: { plan: BookingPlan; onClose: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const [week, setWeek] = useState(plan.week);
  const [note, setNote] = useState(plan.note ?? '');
  const save = useMutation({
    mutationFn: () =>
      act(`/offices/${office.id}/booking-plan`, { method: 'PUT', body: { week, note } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['booking-plan', office.id] });
      await client.invalidateQueries({ queryKey: ['bookings', office.id] });
      onClose();
    },
  });
  const change = (weekday: number, hour: number, typed: string) => {
    const seats = Math.min(seatsMax, Math.max(0, Math.floor(Number(typed) || 0)));
    setWeek((before) =>
      before.map((hours, day) =>
        day === weekday ? hours.map((old, at) => (at === hour ? seats : old)) : hours,
      ),
    );
  };
  const likeMonday = () =>
    setWeek((before) =>
      before.map((hours, day) => (day >= 2 && day <= 5 ? [...(before[1] ?? hours)] : hours)),
    );
  return (
    <form
      className="act"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p>
        Số người mỗi giờ; 0 là không nhận. Ngày nghỉ và ngoài giờ làm việc không bao giờ đặt được,
        dù ở đây có ghi số.
      </p>
      <div
        role="region"
        aria-label="Số chỗ theo giờ và ngày"
        tabIndex={0}
        style={{ overflowX: 'auto' }}
      >
        <table className="booking-week">
          <thead>
            <tr>
              <th scope="col">Giờ</th>
              {weekdays.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shownHours.map((hour) => (
              <tr key={hour}>
                <th scope="row">{hour}:00</th>
                {weekdays.map(([name, weekday]) => (
                  <td key={weekday}>
                    <input
                      type="number"
                      min={0}
                      max={seatsMax}
                      aria-label={`${name}, ${hour} giờ`}
                      value={week[weekday]?.[hour] ?? 0}
                      onChange={({ target }) => change(weekday, hour, target.value)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <button type="button" className="plain-button" onClick={likeMonday}>
          Thứ Ba đến Thứ Sáu như Thứ Hai
        </button>
      </p>
      <label className="field">
        <span>Chỉ dẫn cho người đến (địa chỉ, tầng, số điện thoại)</span>
        <input value={note} maxLength={300} onChange={({ target }) => setNote(target.value)} />
      </label>
      <ProblemNote error={save.error} />
      <DialogActions onClose={onClose} isPending={save.isPending}>
        Công bố
      </DialogActions>
    </form>
  );
}
