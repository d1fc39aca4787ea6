import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';

/** Until the copy is sent: the address once more, put right where it was wrong, and again. */
export function ResendMail({ dossier }: { dossier: Dossier }) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const resend = useMutation({
    mutationFn: () =>
      act(`/dossiers/${dossier.id}/resend-mail`, { body: email.trim() ? { email } : {} }),
    onSuccess: async () => {
      void message.success('Đang gửi lại thư');
      await client.invalidateQueries({ queryKey: ['dossier', dossier.id] });
    },
  });
  // At any time before it is sent, and where it has perhaps been sent.
  if (!dossier.actions.includes('resend-mail')) return null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!resend.isPending) resend.mutate();
  };
  return (
    <form className="act" onSubmit={send}>
      <label className="field">
        <span>Gửi đến địa chỉ khác (để trống: {dossier.requesterEmail ?? 'chưa có địa chỉ'})</span>
        <input
          className="input"
          type="text"
          inputMode="email"
          autoComplete="off"
          maxLength={200}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      <ProblemNote error={resend.error} />
      <Button type="primary" htmlType="submit" loading={resend.isPending && { delay: 300 }}>
        Gửi lại thư
      </Button>
    </form>
  );
}
