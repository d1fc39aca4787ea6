import { useEffect, useState } from 'react';
import type { Booking } from '../../api/bookings/booking-contract';
import type { CodeSent, Session } from '../../api/sessions/contract';
import { bookingPages } from '../../domain/bookings';
import { PlainFrame } from '../look/plain-frame';
import { act, getJson, keepCsrfToken, sentenceOf } from '../server/client';
import { withProof } from '../server/proof';
import { FormCard, wordIn } from '../citizen/form-card';
import { SentCode } from '../citizen/sent-code';
import { BookingCard } from './booking-card';

/** An appointment by its link, or by its code and a code that is sent to whoever made it. */
export function KeptPage() {
  const [link, setLink] = useState(() => location.hash.slice(1));
  const [booking, setBooking] = useState<Booking | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    getJson<Session>('/session').then(
      ({ csrfToken }) => keepCsrfToken(csrfToken),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (link === '') return;
    getJson<Booking>(`/public/bookings/${encodeURIComponent(link)}`).then(
      setBooking,
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, [link]);
  const open = (found: string) => {
    setProblem('');
    history.replaceState(null, '', `${bookingPages.kept}#${found}`);
    setLink(found);
  };
  return (
    <PlainFrame nav={<a href={bookingPages.book}>Đặt lịch hẹn</a>}>
      <h1>Lịch hẹn của ông/bà</h1>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {link !== '' && !booking && !problem && <p className="quiet">Đang mở lịch hẹn…</p>}
      {booking && <BookingCard booking={booking} onChange={setBooking} />}
      {(link === '' || problem !== '') && <FindForm onFound={open} />}
    </PlainFrame>
  );
}

function FindForm({ onFound }: { onFound: (link: string) => void }) {
  const [asked, setAsked] = useState<{ code: string; contact: string } | null>(null);
  const [sent, setSent] = useState<CodeSent | null>(null);
  const [sends, setSends] = useState(0);
  const ask = async (typed: { code: string; contact: string }) => {
    const answer = await withProof((proof) =>
      act<CodeSent>('/public/booking-access', { body: { ...typed, proof } }),
    );
    setAsked(typed);
    setSends((count) => count + 1);
    setSent(answer);
  };
  if (asked && sent) {
    return (
      <FormCard
        action="Mở lịch hẹn"
        onSend={async (typed) => {
          const body = { ...asked, oneTimeCode: wordIn(typed, 'code') };
          onFound((await act<{ link: string }>('/public/booking-access/code', { body })).link);
        }}
      >
        <SentCode key={sends} sent={sent} sentTo={asked.contact} onResend={() => ask(asked)} />
      </FormCard>
    );
  }
  return (
    <FormCard
      action="Nhận mã xác nhận"
      onSend={(typed) => ask({ code: wordIn(typed, 'code'), contact: wordIn(typed, 'contact') })}
    >
      <p>Mở bằng liên kết trong thư hoặc tin nhắn; không còn liên kết, xin dùng mã lịch hẹn.</p>
      <label className="field">
        <span>Mã lịch hẹn (CTĐT-…)</span>
        <input name="code" required maxLength={40} autoComplete="off" autoCapitalize="characters" />
      </label>
      <label className="field">
        <span>Số điện thoại hoặc email đã khai</span>
        <input name="contact" required minLength={6} maxLength={200} autoComplete="tel" />
      </label>
    </FormCard>
  );
}
