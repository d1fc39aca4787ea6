import { useEffect, useState } from 'react';
import type { CodeSent } from '../../api/sessions/contract';
import { sentenceOf } from '../server/client';

/** Where the code of a text message is typed, and another is asked for. Shown anew (`key`) for each code. */
export function SentCode({
  sent,
  sentTo,
  onResend,
}: {
  sent: CodeSent;
  sentTo: string;
  onResend: () => Promise<void>;
}) {
  const [left, setLeft] = useState(sent.resendSeconds);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1_000);
    return () => clearInterval(timer);
  }, []);
  const resend = () => {
    setProblem('');
    onResend().catch((error: unknown) => setProblem(sentenceOf(error)));
  };
  return (
    <>
      <label className="field">
        <span>Mã 6 số đã gửi đến {sentTo}</span>
        <input
          name="code"
          autoFocus
          required
          inputMode="numeric"
          pattern="[0-9 ]{6,8}"
          title="6 chữ số trong tin nhắn mới nhất"
          maxLength={8}
          autoComplete="one-time-code"
        />
      </label>
      <p className="quiet">
        Mã dùng được trong {Math.floor(sent.validSeconds / 60)} phút; chỉ mã mới nhất có giá trị.{' '}
        <button type="button" className="text-button" disabled={left > 0} onClick={resend}>
          Gửi lại mã{left > 0 && ` (sau ${left} giây)`}
        </button>
      </p>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
