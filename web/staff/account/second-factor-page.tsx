import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type {
  RecoveryCodes,
  SecondFactorBegun,
  SecondFactorState,
} from '../../../api/second-factor/contract';
import { ConfirmedButton } from '../../look/confirmed-button';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson } from '../../server/client';
import { CodeField, codeIn, fieldIn } from '../../sessions/code-field';
import { dateTime } from '../../text/time';
import { Passkeys } from './passkeys';
import './account.css';

const path = '/my/second-factor';
const queryKey = ['second-factor'];

/** "Xác thực hai lớp": an authenticator program on the person's phone, set up, renewed and removed. */
export function SecondFactorPage() {
  const client = useQueryClient();
  const state = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<SecondFactorState>(path, signal),
  });
  const [codes, setCodes] = useState<string[] | null>(null);
  const show = ({ recoveryCodes }: RecoveryCodes) => {
    setCodes(recoveryCodes);
    void client.invalidateQueries({ queryKey });
  };
  return (
    <div className="account">
      <header>
        <h1>Xác thực hai lớp</h1>
        <p className="quiet">
          Khi đăng nhập, và trước khi ký, đóng dấu hay thu hồi, trang hỏi thêm mã 6 số trên điện
          thoại của bạn. Ai biết mật khẩu của bạn cũng không vào được.
        </p>
      </header>
      <ProblemNote error={state.error} />
      {codes && <FreshCodes codes={codes} onKept={() => setCodes(null)} />}
      {state.data && !state.data.isOn && <SetUp policy={state.data.policy} onDone={show} />}
      {state.data?.isOn && <SetUpAlready state={state.data} onCodes={show} />}
      {state.data?.isOn && <Passkeys />}
    </div>
  );
}

function SetUp(props: {
  policy: SecondFactorState['policy'];
  onDone: (codes: RecoveryCodes) => void;
}) {
  const begin = useMutation({
    mutationFn: (password: string) => act<SecondFactorBegun>(path, { body: { password } }),
  });
  const confirm = useMutation({
    mutationFn: (code: string) => act<RecoveryCodes>(`${path}/confirmation`, { body: { code } }),
    onSuccess: props.onDone,
  });
  if (props.policy === 'off') return <p>Đơn vị không dùng xác thực hai lớp.</p>;
  if (!begin.data) {
    return (
      <form
        className="account-card"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          begin.mutate(fieldIn(event.currentTarget, 'password'));
        }}
      >
        <h2>{props.policy === 'required' ? 'Phải bật trước khi ký' : 'Chưa bật'}</h2>
        <label className="field">
          <span>Nhập lại mật khẩu để bắt đầu</span>
          <input
            name="password"
            className="input"
            type="password"
            required
            autoComplete="current-password"
          />
        </label>
        <ProblemNote error={begin.error} />
        <p>
          <Button type="primary" htmlType="submit" loading={begin.isPending && { delay: 300 }}>
            Bật xác thực hai lớp
          </Button>
        </p>
      </form>
    );
  }
  const { secret, qr } = begin.data;
  return (
    <form
      className="account-card"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        confirm.mutate(codeIn(event.currentTarget));
      }}
    >
      <h2>Quét mã này bằng ứng dụng xác thực</h2>
      <p>Ví dụ Google Authenticator, Microsoft Authenticator, FreeOTP.</p>
      <svg
        className="qr"
        role="img"
        aria-label="Mã QR để thiết lập ứng dụng xác thực"
        viewBox={`-4 -4 ${qr.size + 8} ${qr.size + 8}`}
        shapeRendering="crispEdges"
      >
        <path d={qr.path} />
      </svg>
      <p>
        Không quét được thì nhập khóa: <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <CodeField />
      <ProblemNote error={confirm.error} />
      <p>
        <Button type="primary" htmlType="submit" loading={confirm.isPending && { delay: 300 }}>
          Xác nhận mã
        </Button>
      </p>
    </form>
  );
}

function SetUpAlready(props: {
  state: SecondFactorState;
  onCodes: (codes: RecoveryCodes) => void;
}) {
  const client = useQueryClient();
  const { since, recoveryCodesLeft, policy, stepUpMinutes } = props.state;
  const renew = useMutation({
    mutationFn: () => act<RecoveryCodes>(`${path}/recovery-codes`),
    onSuccess: props.onCodes,
  });
  const remove = useMutation({
    mutationFn: () => act(path, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return (
    <section className="account-card" aria-labelledby="factor-on">
      <h2 id="factor-on">Đang bật{since && ` từ ${dateTime(since)}`}</h2>
      <p>
        Trước khi ký, đóng dấu hay thu hồi, mã được hỏi lại nếu lần nhập trước đã quá{' '}
        {stepUpMinutes} phút. Còn {recoveryCodesLeft} mã khôi phục. Phiên mở từ trước ở máy khác vẫn
        dùng được; <Link to="/my-sessions">kết thúc ở đây</Link> nếu muốn.
      </p>
      <ProblemNote error={renew.error ?? remove.error} />
      <p className="account-actions">
        <Button onClick={() => renew.mutate()} loading={renew.isPending && { delay: 300 }}>
          Tạo mã khôi phục mới
        </Button>
        {policy !== 'required' && (
          <ConfirmedButton
            title="Tắt xác thực hai lớp?"
            description="Từ lần sau chỉ cần mật khẩu là vào được tài khoản của bạn."
            okText="Tắt"
            onConfirm={() => remove.mutate()}
            isPending={remove.isPending}
            danger
          >
            Tắt
          </ConfirmedButton>
        )}
      </p>
    </section>
  );
}

function FreshCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <section className="account-card" aria-labelledby="fresh-codes">
      <h2 id="fresh-codes">Mã khôi phục của bạn</h2>
      <p>
        Chỉ hiện một lần này. In ra hoặc chép lại, cất ở nơi an toàn: mất điện thoại thì mỗi mã vào
        được một lần.
      </p>
      <ol className="fresh-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className="account-actions">
        <Button onClick={() => print()}>In</Button>
        <Button type="primary" onClick={onKept}>
          Tôi đã cất mã
        </Button>
      </p>
    </section>
  );
}
