import type { Session } from '../../api/sessions/contract';
import { citizenPages } from '../../domain/citizen-pages';
import { act } from '../server/client';
import { FormCard, NewPasswordFields, newPasswordIn, wordIn } from './form-card';

/** Who came in by the password of a text message chooses their own before anything else. */
export function FirstPassword({ onDone }: { onDone: () => void }) {
  return (
    <FormCard
      action="Đổi mật khẩu"
      onSend={async (typed) => {
        const body = { current: wordIn(typed, 'current'), password: newPasswordIn(typed) };
        await act<Session>('/session/password', { method: 'PUT', body });
        onDone();
      }}
    >
      <h2>Đổi mật khẩu</h2>
      <p>
        Mật khẩu trong tin nhắn chỉ dùng một lần. Chọn mật khẩu của riêng bạn để xem bản sao. Không
        có tin nhắn? Dùng <a href={citizenPages.forgotten}>Quên mật khẩu</a>.
      </p>
      <label className="field">
        <span>Mật khẩu trong tin nhắn</span>
        <input name="current" type="password" required autoComplete="current-password" />
      </label>
      <NewPasswordFields />
    </FormCard>
  );
}
