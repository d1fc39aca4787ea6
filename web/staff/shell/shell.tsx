import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { Session } from '../../../api/sessions/contract';
import { sentenceOf } from '../../server/client';
import { useOfficeEvents } from '../../server/events';
import { Dialog } from '../../look/dialog';
import { expiredQuery, sessionQuery } from '../../server/queries';
import { useMend } from '../../server/use-mend';
import { forgetTyped } from './forget-typed';
import { DeskContext, may, useDesk, type Office } from '../desk/office';
import { FirstPasswordPage } from '../account/change-password';
import { HeldNote } from '../desk/held-note';
import { Rail } from './rail';
import { SignInForm } from './sign-in-form';
import { SignInPage } from './sign-in-page';
import { StepUp } from './step-up';
import { TopBar } from './top-bar';

const officeKey = 'saoy.office';

/** The frame of every staff page: who, for which office, what waits; and the page itself. */
export function Shell() {
  const session = useQuery(sessionQuery);
  if (session.isPending) {
    return <Spin fullscreen delay={300} description="Đang mở phiên làm việc…" />;
  }
  if (session.isError) return <NoServer message={sentenceOf(session.error)} />;
  if (!session.data) return <SignInPage />;
  if (session.data.kind === 'citizen') {
    location.replace('/my');
    return null;
  }
  if (session.data.mustChangePassword) return <FirstPasswordPage session={session.data} />;
  // Another person has another desk: nothing of the last one's stays on it.
  return <StaffFrame key={session.data.person.id} session={session.data} />;
}

function StaffFrame({ session }: { session: Session }) {
  const [officeId, setOfficeId] = useState(() => localStorage.getItem(officeKey));
  const personId = session.person.id;
  useEffect(() => void forgetTyped(personId), [personId]);
  const office = session.offices.find((each) => each.id === officeId) ?? session.offices[0];
  if (!office) {
    return (
      <NoServer message="Tài khoản của bạn chưa được gán vào đơn vị nào. Liên hệ quản trị viên." />
    );
  }
  const chooseOffice = (chosen: Office) => {
    localStorage.setItem(officeKey, chosen.id);
    setOfficeId(chosen.id);
  };
  return (
    <DeskContext value={{ session, office }}>
      <div className="shell">
        <a className="skip" href="#work">
          Đến phần làm việc
        </a>
        <TopBar onChooseOffice={chooseOffice} />
        <Rail />
        <main id="work" tabIndex={-1}>
          {may(office, 'dossier.watch') && <ConnectionLine officeId={office.id} />}
          <Outlet key={office.id} />
        </main>
        <HeldNote />
        <SignInAgain />
        <StepUp />
      </div>
    </DeskContext>
  );
}

/**
 * The session ended under the page: signed in again, the work goes on where it stood, and what was under way is
 * sent again. Where somebody else signs in, the whole desk goes, and with it what was under way.
 */
function SignInAgain() {
  const { session } = useDesk();
  const client = useQueryClient();
  const isExpired = useQuery(expiredQuery).data;
  const settle = useMend(
    'sign-in-needed',
    useCallback(() => client.setQueryData(expiredQuery.queryKey, true), [client]),
  );
  useEffect(() => {
    if (!isExpired) settle(true);
  }, [isExpired, settle]);
  if (!isExpired) return null;
  return (
    <Dialog title="Phiên làm việc đã hết hạn" onClose={() => location.reload()}>
      <div className="act">
        <p>
          Đăng nhập lại bằng tài khoản của {session.person.fullName} để làm tiếp; nội dung trên
          trang vẫn còn.
        </p>
        <SignInForm />
      </div>
    </Dialog>
  );
}

function ConnectionLine({ officeId }: { officeId: string }) {
  const isConnected = useOfficeEvents(officeId);
  if (isConnected) return null;
  return (
    <p className="connection-line" role="status">
      Mất kết nối với máy chủ, đang nối lại… Nội dung bạn nhập vẫn được giữ.
    </p>
  );
}

function NoServer({ message }: { message: string }) {
  return (
    <main className="alone">
      <h1>Sao Y</h1>
      <p role="alert">{message}</p>
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        Tải lại trang
      </button>
    </main>
  );
}
