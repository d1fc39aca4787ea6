import { type FormEvent, useEffect, useState } from 'react';
import type { SignInMethods } from '../../api/provider/contract';
import type { NextStep, Session } from '../../api/sessions/contract';
import { citizenPages } from '../../domain/citizen-pages';
import { act, ApiProblem, getJson, keepCsrfToken, sentenceOf } from '../server/client';
import { withProof } from '../server/proof';
import { CodeField, codeIn } from '../sessions/code-field';
import { SentCode } from './sent-code';

export function SignInForm({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [isRegistrationOpen, setRegistrationOpen] = useState(false);
  useEffect(() => {
    getJson<SignInMethods>('/sign-in-methods').then(
      (methods) => setRegistrationOpen(methods.isRegistrationOpen),
      () => undefined,
    );
  }, []);
  const [problem, setProblem] = useState('');
  const [step, setStep] = useState<NextStep | null>(null);
  const [isPending, setPending] = useState(false);
  /** Codes sent, so that each begins with an empty field and its own seconds. */
  const [sends, setSends] = useState(0);
  const signIn = async (form: HTMLFormElement) => {
    const typed = new FormData(form);
    const send = () =>
      step
        ? act<Session>('/session/second-factor', { body: { code: codeIn(form) } })
        : withProof((proof) => {
            const [username, password] = [typed.get('username'), typed.get('password')];
            return act<Session | NextStep>('/session', { body: { username, password, proof } });
          });
    setPending(true);
    setProblem('');
    try {
      const answer = await send();
      if ('next' in answer) {
        setStep(answer);
        return;
      }
      keepCsrfToken(answer.csrfToken);
      onSignedIn(answer);
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'sign-in-expired') {
        setStep(null);
      }
      setProblem(citizenSentence(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      className="card"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void signIn(event.currentTarget);
      }}
    >
      {step?.next === 'second-factor' && <CodeField />}
      {step?.next === 'one-time-code' && (
        <SentCode
          key={sends}
          sent={step}
          sentTo={step.sentTo}
          onResend={async () => {
            setStep(await act<NextStep>('/session/code'));
            setSends(sends + 1);
            setProblem('');
          }}
        />
      )}
      {step === null && (
        <>
          <label className="field">
            <span>Số CCCD hoặc tên đăng nhập</span>
            <input name="username" required autoComplete="username" />
          </label>
          <label className="field">
            <span>Mật khẩu</span>
            <input name="password" type="password" required autoComplete="current-password" />
          </label>
          <p className="actions">
            <a href={citizenPages.forgotten}>Quên mật khẩu</a>
            {isRegistrationOpen && <a href={citizenPages.register}>Đăng ký tài khoản</a>}
          </p>
        </>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="big-button" disabled={isPending}>
        {isPending ? 'Đang đăng nhập…' : step ? 'Xác nhận' : 'Đăng nhập'}
      </button>
    </form>
  );
}

/** The server's sentence speaks to officers, who have an administrator to ask. */
function citizenSentence(error: unknown): string {
  if (!(error instanceof ApiProblem)) return sentenceOf(error);
  const { code, params } = error.problem;
  if (code === 'sign-in-failed') {
    return 'Số CCCD hoặc mật khẩu không đúng. Thử lại, hoặc xem “Quên mật khẩu”.';
  }
  if (code === 'sign-in-throttled') {
    return `Đăng nhập sai quá nhiều lần. Chờ ${String(params?.retryAfterSeconds ?? 60)} giây rồi thử lại.`;
  }
  return sentenceOf(error);
}
