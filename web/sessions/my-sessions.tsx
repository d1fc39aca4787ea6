import { useCallback, useEffect, useState } from 'react';
import type { OpenSession, SignInRecord } from '../../api/sessions/contract';
import { act, getJson, sentenceOf } from '../server/client';
import { dateTime } from '../text/time';
import './my-sessions.css';

interface Mine {
  sessions: OpenSession[];
  signIns: SignInRecord[];
}

/** "Phiên đăng nhập của tôi": where I am signed in, to be ended, and when somebody signed in as me or tried to. */
export function MySessions() {
  const [mine, setMine] = useState<Mine | null>(null);
  const [problem, setProblem] = useState('');
  const load = useCallback(
    () =>
      readMine().then(setMine, (error: unknown) => {
        setProblem(sentenceOf(error));
      }),
    [],
  );
  useEffect(() => void load(), [load]);
  const end = async (path: string) => {
    setProblem('');
    await act(path, { method: 'DELETE' }).catch((error: unknown) => setProblem(sentenceOf(error)));
    await load();
  };
  return (
    <section className="my-sessions" aria-labelledby="my-sessions">
      <h2 id="my-sessions">Phiên đăng nhập của tôi</h2>
      {problem && (
        <p className="refused" role="alert">
          {problem}
        </p>
      )}
      {mine && (
        <>
          <Sessions sessions={mine.sessions} end={end} />
          <h2>Lịch sử đăng nhập</h2>
          <SignIns signIns={mine.signIns} />
          <p>
            <a href="/api/my/data" download>
              Tải dữ liệu của tôi
            </a>{' '}
            <small>tài khoản, quyền, phiên đăng nhập và hồ sơ của tôi, thành một tệp JSON</small>
          </p>
        </>
      )}
    </section>
  );
}

async function readMine(): Promise<Mine> {
  const [sessions, signIns] = await Promise.all([
    getJson<{ items: OpenSession[] }>('/my/sessions'),
    getJson<{ items: SignInRecord[] }>('/my/sign-ins'),
  ]);
  return { sessions: sessions.items, signIns: signIns.items };
}

function Sessions(props: {
  sessions: readonly OpenSession[];
  end: (path: string) => Promise<void>;
}) {
  const others = props.sessions.filter(({ isThis }) => !isThis);
  return (
    <>
      <ul>
        {props.sessions.map((session) => (
          <li key={session.id}>
            <span>
              <b>{deviceWords(session)}</b>
              {session.isThis && ' · trình duyệt này'}
              <small>
                Địa chỉ {session.address} · đăng nhập {dateTime(session.since)} · dùng lần cuối{' '}
                {dateTime(session.lastSeen)}
              </small>
            </span>
            {!session.isThis && (
              <button
                type="button"
                aria-label={`Kết thúc phiên ${deviceWords(session)}, ${session.address}`}
                onClick={() => void props.end(`/my/sessions/${session.id}`)}
              >
                Kết thúc
              </button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p>
          <button type="button" onClick={() => void props.end('/my/sessions')}>
            Kết thúc tất cả phiên khác
          </button>
        </p>
      )}
      <p>
        Thấy phiên lạ? Kết thúc phiên đó rồi đổi mật khẩu. Trang không được thao tác lâu sẽ tự hết
        phiên.
      </p>
    </>
  );
}

function SignIns({ signIns }: { signIns: readonly SignInRecord[] }) {
  return (
    <ul>
      {signIns.map((signIn) => (
        <li key={`${signIn.at} ${signIn.outcome} ${signIn.address}`}>
          <span>
            <b className={signIn.outcome === 'refused' ? 'refused' : undefined}>
              {outcomeWords[signIn.outcome]}
            </b>{' '}
            {dateTime(signIn.at)}
            <small>
              {methodWords[signIn.method]} · {deviceWords(signIn)} · địa chỉ {signIn.address}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}

const outcomeWords: Record<SignInRecord['outcome'], string> = {
  in: 'Đã đăng nhập',
  refused: 'Bị từ chối',
  'factor-on': 'Bật xác thực hai lớp',
  'factor-off': 'Tắt xác thực hai lớp',
};

const methodWords: Record<SignInRecord['method'], string> = {
  password: 'Mật khẩu',
  totp: 'Mã trên ứng dụng',
  recovery: 'Mã khôi phục',
  provider: 'Tài khoản định danh',
  code: 'Mã trong tin nhắn',
  passkey: 'Khóa bảo mật',
};

function deviceWords({ browser, os }: Pick<OpenSession, 'browser' | 'os'>): string {
  const known = [browser, os].filter((name) => name !== 'other');
  return known.length > 0 ? known.join(' trên ') : 'Thiết bị khác';
}
