import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Session } from '../../api/contract/session';
import { act, sentenceOf } from '../server/client';
import { sessionQuery, welcome } from '../server/queries';

/** Sign in. The password leaves this component only in the request. */
export function SignInPage() {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => act<Session>('/session', { body: { username, password } }),
    onSuccess: (session) => {
      setPassword('');
      client.setQueryData(sessionQuery.queryKey, welcome(session));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit} aria-labelledby="sign-in-title">
        <img src="/mark.svg" alt="" width={48} height={48} />
        <h1 id="sign-in-title">Sao Y</h1>
        <p className="quiet">Chứng thực bản sao điện tử từ bản chính</p>
        <label className="field">
          <span>Tên đăng nhập</span>
          <input
            className="input"
            autoFocus
            required
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </label>
        <label className="field">
          <span>Mật khẩu</span>
          <input
            className="input"
            type="password"
            required
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {signIn.isError && (
          <p className="note note-problem" role="alert">
            {sentenceOf(signIn.error)}
          </p>
        )}
        <Button
          type="primary"
          htmlType="submit"
          block
          size="large"
          loading={signIn.isPending && { delay: 300 }}
        >
          Đăng nhập
        </Button>
        <p className="quiet sign-in-links">
          <a href="/verify">Kiểm tra một bản sao</a> · <a href="/my">Bản sao của tôi</a>
        </p>
      </form>
    </main>
  );
}
