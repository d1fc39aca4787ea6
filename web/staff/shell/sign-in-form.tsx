import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Session } from '../../../api/sessions/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { expiredQuery, sessionQuery, welcome } from '../../server/queries';

/** User name and password. The password leaves this component only in the request. */
export function SignInForm() {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => act<Session>('/session', { body: { username, password } }),
    onSuccess: async (session) => {
      setPassword('');
      client.setQueryData(sessionQuery.queryKey, welcome(session));
      client.setQueryData(expiredQuery.queryKey, false);
      // What failed for want of a session is asked again.
      await client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className="act" onSubmit={submit}>
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
      <ProblemNote error={signIn.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        size="large"
        loading={signIn.isPending && { delay: 300 }}
      >
        Đăng nhập
      </Button>
    </form>
  );
}
