import { useEffect, useState } from 'react';
import { PlainFrame } from '../look/plain-frame';
import { act, sentenceOf } from '../server/client';

/** Back from the provider's page: hands on what it gave, and leads to one's copies. */
export function ProviderReturn({ search }: { search: string }) {
  const [problem, setProblem] = useState('');
  useEffect(() => {
    act('/session/provider/return', { body: { search } }).then(
      () => location.replace('/my'),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, [search]);
  return (
    <PlainFrame>
      <h1>Đăng nhập</h1>
      {problem ? (
        <>
          <p className="problem" role="alert">
            {problem}
          </p>
          <p className="actions">
            <a className="big-button" href="/my">
              Đăng nhập lại
            </a>
          </p>
        </>
      ) : (
        <p role="status">Đang đăng nhập…</p>
      )}
    </PlainFrame>
  );
}
