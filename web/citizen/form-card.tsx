import { type FormEvent, type ReactNode, useState } from 'react';
import { sentenceOf } from '../server/client';

/** A form with one thing to do; what goes wrong is said above its button, and nothing typed is lost. */
export function FormCard({
  children,
  action,
  onSend,
}: {
  children: ReactNode;
  action: string;
  /** Throws ApiProblem, or Error with a sentence of its own. */
  onSend: (typed: FormData) => Promise<void>;
}) {
  const [problem, setProblem] = useState('');
  const [isPending, setPending] = useState(false);
  const send = async (form: HTMLFormElement) => {
    setPending(true);
    setProblem('');
    try {
      await onSend(new FormData(form));
    } catch (error) {
      setProblem(error instanceof Unsent ? error.message : sentenceOf(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      className="card"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      {children}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="big-button" disabled={isPending}>
        {isPending ? 'Đang gửi…' : action}
      </button>
    </form>
  );
}

/** Found out by the page: it was not sent. */
class Unsent extends Error {}

/** A new password, typed twice. */
export function NewPasswordFields() {
  return (
    <>
      <label className="field">
        <span>Mật khẩu mới (ít nhất 12 ký tự; một câu ngắn là tốt nhất)</span>
        <input
          name="password"
          type="password"
          required
          minLength={12}
          maxLength={200}
          autoComplete="new-password"
        />
      </label>
      <label className="field">
        <span>Gõ lại mật khẩu mới</span>
        <input name="again" type="password" required maxLength={200} autoComplete="new-password" />
      </label>
    </>
  );
}

/** @throws Error with the sentence to show where the two are not one */
export function newPasswordIn(typed: FormData): string {
  const password = wordIn(typed, 'password');
  if (password !== wordIn(typed, 'again')) {
    throw new Unsent('Hai lần gõ mật khẩu mới chưa giống nhau.');
  }
  return password;
}

export function wordIn(typed: FormData, name: string): string {
  const value = typed.get(name);
  return typeof value === 'string' ? value : '';
}
