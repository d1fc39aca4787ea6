import { useEffect, useState } from 'react';
import type { CodeSent } from '../../api/sessions/contract';
import type { SignInMethods } from '../../api/provider/contract';
import { citizenPages } from '../../domain/citizen-pages';
import { PlainFrame } from '../look/plain-frame';
import { act, getJson } from '../server/client';
import { withProof } from '../server/proof';
import { FormCard, NewPasswordFields, newPasswordIn, wordIn } from './form-card';
import { SentCode } from './sent-code';

interface Who {
  identifier: string;
  phone: string;
}

/** "Đăng ký – Công dân – Thuê bao di động": number, code, password (C-01 to C-09). */
export function RegisterPage() {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const [who, setWho] = useState<Who | null>(null);
  const [sent, setSent] = useState<CodeSent | null>(null);
  const [sends, setSends] = useState(0);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    getJson<SignInMethods>('/sign-in-methods').then(
      ({ isRegistrationOpen }) => setOpen(isRegistrationOpen),
      // The form says what is wrong, if anything is.
      () => setOpen(true),
    );
  }, []);
  const ask = async (asked: Who) => {
    const answer = await withProof((proof) =>
      act<CodeSent>('/registration/code', { body: { ...asked, proof } }),
    );
    setWho(asked);
    setSends((count) => count + 1);
    setSent(answer);
  };
  return (
    <PlainFrame nav={<a href={citizenPages.mine}>Đăng nhập</a>}>
      <h1>Đăng ký tài khoản công dân</h1>
      {isOpen === false && (
        <p className="card">
          Không còn tự đăng ký bằng thuê bao di động. Đăng nhập bằng tài khoản định danh điện tử,
          hoặc mang thẻ căn cước đến bộ phận một cửa để được tạo tài khoản.
        </p>
      )}
      {isDone && (
        <section className="card" role="status">
          <p>
            Đã nhận đăng ký. Đăng nhập bằng số CCCD/CMND và mật khẩu vừa đặt. Nếu không vào được, số
            này đã có tài khoản từ trước: dùng “Quên mật khẩu”.
          </p>
          <p className="actions">
            <a className="big-button" href={citizenPages.mine}>
              Đăng nhập
            </a>
            <a className="big-button quiet-button" href={citizenPages.forgotten}>
              Quên mật khẩu
            </a>
          </p>
        </section>
      )}
      {isOpen && !isDone && (who === null || sent === null) && (
        <FormCard
          key="who"
          action="Đăng ký"
          onSend={(typed) =>
            ask({ identifier: wordIn(typed, 'identifier'), phone: wordIn(typed, 'phone') })
          }
        >
          <p className="quiet">Các ô có dấu * là bắt buộc.</p>
          <label className="field">
            <span>Số CCCD/CMND * (là tên đăng nhập)</span>
            <input
              name="identifier"
              required
              inputMode="numeric"
              pattern="[0-9 .]{9,16}"
              title="9 hoặc 12 chữ số"
              autoComplete="off"
            />
          </label>
          <label className="field">
            <span>Số điện thoại * (chính chủ)</span>
            <input name="phone" type="tel" required maxLength={20} autoComplete="tel" />
          </label>
        </FormCard>
      )}
      {isOpen && !isDone && who !== null && sent !== null && (
        <FormCard
          key="finish"
          action="Đăng ký"
          onSend={async (typed) => {
            const email = wordIn(typed, 'email') || null;
            const fullName = wordIn(typed, 'fullName');
            const secrets = { code: wordIn(typed, 'code'), password: newPasswordIn(typed) };
            await act('/registration', { body: { ...who, fullName, email, ...secrets } });
            setDone(true);
          }}
        >
          <SentCode key={sends} sent={sent} sentTo={who.phone} onResend={() => ask(who)} />
          <label className="field">
            <span>Họ và tên *</span>
            <input name="fullName" required minLength={2} maxLength={200} autoComplete="name" />
          </label>
          <label className="field">
            <span>Email (không bắt buộc)</span>
            <input name="email" type="email" maxLength={200} autoComplete="email" />
          </label>
          <NewPasswordFields />
        </FormCard>
      )}
    </PlainFrame>
  );
}
