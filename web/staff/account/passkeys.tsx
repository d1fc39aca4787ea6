import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { FormEvent } from 'react';
import type { Passkeys as Mine } from '../../../api/passkeys/contract';
import { ConfirmedButton } from '../../look/confirmed-button';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson } from '../../server/client';
import { knowsPasskeys, makePasskey } from '../../server/passkey';
import { fieldIn } from '../../sessions/code-field';
import { dateTime } from '../../text/time';
import { SaidProblem } from './said-problem';

const path = '/my/passkeys';
const queryKey = ['passkeys'];

/** "Khóa bảo mật": keys that are touched in place of typing a code. */
export function Passkeys() {
  const client = useQueryClient();
  const mine = useQuery({ queryKey, queryFn: ({ signal }) => getJson<Mine>(path, signal) });
  const add = useMutation({
    mutationFn: async (name: string) => {
      return act<Mine>(path, { body: { name, ...(await makePasskey(path)) } });
    },
    onSuccess: (now) => client.setQueryData(queryKey, now),
  });
  const remove = useMutation({
    mutationFn: (id: string) => act(`${path}/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return (
    <section className="account-card" aria-labelledby="passkeys">
      <h2 id="passkeys">Khóa bảo mật (passkey)</h2>
      <p>Chạm khóa hoặc mở khóa thiết bị thay cho gõ mã; khóa chỉ dùng được ở đúng trang này.</p>
      <ProblemNote error={mine.error ?? remove.error} />
      <ul>
        {(mine.data?.items ?? []).map(({ id, name, since, lastUsed }) => (
          <li key={id}>
            {name}: thêm {dateTime(since)}, {lastUsed ? `dùng ${dateTime(lastUsed)}` : 'chưa dùng'}{' '}
            <ConfirmedButton
              title={`Bỏ khóa “${name}”?`}
              description="Khóa này không đăng nhập được nữa; mã trên ứng dụng xác thực vẫn dùng được."
              okText="Bỏ"
              onConfirm={() => remove.mutate(id)}
              isPending={remove.isPending}
              danger
            >
              Bỏ
            </ConfirmedButton>
          </li>
        ))}
      </ul>
      {knowsPasskeys && (
        <form
          className="act"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault();
            const form = event.currentTarget;
            add.mutate(fieldIn(form, 'name'), { onSuccess: () => form.reset() });
          }}
        >
          <label className="field">
            <span>Tên khóa, để bạn nhận ra</span>
            <input name="name" className="input" required maxLength={60} />
          </label>
          <SaidProblem error={add.error} />
          <p>
            <Button htmlType="submit" loading={add.isPending && { delay: 300 }}>
              Thêm khóa bảo mật
            </Button>
          </p>
        </form>
      )}
    </section>
  );
}
