import type { OneTimePassword } from '../../../api/people/contract';

/** Passwords of one use: nobody sees them again. */
export function OneTimePasswords({ accounts }: { accounts: readonly OneTimePassword[] }) {
  return (
    <div className="one-time" role="status">
      <p>
        Mật khẩu dùng một lần, chỉ hiện lần này. Giao cho đúng người; họ phải đổi khi đăng nhập lần
        đầu. Tài khoản mới chỉ đăng nhập được sau khi kích hoạt.
      </p>
      <ul>
        {accounts.map(({ personId, username, password }) => (
          <li key={personId}>
            {username}: <code>{password}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
