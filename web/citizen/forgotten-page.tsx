import { useState } from 'react';
import type { CodeSent } from '../../api/sessions/contract';
import { citizenPages } from '../../domain/citizen-pages';
import { PlainFrame } from '../look/plain-frame';
import { act } from '../server/client';
import { withProof } from '../server/proof';
import { FormCard, NewPasswordFields, newPasswordIn, wordIn } from './form-card';
import { SentCode } from './sent-code';

/** "Quên mật khẩu": a new one by the code that goes to the number of the account, if there is one. */
export function ForgottenPage() {
  const [username, setUsername] = useState('');
  const [sent, setSent] = useState<CodeSent | null>(null);
  const [sends, setSends] = useState(0);
  const [isDone, setDone] = useState(false);
  const ask = async (name: string) => {
    const body = { username: name };
    const answer = await withProof((proof) =>
      act<CodeSent>('/password/forgotten', { body: { ...body, proof } }),
    );
    setUsername(name);
    setSends((count) => count + 1);
    setSent(answer);
  };
  return (
    <PlainFrame nav={<a href={citizenPages.mine}>Đăng nhập</a>}>
      <h1>Quên mật khẩu</h1>
      {isDone && (
        <section className="card" role="status">
          <p>Đã đặt mật khẩu mới. Các phiên đăng nhập trước đây đã kết thúc.</p>
          <p className="actions">
            <a className="big-button" href={citizenPages.mine}>
              Đăng nhập
            </a>
          </p>
        </section>
      )}
      {!isDone && sent === null && (
        <FormCard key="ask" action="Gửi mã" onSend={(typed) => ask(wordIn(typed, 'username'))}>
          <label className="field">
            <span>Số CCCD/CMND hoặc tên đăng nhập</span>
            <input name="username" required maxLength={100} autoComplete="username" />
          </label>
          <p className="quiet">
            Mã xác nhận được gửi đến số điện thoại của tài khoản. Không còn dùng số đó? Mang thẻ căn
            cước đến bộ phận một cửa.
          </p>
        </FormCard>
      )}
      {!isDone && sent !== null && (
        <FormCard
          key="renew"
          action="Đặt mật khẩu"
          onSend={async (typed) => {
            const body = { code: wordIn(typed, 'code'), password: newPasswordIn(typed) };
            await act('/password/renewed', { body });
            setDone(true);
          }}
        >
          <p role="status">
            Nếu có tài khoản công dân mang tên này và có số điện thoại, mã đang được gửi đến số đó.
          </p>
          <SentCode
            key={sends}
            sent={sent}
            sentTo="số điện thoại của tài khoản"
            onResend={() => ask(username)}
          />
          <NewPasswordFields />
        </FormCard>
      )}
    </PlainFrame>
  );
}
