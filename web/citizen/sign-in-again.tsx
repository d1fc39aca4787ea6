import { useCallback, useState } from 'react';
import type { Session } from '../../api/sessions/contract';
import { Dialog } from '../look/dialog';
import { useMend } from '../server/use-mend';
import { SignInForm } from './sign-in-form';

/** The session ended under the page: signed in again, what was under way is sent again and nothing is lost. */
export function SignInAgain({ session, onOther }: { session: Session; onOther: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const settle = useMend(
    'sign-in-needed',
    useCallback(() => setAsked(true), []),
  );
  if (!isAsked) return null;
  const end = (isMended: boolean) => {
    setAsked(false);
    settle(isMended);
  };
  return (
    <Dialog title="Phiên đăng nhập đã hết hạn" onClose={() => end(false)}>
      <SignInForm
        onSignedIn={(next) => {
          const isSame = next.person.id === session.person.id;
          end(isSame);
          if (!isSame) onOther();
        }}
      />
    </Dialog>
  );
}
