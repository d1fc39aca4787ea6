import { useState } from 'react';
import type { Booking } from '../../api/bookings/booking-contract';
import {
  bookingPages,
  bookingStateDeclarations,
  moveGroundDeclarations,
} from '../../domain/bookings';
import { Pair } from '../look/pair';
import { act, sentenceOf } from '../server/client';
import { useServerNow } from '../server/clock';
import { HoursPicker } from './hours-picker';
import { TimeLeft } from './time-left';
import { dayWords, hourWords } from '../text/when';

/** One appointment with what its holder can do about it. */
export function BookingCard({
  booking,
  onChange,
}: {
  booking: Booking;
  onChange: (booking: Booking) => void;
}) {
  const [isMoving, setMoving] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [turn, setTurn] = useState(0);
  const now = useServerNow();
  const { link, state, startsAt, proposal, moved } = booking;
  const send = async (path: string, body?: object) => {
    setBusy(true);
    setProblem('');
    try {
      onChange(
        await act<Booking>(`/public/bookings/${link}/${path}`, body === undefined ? {} : { body }),
      );
      setMoving(false);
      setEnding(false);
    } catch (error) {
      setProblem(sentenceOf(error));
      setTurn((count) => count + 1);
    } finally {
      setBusy(false);
    }
  };
  const isToCome = state === 'booked' && startsAt !== null && Date.parse(startsAt) > now;
  return (
    <section className="card" aria-labelledby={`title-${link.slice(0, 8)}`}>
      <h2 id={`title-${link.slice(0, 8)}`}>{bookingStateDeclarations[state].vi}</h2>
      {booking.code && <p className="booking-code">{booking.code}</p>}
      <dl className="pairs">
        {startsAt && <Pair name="Thời gian" value={hourWords(startsAt)} />}
        {state === 'waiting' && booking.waitsFor && (
          <Pair name="Chờ chỗ ngày" value={dayWords(booking.waitsFor).long} />
        )}
        <Pair
          name="Nơi tiếp nhận"
          value={[booking.office.name, booking.office.note].filter(Boolean).join(' – ')}
        />
        <Pair name="Giấy tờ" value={`${booking.documentType} (${booking.originals} bản chính)`} />
        <Pair
          name="Người yêu cầu"
          value={[booking.requesterName, booking.phone].filter(Boolean).join(', ')}
        />
      </dl>
      {moved && (
        <p className="quiet">
          Đã chuyển từ {hourWords(moved.from)}.
          {moved.ground && ` ${moveGroundDeclarations[moved.ground].vi}: ${moved.reason}`}
        </p>
      )}
      {proposal && isToCome && (
        <div className="verdict verdict-unsure">
          <p>
            Cơ quan xin chuyển sang <b>{hourWords(proposal.startsAt)}</b>.{' '}
            {proposal.ground &&
              `${moveGroundDeclarations[proposal.ground].vi}: ${proposal.reason}.`}{' '}
            Chỗ mới được giữ đến {hourWords(proposal.until)}.
          </p>
          <p className="actions">
            <button
              type="button"
              className="big-button"
              disabled={isBusy}
              onClick={() => void send('answer', { agrees: true })}
            >
              Đồng ý
            </button>
            <button
              type="button"
              className="big-button quiet-button"
              disabled={isBusy}
              onClick={() => void send('answer', { agrees: false })}
            >
              Giữ giờ cũ
            </button>
          </p>
        </div>
      )}
      {state === 'offered' && booking.heldUntil && <TimeLeft until={booking.heldUntil} />}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {isMoving && (
        <>
          <HoursPicker
            officeId={booking.office.id}
            {...{ turn, isBusy }}
            onHour={(hour) => void send('move', { startsAt: hour })}
          />
          <p>
            <button type="button" className="text-button" onClick={() => setMoving(false)}>
              Thôi, giữ giờ này
            </button>
          </p>
        </>
      )}
      {isEnding && (
        <div role="group" aria-label="Hủy lịch hẹn">
          <p>Hủy lịch hẹn này? Chỗ sẽ được nhường cho người khác.</p>
          <p className="actions">
            <button
              type="button"
              className="big-button"
              disabled={isBusy}
              autoFocus
              onClick={() => void send('cancel')}
            >
              Hủy lịch hẹn
            </button>
            <button
              type="button"
              className="big-button quiet-button"
              onClick={() => setEnding(false)}
            >
              Không hủy
            </button>
          </p>
        </div>
      )}
      {!isMoving && !isEnding && (
        <p className="actions">
          {state === 'offered' && (
            <button
              type="button"
              className="big-button"
              disabled={isBusy}
              onClick={() => void send('confirm', {})}
            >
              Nhận chỗ này
            </button>
          )}
          {isToCome && (
            <>
              <a className="big-button" href={`/api/public/bookings/${link}/calendar`} download>
                Thêm vào lịch điện thoại
              </a>
              <button
                type="button"
                className="big-button quiet-button"
                onClick={() => setMoving(true)}
              >
                Đổi giờ
              </button>
            </>
          )}
          {(isToCome || state === 'waiting' || state === 'offered') && (
            <button
              type="button"
              className="big-button quiet-button"
              onClick={() => setEnding(true)}
            >
              {isToCome ? 'Hủy lịch hẹn' : 'Rời danh sách chờ'}
            </button>
          )}
          {!isToCome && state !== 'waiting' && state !== 'offered' && (
            <a className="big-button" href={bookingPages.book}>
              Đặt lịch khác
            </a>
          )}
        </p>
      )}
    </section>
  );
}
