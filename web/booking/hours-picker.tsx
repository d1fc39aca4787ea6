import { useEffect, useState } from 'react';
import type { BookingHours } from '../../api/bookings/booking-contract';
import { getJson, sentenceOf } from '../server/client';
import { clockWords, dayWords } from '../text/when';

/** Two working weeks less two days: what a phone shows above the hours. */
const daysFirst = 8;

/** The hours of an office by day; only free ones can be chosen [C-21]. Read anew whenever `turn` changes. */
export function HoursPicker({
  officeId,
  turn,
  isBusy,
  onHour,
  onWait,
}: {
  officeId: string;
  turn: number;
  isBusy: boolean;
  onHour: (startsAt: string, hours: BookingHours) => void;
  /** Left out: nobody is put on a waiting list here. */
  onWait?: (date: string, hours: BookingHours) => void;
}) {
  const [hours, setHours] = useState<BookingHours | null>(null);
  const [date, setDate] = useState('');
  const [isWhole, setWhole] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const ended = new AbortController();
    getJson<BookingHours>(`/public/booking-offices/${officeId}`, ended.signal).then(
      (found) => {
        setHours(found);
        setProblem('');
      },
      (error: unknown) => {
        if (!ended.signal.aborted) setProblem(sentenceOf(error));
      },
    );
    return () => ended.abort();
  }, [officeId, turn]);
  if (problem) {
    return (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  }
  if (hours?.office.id !== officeId) return <p className="quiet">Đang xem giờ còn trống…</p>;
  const days = hours.days.filter((day) => day.hours.length > 0);
  const holidays = hours.days.filter(({ holiday }) => holiday !== null);
  const chosen = days.find((day) => day.date === date) ?? days.find(hasFree) ?? days[0];
  if (!chosen) {
    return (
      <p>
        Cơ quan này chưa mở giờ nào để đặt trước. Ông/bà vẫn đến trực tiếp được trong giờ làm việc.
      </p>
    );
  }
  return (
    <>
      {hours.office.note && <p className="quiet">{hours.office.note}</p>}
      <h3 id="days-title">Ngày</h3>
      <ul className="day-list" aria-labelledby="days-title">
        {(isWhole ? days : days.slice(0, daysFirst)).map((day) => {
          const { short, long } = dayWords(day.date);
          const free = day.hours.filter(({ isFree }) => isFree).length;
          const left = free === 0 ? 'hết chỗ' : `${free} giờ trống`;
          return (
            <li key={day.date}>
              <button
                type="button"
                className="pick"
                aria-pressed={day.date === chosen.date}
                title={long}
                onClick={() => setDate(day.date)}
              >
                {short}
                <small>{left}</small>
              </button>
            </li>
          );
        })}
      </ul>
      {!isWhole && days.length > daysFirst && (
        <p>
          <button type="button" className="text-button" onClick={() => setWhole(true)}>
            Xem thêm ngày
          </button>
        </p>
      )}
      {holidays.length > 0 && (
        <p className="quiet">
          Nghỉ: {holidays.map((day) => `${dayWords(day.date).short} (${day.holiday})`).join(', ')}.
        </p>
      )}
      <h3 id="hours-title">Giờ hẹn ngày {dayWords(chosen.date).long}</h3>
      <ul className="hour-list" aria-labelledby="hours-title">
        {chosen.hours.map(({ startsAt, isFree }) => (
          <li key={startsAt}>
            <button
              type="button"
              className="pick"
              disabled={!isFree || isBusy}
              onClick={() => onHour(startsAt, hours)}
            >
              {clockWords(startsAt)}
              <small>{isFree ? 'còn chỗ' : 'hết chỗ'}</small>
            </button>
          </li>
        ))}
      </ul>
      {onWait && !hasFree(chosen) && (
        <p>
          <button
            type="button"
            className="big-button quiet-button"
            onClick={() => onWait(chosen.date, hours)}
          >
            Vào danh sách chờ ngày này
          </button>
        </p>
      )}
    </>
  );
}

function hasFree({ hours }: BookingHours['days'][number]): boolean {
  return hours.some(({ isFree }) => isFree);
}
