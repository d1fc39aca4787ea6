import { publicPages } from '../../../domain/public-pages';
import { SignInForm } from './sign-in-form';

/** The door of the staff application. */
export function SignInPage() {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/mark.svg" alt="" width={48} height={48} />
        <h1>Sao Y</h1>
        <p className="quiet">Chứng thực bản sao điện tử từ bản chính</p>
        <SignInForm />
        <p className="quiet sign-in-links">
          <a href={publicPages.start}>Dành cho người dân</a> ·{' '}
          <a href="/verify">Kiểm tra một bản sao</a> · <a href="/my">Bản sao của tôi</a>
        </p>
      </div>
    </main>
  );
}
