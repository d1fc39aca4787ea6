import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Session } from '../../../api/sessions/contract';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { sessionQuery, welcome } from '../../server/queries';

/** Who was given a password by somebody else chooses their own before anything else. */
export function FirstPasswordPage({ session }: { session: Session }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/mark.svg" alt="" width={48} height={48} />
        <h1>Đổi mật khẩu</h1>
        <p className="quiet">
          Mật khẩu của {session.person.fullName} do quản trị viên cấp. Chọn mật khẩu của riêng bạn
          để bắt đầu làm việc.
        </p>
        <PasswordForm onDone={() => undefined} />
      </div>
    </main>
  );
}

export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Đổi mật khẩu" onClose={onClose}>
      <PasswordForm onDone={onClose} />
    </Dialog>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () =>
      act<Session>('/session/password', { method: 'PUT', body: { current, password } }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, welcome(session));
      void message.success('Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.');
      onDone();
    },
  });
  const isDifferent = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (again === password) change.mutate();
  };
  return (
    <form className="act" onSubmit={submit}>
      <PasswordField
        label="Mật khẩu hiện tại"
        kind="current-password"
        value={current}
        onChange={setCurrent}
      />
      <PasswordField
        label="Mật khẩu mới (ít nhất 12 ký tự; một câu ngắn là tốt nhất)"
        kind="new-password"
        value={password}
        onChange={setPassword}
      />
      <PasswordField
        label="Gõ lại mật khẩu mới"
        kind="new-password"
        value={again}
        onChange={setAgain}
      />
      {isDifferent && (
        <p className="fault" role="alert">
          Hai lần gõ mật khẩu mới chưa giống nhau.
        </p>
      )}
      <ProblemNote error={change.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={current === '' || password === '' || again !== password}
        loading={change.isPending && { delay: 300 }}
      >
        Đổi mật khẩu
      </Button>
    </form>
  );
}

interface FieldProps {
  label: string;
  kind: 'current-password' | 'new-password';
  value: string;
  onChange: (value: string) => void;
}

function PasswordField({ label, kind, value, onChange }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type="password"
        required
        maxLength={200}
        autoComplete={kind}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
