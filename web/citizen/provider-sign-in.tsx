import { useEffect, useState } from 'react';
import type { SignInMethods } from '../../api/provider/contract';
import type { ProviderPage } from '../../api/sessions/contract';
import { act, getJson, sentenceOf } from '../server/client';

/** Sign in by the electronic identity, where the server has a provider of such. */
export function ProviderSignIn() {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  useEffect(() => {
    getJson<SignInMethods>('/sign-in-methods').then(
      ({ provider }) => setName(provider?.name ?? ''),
      // The password form beside says what is wrong, if anything is.
      () => undefined,
    );
  }, []);
  if (!name) return null;
  const go = async () => {
    setProblem('');
    try {
      const { url } = await act<ProviderPage>('/session/provider');
      location.assign(url);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <section className="card">
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <p className="actions">
        <button type="button" className="big-button" onClick={() => void go()}>
          Đăng nhập bằng {name}
        </button>
      </p>
    </section>
  );
}
