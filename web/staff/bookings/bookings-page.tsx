import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { BookingDays, BookingRow } from '../../../api/bookings/booking-contract';
import { clockOf, dayOf, findDate, formatDate, formatDateVi } from '../../../time/time';
import { DateField } from '../../look/date-field';
import { Switch } from '../../look/switch';
import { sentenceOf } from '../../server/client';
import { serverNow, useServerNow } from '../../server/clock';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { BookingItem } from './booking-item';
import { BookingList } from './booking-list';
import './bookings.css';
import { CloseHours } from './close-hours';
import { MoveForm } from './move-form';
import { PlanForm } from './plan-form';
import { bookingDaysQuery, daysAfter } from './queries';

const views = { hours: 'Theo giờ', list: 'Danh sách' } as const;

/** "Lịch hẹn chờ duyệt" [T-14]: a day as columns of hours, or some days as a list. */
export function BookingsPage() {
  return (
    <ForRight needs="booking.list" whose="cán bộ tiếp nhận và người điều hành">
      <Bookings />
    </ForRight>
  );
}

type Opened = { form: 'plan' | 'close' } | { form: 'move' | 'propose'; row: BookingRow } | null;

function Bookings() {
  const { office } = useDesk();
  const [date, setDate] = useState(() => formatDate(dayOf(serverNow())));
  const [view, setView] = useState<keyof typeof views>('hours');
  const [opened, setOpened] = useState<Opened>(null);
  const found = useQuery(bookingDaysQuery(office.id, date, date));
  // The next month: whom a holiday or a closed hour has hit.
  const today = formatDate(dayOf(useServerNow()));
  const month = useQuery(bookingDaysQuery(office.id, today, daysAfter(today, 30)));
  const displaced = (month.data?.bookings ?? []).filter(({ isDisplaced }) => isDisplaced);
  const openMove = (row: BookingRow) =>
    setOpened({ form: row.isDisplaced ? 'propose' : 'move', row });
  const close = () => setOpened(null);
  // The field keeps what is typed in it: it is made anew where the day changes otherwise.
  const [turn, setTurn] = useState(0);
  const step = (days: number) => {
    setDate(daysAfter(date, days));
    setTurn((count) => count + 1);
  };
  const day = found.data?.days[0];
  return (
    <div className="board">
      <header className="board-head">
        <h1>Lịch hẹn chờ duyệt</h1>
        <span className="top-bar-space" />
        <Switch label="Cách xem" words={views} value={view} onChoose={setView} />
        {view === 'hours' && (
          <>
            <Button aria-label="Ngày trước" onClick={() => step(-1)}>
              ‹
            </Button>
            <DateField
              key={turn}
              label="Ngày"
              value={date}
              onChange={(typed) => typed && setDate(typed)}
            />
            <Button aria-label="Ngày sau" onClick={() => step(1)}>
              ›
            </Button>
          </>
        )}
        {may(office, 'booking-plan.change') && (
          <>
            <Button onClick={() => setOpened({ form: 'close' })}>Đóng, mở giờ</Button>
            <Button onClick={() => setOpened({ form: 'plan' })}>Khung giờ hằng tuần</Button>
          </>
        )}
      </header>
      {displaced.length > 0 && (
        <section className="view-note" aria-labelledby="displaced-title">
          <h2 id="displaced-title" className="note note-problem">
            {displaced.length} lịch hẹn không còn chỗ (ngày nghỉ, giờ đã đóng): đề nghị giờ khác
          </h2>
          <ul className="booking-list">
            {displaced.map((row) => (
              <BookingItem
                key={row.id}
                row={row}
                isDated
                onMove={() => setOpened({ form: 'propose', row })}
              />
            ))}
          </ul>
        </section>
      )}
      {view === 'list' ? (
        <BookingList today={today} onMove={openMove} />
      ) : (
        <>
          {found.isPending && <Skeleton className="view-skeleton" active />}
          {found.isError && (
            <p className="note note-problem view-note" role="alert">
              {sentenceOf(found.error)}
            </p>
          )}
          {found.data && day && (
            <>
              <p className="view-note" role="status">
                {countWords(found.data)}
                {day.holiday && ` Ngày nghỉ: ${day.holiday}.`}
              </p>
              <Columns data={found.data} onMove={openMove} />
              {day.hours.length === 0 && found.data.bookings.length === 0 && (
                <p className="empty">
                  Ngày {formatDateVi(findDate(date) ?? 0)} không mở giờ nào. Đặt ở “Khung giờ hằng
                  tuần”.
                </p>
              )}
            </>
          )}
        </>
      )}
      {opened?.form === 'plan' && <PlanForm onClose={close} />}
      {opened?.form === 'close' && <CloseHours date={date} onClose={close} />}
      {(opened?.form === 'move' || opened?.form === 'propose') && (
        <MoveForm row={opened.row} asks={opened.form === 'propose'} onClose={close} />
      )}
    </div>
  );
}

function Columns({ data, onMove }: { data: BookingDays; onMove: (row: BookingRow) => void }) {
  const hours = data.days[0]?.hours ?? [];
  // An hour that was closed keeps its column while somebody has it.
  const starts = new Set([
    ...hours.map(({ startsAt }) => startsAt),
    ...data.bookings.map(({ startsAt }) => startsAt),
  ]);
  return (
    <div className="booking-hours" role="region" aria-label="Các giờ trong ngày" tabIndex={0}>
      {[...starts].sort().map((startsAt) => {
        const hour = hours.find((one) => one.startsAt === startsAt);
        const rows = data.bookings.filter((row) => row.startsAt === startsAt);
        return (
          <section key={startsAt} className="booking-hour" aria-labelledby={`hour-${startsAt}`}>
            <h2 id={`hour-${startsAt}`}>
              {clockOf(Date.parse(startsAt))}
              <small>{hour ? `${hour.taken}/${hour.seats} chỗ` : 'đã đóng'}</small>
            </h2>
            <ul className="booking-list">
              {rows.map((row) => (
                <BookingItem key={row.id} row={row} onMove={() => onMove(row)} />
              ))}
            </ul>
            <HeldWords taken={hour?.taken ?? 0} rows={rows} />
          </section>
        );
      })}
    </div>
  );
}

/** Places that are kept for forms being filled in, and for hours that were proposed. */
function HeldWords({ taken, rows }: { taken: number; rows: readonly BookingRow[] }) {
  const held = taken - rows.filter(({ state }) => state === 'booked' || state === 'arrived').length;
  if (held > 0) return <p className="quiet">Đang giữ {held} chỗ cho người đang đặt.</p>;
  return rows.length === 0 && <p className="quiet">Chưa có ai hẹn.</p>;
}

function countWords({ bookings, days }: BookingDays): string {
  const count = (state: BookingRow['state']) =>
    bookings.filter((row) => row.state === state).length;
  const waiting = days.reduce((sum, day) => sum + day.waiting, 0);
  return `Chờ đến ${count('booked')} · Đã tiếp nhận ${count('arrived')} · Không đến ${count('missed')} · Đã hủy ${count('cancelled')} · Trong danh sách chờ ${waiting}.`;
}
