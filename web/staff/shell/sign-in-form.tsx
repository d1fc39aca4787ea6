import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { NextStep, Session } from '../../../api/sessions/contract';
import { ProblemNote } from '../../look/problem-note';
import { act, ApiProblem } from '../../server/client';
import { withProof } from '../../server/proof';
import { expiredQuery, sessionQuery, welcome } from '../../server/queries';
import { CodeField, codeIn } from '../../sessions/code-field';

/** User name and password, and a code where the account wants one. They leave this component only in requests. */
export function SignInForm() {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const signIn = useMutation({
    mutationFn: (code: string | null) =>
      code === null
        ? withProof((proof) =>
            act<Session | NextStep>('/session', { body: { username, password, proof } }),
          )
        : act<Session>('/session/second-factor', { body: { code } }),
    onSuccess: async (answer) => {
      setPassword('');
      if ('next' in answer) {
        setWantsCode(true);
        return;
      }
      client.setQueryData(sessionQuery.queryKey, welcome(answer));
      client.setQueryData(expiredQuery.queryKey, false);
      // What failed for want of a session is asked again.
      await client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.problem.code === 'sign-in-expired') {
        setWantsCode(false);
      }
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    signIn.mutate(wantsCode ? codeIn(event.currentTarget) : null);
  };
  return (
    <form className="act" onSubmit={submit}>
      {wantsCode ? (
        <CodeField />
      ) : (
        <>
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
        </>
      )}
      <ProblemNote error={signIn.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        size="large"
        loading={signIn.isPending && { delay: 300 }}
      >
        {wantsCode ? 'Xác nhận' : 'Đăng nhập'}
      </Button>
    </form>
  );
}
