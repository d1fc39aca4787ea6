import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import type { Consented } from '../../../api/signing-keys/contract';
import { ProblemNote } from '../../look/problem-note';
import { act, ApiProblem } from '../../server/client';
import { consentGiven } from './consent-given';
import './my-token.css';

/** Back from the provider's page: hands on what it gave, and leads to the dossier. */
export function ConsentReturn() {
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation({
    // One and the same act, however often it is sent.
    mutationFn: () =>
      act<Consented>('/signing-keys/consent', {
        body: consentGiven ?? {},
        idempotencyKey: actKey,
      }),
    onSuccess: ({ dossierId, step: list }) =>
      navigate({ to: '/work/$list/{-$dossierId}', params: { list, dossierId }, replace: true }),
  });
  useEffect(() => {
    if (consentGiven) mutate();
  }, [mutate]);
  return (
    <div className="my-token">
      <h1>Xác nhận ký số từ xa</h1>
      {consentGiven && !error && (
        <p role="status">Đang chuyển xác nhận của bạn và chờ chữ ký từ nhà cung cấp…</p>
      )}
      {!consentGiven && (
        <p className="note">
          Không có xác nhận nào ở đây. Mở hồ sơ và bấm ký để đến trang của nhà cung cấp.
        </p>
      )}
      <ProblemNote error={error} />
      {mayRepeat(error) && (
        <Button type="primary" onClick={() => mutate()} loading={isPending && { delay: 300 }}>
          Gửi lại xác nhận
        </Button>
      )}
      {(error || !consentGiven) && (
        <p>
          <Link to="/">Về trang chính</Link>
        </p>
      )}
    </div>
  );
}

const actKey = crypto.randomUUID();

/** Nothing was taken where nobody was signed in, or no answer came. */
function mayRepeat(error: Error | null): boolean {
  return error instanceof ApiProblem && [0, 401, 503].includes(error.problem.status);
}
