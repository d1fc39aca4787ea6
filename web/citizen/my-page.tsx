import { useCallback, useEffect, useState } from 'react';
import type { ProviderPage, Session } from '../../api/sessions/contract';
import { bookingPages } from '../../domain/bookings';
import { MySessions } from '../sessions/my-sessions';
import { PlainFrame } from '../look/plain-frame';
import { act, ApiProblem, getJson, keepCsrfToken, sentenceOf } from '../server/client';
import type { MyCopy } from '../server/shapes';
import { MyCopies } from './my-copies';
import { MyBookings } from './my-bookings';
import { FirstPassword } from './first-password';
import { ProviderSignIn } from './provider-sign-in';
import { SignInAgain } from './sign-in-again';
import { SignInForm } from './sign-in-form';

type State =
  | { at: 'loading' }
  | { at: 'signed-out' }
  | { at: 'first-password' }
  | { at: 'failed'; sentence: string }
  | { at: 'signed-in'; session: Session; copies: MyCopy[] };

/** "Bản sao của tôi": a citizen's certified copies, to read and to download. */
export function MyPage() {
  const [state, setState] = useState<State>({ at: 'loading' });
  const open = useCallback(async () => setState(await readState()), []);
  useEffect(() => {
    let isCurrent = true;
    void readState().then((next) => {
      if (isCurrent) setState(next);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  const signOut = async () => {
    const page = await act<ProviderPage | undefined>('/session', { method: 'DELETE' }).catch(
      () => undefined,
    );
    // The provider signs its own session out, and leads back here.
    if (page) location.assign(page.url);
    else setState({ at: 'signed-out' });
  };
  return (
    <PlainFrame
      nav={
        <>
          <a href={bookingPages.book}>Đặt lịch hẹn</a>
          {' · '}
          <a href="/verify">Kiểm tra bản sao</a>
        </>
      }
    >
      <h1>Bản sao của tôi</h1>
      {state.at === 'loading' && <p className="quiet">Đang mở…</p>}
      {state.at === 'failed' && (
        <>
          <p className="problem" role="alert">
            {state.sentence}
          </p>
          <p className="actions">
            <button type="button" className="big-button" onClick={() => void open()}>
              Thử lại
            </button>
          </p>
        </>
      )}
      {state.at === 'signed-out' && (
        <>
          <ProviderSignIn />
          <SignInForm onSignedIn={() => void open()} />
        </>
      )}
      {state.at === 'first-password' && <FirstPassword onDone={() => void open()} />}
      {state.at === 'signed-in' && (
        <>
          <p>
            Xin chào {state.session.person.fullName}.{' '}
            <button type="button" className="text-button" onClick={() => void signOut()}>
              Đăng xuất
            </button>
          </p>
          <MyCopies copies={state.copies} />
          <MyBookings />
          <section className="card">
            <MySessions />
          </section>
          <SignInAgain session={state.session} onOther={() => void open()} />
        </>
      )}
    </PlainFrame>
  );
}

async function readState(): Promise<State> {
  try {
    const session = await getJson<Session>('/session');
    keepCsrfToken(session.csrfToken);
    if (session.kind !== 'citizen') {
      const sentence =
        'Bạn đang đăng nhập bằng tài khoản công chức. Đăng xuất ở trang làm việc rồi mở lại trang này.';
      return { at: 'failed', sentence };
    }
    if (session.mustChangePassword) return { at: 'first-password' };
    const { items } = await getJson<{ items: MyCopy[] }>('/my/copies');
    return { at: 'signed-in', session, copies: items };
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 401) return { at: 'signed-out' };
    return { at: 'failed', sentence: sentenceOf(error) };
  }
}
