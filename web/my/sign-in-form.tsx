import { type FormEvent, useState } from 'react';
import { act, sentenceOf } from '../server/client';

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const [problem, setProblem] = useState('');
  const [isPending, setPending] = useState(false);
  const signIn = async (form: HTMLFormElement) => {
    const typed = new FormData(form);
    setPending(true);
    setProblem('');
    try {
      await act('/session', {
        body: { username: typed.get('username'), password: typed.get('password') },
      });
      onSignedIn();
    } catch (error) {
      setProblem(sentenceOf(error));
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
      <label className="field">
        <span>Số CCCD hoặc tên đăng nhập</span>
        <input name="username" required autoComplete="username" />
      </label>
      <label className="field">
        <span>Mật khẩu</span>
        <input name="password" type="password" required autoComplete="current-password" />
      </label>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="big-button" disabled={isPending}>
        {isPending ? 'Đang đăng nhập…' : 'Đăng nhập'}
      </button>
    </form>
  );
}
