import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { NextStep, Session } from '../../../api/sessions/contract';
import { act, ApiProblem } from '../../server/client';
import { answerWithPasskey, knowsPasskeys } from '../../server/passkey';
import { withProof } from '../../server/proof';
import { expiredQuery, sessionQuery, welcome } from '../../server/queries';
import { CodeField, codeIn } from '../../sessions/code-field';
import { SaidProblem } from '../account/said-problem';

/** In place of a code. */
const byPasskey = Symbol('passkey');

/** User name and password, and a code where the account wants one. They leave this component only in requests. */
export function SignInForm() {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<NextStep | null>(null);
  const signIn = useMutation({
    mutationFn: async (code: string | null | typeof byPasskey) =>
      code === byPasskey
        ? act<Session>('/session/passkey', { body: await answerWithPasskey('/session/passkey') })
        : code === null
          ? withProof((proof) =>
              act<Session | NextStep>('/session', { body: { username, password, proof } }),
            )
          : act<Session>('/session/second-factor', { body: { code } }),
    onSuccess: async (answer) => {
      setPassword('');
      if ('next' in answer) {
        setStep(answer);
        return;
      }
      client.setQueryData(sessionQuery.queryKey, welcome(answer));
      client.setQueryData(expiredQuery.queryKey, false);
      // What failed for want of a session is asked again.
      await client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.problem.code === 'sign-in-expired') {
        setStep(null);
      }
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    signIn.mutate(step ? codeIn(event.currentTarget) : null);
  };
  return (
    <form className="act" onSubmit={submit}>
      {step ? (
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
      <SaidProblem error={signIn.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        size="large"
        loading={signIn.isPending && { delay: 300 }}
      >
        {step ? 'Xác nhận' : 'Đăng nhập'}
      </Button>
      {step?.next === 'second-factor' && step.hasPasskey && knowsPasskeys && (
        <Button block size="large" onClick={() => signIn.mutate(byPasskey)}>
          Dùng khóa bảo mật
        </Button>
      )}
    </form>
  );
}
