import { useQuery } from '@tanstack/react-query';
import { Select, Skeleton } from 'antd';
import { useState } from 'react';
import type { BookingRow } from '../../../api/bookings/booking-contract';
import {
  bookingStateDeclarations,
  type BookingState,
  timesOf,
  whoBooked,
} from '../../../domain/bookings';
import { DateField } from '../../look/date-field';
import { ExcelButton } from '../../look/excel-button';
import { fetchFile, sentenceOf } from '../../server/client';
import { dateOnly, timeOnly } from '../../text/time';
import { useDesk } from '../desk/office';
import { BookingActions } from './booking-item';
import { bookingDaysQuery, daysAfter } from './queries';

const daysShown = 30;
/** What an appointment with a code may be. */
const listed: readonly BookingState[] = ['booked', 'arrived', 'missed', 'cancelled'];

interface Props {
  /** ISO day. */
  today: string;
  onMove: (row: BookingRow) => void;
}

/** Every appointment of some days in one table, with its Excel [T-14]. */
export function BookingList({ today, onMove }: Props) {
  const { office } = useDesk();
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(() => daysAfter(today, daysShown));
  const [state, setState] = useState<BookingState | null>(null);
  const found = useQuery(bookingDaysQuery(office.id, from, to));
  const shown = `from=${from}&to=${to}${state ? `&state=${state}` : ''}`;
  const rows = (found.data?.bookings ?? []).filter((row) => state === null || row.state === state);
  return (
    <section className="view-note" aria-label="Danh sách lịch hẹn">
      <div className="people-filter" role="search">
        <DateField label="Từ ngày" value={from} onChange={(day) => day && setFrom(day)} />
        <DateField label="Đến ngày" value={to} onChange={(day) => day && setTo(day)} />
        <Select<BookingState>
          aria-label="Trạng thái"
          placeholder="Mọi trạng thái"
          allowClear
          value={state}
          onChange={(chosen) => setState(chosen ?? null)}
          options={listed.map((each) => ({
            value: each,
            label: bookingStateDeclarations[each].vi,
          }))}
        />
        <ExcelButton
          load={() => fetchFile(`/offices/${office.id}/bookings.xlsx?${shown}`)}
          fallbackName="lich-hen.xlsx"
        />
        <span className="quiet" role="status">
          {found.data && `${rows.length} lịch hẹn`}
        </span>
      </div>
      {found.isPending && <Skeleton className="view-skeleton" active />}
      {found.isError && (
        <p className="note note-problem" role="alert">
          {sentenceOf(found.error)}
        </p>
      )}
      {found.data && rows.length === 0 && (
        <p className="empty">Không có lịch hẹn nào như vậy. Đổi ngày hoặc trạng thái ở trên.</p>
      )}
      {rows.length > 0 && <Rows rows={rows} onMove={onMove} />}
    </section>
  );
}

function Rows({ rows, onMove }: { rows: readonly BookingRow[]; onMove: Props['onMove'] }) {
  return (
    <div className="table-frame booking-table" role="region" aria-label="Các lịch hẹn" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">STT</th>
            <th scope="col">Mã lịch hẹn</th>
            <th scope="col">Đối tượng đăng ký, CMT/CCCD/MST</th>
            <th scope="col">Giấy tờ</th>
            <th scope="col">Thời gian hẹn</th>
            <th scope="col">Thời gian hẹn lại</th>
            <th scope="col">Trạng thái</th>
            <th scope="col">Việc</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const { first, again } = timesOf(row);
            return (
              <tr key={row.id}>
                <td>{index + 1}</td>
                <td>{row.code}</td>
                <td className="wraps">
                  {row.requesterName}
                  <br />
                  <span className="quiet">
                    {whoBooked(row)}
                    {row.identifier && ` · ${row.identifier}`}
                  </span>
                </td>
                <td className="wraps">
                  {row.documentType} · {row.originals}
                </td>
                <Hour at={first} />
                <Hour at={again} />
                <td>
                  {row.proposedAt ? 'Chờ trả lời' : bookingStateDeclarations[row.state].vi}
                  {row.isDisplaced && <p className="quiet">Giờ này không còn nhận</p>}
                </td>
                <td>
                  <BookingActions row={row} onMove={() => onMove(row)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The hour over its day, so that all columns fit. */
function Hour({ at }: { at: string | null }) {
  return (
    <td>
      {at && (
        <>
          {timeOnly(at)}
          <br />
          {dateOnly(at)}
        </>
      )}
    </td>
  );
}
