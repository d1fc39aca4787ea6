import { useEffect, useState } from 'react';
import type {
  Booking,
  BookingHeld,
  BookingHours,
  BookingOffices,
} from '../../api/bookings/booking-contract';
import type { Session } from '../../api/sessions/contract';
import { bookingPages } from '../../domain/bookings';
import { citizenPages } from '../../domain/citizen-pages';
import { PlainFrame } from '../look/plain-frame';
import { act, getJson, keepCsrfToken, sentenceOf } from '../server/client';
import { withProof } from '../server/proof';
import { FormCard } from '../citizen/form-card';
import { BookingCard } from './booking-card';
import { factsIn, FactsFields } from './facts-fields';
import { HoursPicker } from './hours-picker';
import { TimeLeft } from './time-left';
import { dayWords, hourWords } from '../text/when';

/** What was chosen: an hour that is kept, or a day to wait for. */
type Chosen =
  | { kind: 'hour'; held: BookingHeld; hours: BookingHours }
  | { kind: 'day'; date: string; hours: BookingHours };

/** "Đặt lịch hẹn": office, hour, who and what, code (C-16 to C-22). */
export function BookPage() {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [booking, setBooking] = useState<Booking | null>(null);
  useEffect(() => {
    getJson<Session>('/session').then(
      ({ csrfToken, kind, person }) => {
        keepCsrfToken(csrfToken);
        if (kind === 'citizen') setName(person.fullName);
      },
      // Nobody is signed in: that is as well.
      () => undefined,
    );
  }, []);
  return (
    <PlainFrame
      nav={
        <>
          <a href={bookingPages.kept}>Xem lịch hẹn</a>
          {' · '}
          <a href={citizenPages.mine}>{name === '' ? 'Đăng nhập' : 'Trang của tôi'}</a>
        </>
      }
    >
      <h1>Đặt lịch hẹn chứng thực</h1>
      {booking && <Made booking={booking} onChange={setBooking} />}
      {!booking && !chosen && <ChooseHour onChosen={setChosen} />}
      {!booking && chosen && (
        <WhoAndWhat
          key={chosen.kind === 'hour' ? chosen.held.link : chosen.date}
          {...{ chosen, name }}
          onBack={() => setChosen(null)}
          onMade={setBooking}
        />
      )}
      <p className="quiet">
        Đặt lịch không bắt buộc: ông/bà vẫn đến trực tiếp được trong giờ làm việc. Khi đến, xin mang
        theo bản chính và giấy tờ tùy thân; phí nộp tại quầy sau khi bản chính được tiếp nhận.
      </p>
    </PlainFrame>
  );
}

function ChooseHour({ onChosen }: { onChosen: (chosen: Chosen) => void }) {
  const [found, setFound] = useState<BookingOffices | null>(null);
  // The page of an office leads here with both.
  const [led] = useState(() => new URLSearchParams(location.search));
  const [province, setProvince] = useState(led.get('tinh') ?? '');
  const [officeId, setOfficeId] = useState(led.get('co-quan') ?? '');
  const [problem, setProblem] = useState('');
  const [turn, setTurn] = useState(0);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const query = province === '' ? '' : `?province=${encodeURIComponent(province)}`;
    getJson<BookingOffices>(`/public/booking-offices${query}`).then(setFound, (error: unknown) =>
      setProblem(sentenceOf(error)),
    );
  }, [province]);
  const hold = async (startsAt: string, hours: BookingHours) => {
    setBusy(true);
    setProblem('');
    try {
      const held = await withProof((proof) =>
        act<BookingHeld>('/public/bookings', { body: { officeId, startsAt, proof } }),
      );
      onChosen({ kind: 'hour', held, hours });
    } catch (error) {
      setProblem(sentenceOf(error));
      setTurn((count) => count + 1);
    } finally {
      setBusy(false);
    }
  };
  if (found?.provinces.length === 0) {
    return <p className="card">Chưa có cơ quan nào nhận đặt lịch hẹn trên trang này.</p>;
  }
  return (
    <section className="card" aria-labelledby="where-title">
      <h2 id="where-title">Nơi và giờ hẹn</h2>
      {!found && !problem && <p className="quiet">Đang tải danh sách cơ quan…</p>}
      {found && found.provinces.length > 1 && (
        <label className="field">
          <span>Tỉnh/Thành phố</span>
          <select
            value={province}
            onChange={({ target }) => {
              setProvince(target.value);
              setOfficeId('');
            }}
          >
            <option value="">Chọn tỉnh, thành phố</option>
            {found.provinces.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {found && found.offices.length > 0 && (
        <label className="field">
          <span>Cơ quan tiếp nhận (UBND phường, xã)</span>
          <select value={officeId} onChange={({ target }) => setOfficeId(target.value)}>
            <option value="">Chọn cơ quan</option>
            {found.offices.map((office) => (
              <option key={office.id} value={office.id}>
                {office.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div aria-live="polite">
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        {isBusy && <p className="quiet">Đang giữ chỗ…</p>}
      </div>
      {found?.offices.some(({ id }) => id === officeId) && (
        <HoursPicker
          {...{ officeId, turn, isBusy }}
          onHour={(startsAt, hours) => void hold(startsAt, hours)}
          onWait={(date, hours) => onChosen({ kind: 'day', date, hours })}
        />
      )}
    </section>
  );
}

function WhoAndWhat({
  chosen,
  name,
  onBack,
  onMade,
}: {
  chosen: Chosen;
  name: string;
  onBack: () => void;
  onMade: (booking: Booking) => void;
}) {
  const { office, documentTypes } = chosen.hours;
  const send = async (typed: FormData) => {
    const facts = factsIn(typed);
    if (chosen.kind === 'hour') {
      const path = `/public/bookings/${chosen.held.link}/confirm`;
      onMade(await act<Booking>(path, { body: { facts } }));
      return;
    }
    const wanted = { officeId: office.id, date: chosen.date, facts };
    onMade(
      await withProof((proof) =>
        act<Booking>('/public/booking-waits', { body: { ...wanted, proof } }),
      ),
    );
  };
  const back = () => {
    // What is not given back ends by itself.
    if (chosen.kind === 'hour') {
      act(`/public/bookings/${chosen.held.link}/cancel`).catch(() => undefined);
    }
    onBack();
  };
  return (
    <FormCard action={chosen.kind === 'hour' ? 'Đặt lịch hẹn' : 'Vào danh sách chờ'} onSend={send}>
      <h2>{office.name}</h2>
      <p>
        {chosen.kind === 'hour' ? (
          <b>{hourWords(chosen.held.startsAt)}</b>
        ) : (
          <>
            Chờ một chỗ trống trong ngày <b>{dayWords(chosen.date).long}</b>. Có chỗ, ông/bà được
            nhắn tin và chỗ được giữ một lúc để xác nhận.
          </>
        )}{' '}
        <button type="button" className="text-button" onClick={back}>
          Chọn giờ khác
        </button>
      </p>
      {chosen.kind === 'hour' && <TimeLeft until={chosen.held.heldUntil} />}
      <FactsFields types={documentTypes} name={name} />
    </FormCard>
  );
}

function Made({ booking, onChange }: { booking: Booking; onChange: (booking: Booking) => void }) {
  return (
    <>
      <p className="verdict verdict-yes" role="status">
        {booking.state === 'waiting'
          ? 'Đã vào danh sách chờ. Có chỗ trống, ông/bà sẽ được nhắn tin.'
          : 'Đặt lịch hẹn thành công. Mã lịch hẹn và liên kết được gửi đến số điện thoại và email đã khai.'}
      </p>
      <BookingCard {...{ booking, onChange }} />
    </>
  );
}
