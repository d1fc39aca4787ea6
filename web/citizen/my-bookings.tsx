import { useEffect, useState } from 'react';
import type { Booking } from '../../api/bookings/booking-contract';
import { bookingPages, bookingStateDeclarations } from '../../domain/bookings';
import { hourWords } from '../text/when';
import { getJson, sentenceOf } from '../server/client';

/** "Lịch hẹn của tôi": each opens its own page, where it is moved or cancelled. */
export function MyBookings() {
  const [bookings, setBookings] = useState<readonly Booking[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    getJson<{ bookings: Booking[] }>('/my/bookings').then(
      (found) => setBookings(found.bookings),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, []);
  return (
    <section className="card" aria-labelledby="my-bookings">
      <h2 id="my-bookings">Lịch hẹn của tôi</h2>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {!bookings && !problem && <p className="quiet">Đang tải…</p>}
      {bookings?.length === 0 && (
        <p>
          Chưa có lịch hẹn nào. <a href={bookingPages.book}>Đặt lịch hẹn</a>
        </p>
      )}
      {bookings?.map(({ link, code, state, startsAt, office }) => (
        <p key={link}>
          <a href={`${bookingPages.kept}#${link}`}>{code ?? 'Danh sách chờ'}</a>
          {startsAt && ` – ${hourWords(startsAt)}`}
          <br />
          <span className="quiet">
            {office.name} · {bookingStateDeclarations[state].vi}
          </span>
        </p>
      ))}
    </section>
  );
}
