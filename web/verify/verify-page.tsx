import { useState } from 'react';
import { FileDrop } from '../look/file-drop';
import { PlainFrame } from '../look/plain-frame';
import { act, sentenceOf } from '../server/client';
import { PublicStatus } from './public-status';
import type { VerificationReport } from '../../documents/verify/report';
import { ReportView } from './report-view';

type State =
  | { at: 'waiting' }
  | { at: 'checking'; name: string }
  | { at: 'done'; name: string; report: VerificationReport }
  | { at: 'failed'; sentence: string };

/** Public verification: what the register says of a copy, and whether a file is that copy. */
export function VerifyPage({ publicToken }: { publicToken: string | null }) {
  const [state, setState] = useState<State>({ at: 'waiting' });
  const check = async (file: File) => {
    setState({ at: 'checking', name: file.name });
    const body = new FormData();
    body.set('file', file);
    try {
      const report = await act<VerificationReport>('/verify', { body });
      setState({ at: 'done', name: file.name, report });
    } catch (error) {
      setState({ at: 'failed', sentence: sentenceOf(error) });
    }
  };
  return (
    <PlainFrame nav={<a href="/my">Bản sao của tôi</a>}>
      <h1>Kiểm tra bản sao điện tử</h1>
      {publicToken && <PublicStatus token={publicToken} />}
      <div aria-live="polite">
        {state.at === 'checking' && (
          <p className="verdict verdict-unsure">Đang kiểm tra {state.name}…</p>
        )}
        {state.at === 'failed' && (
          <p className="problem" role="alert">
            {state.sentence}
          </p>
        )}
        {state.at === 'done' && <ReportView name={state.name} report={state.report} />}
      </div>
      <div className="no-print">
        <FileDrop accept="application/pdf,.pdf" onFile={(file) => void check(file)}>
          {state.at === 'waiting'
            ? 'Thả tệp PDF vào đây hoặc bấm để chọn'
            : 'Kiểm tra một tệp khác'}
        </FileDrop>
      </div>
      <p className="quiet">
        Tệp chỉ được đọc để kiểm tra rồi bỏ đi; không cần tài khoản, không lưu lại gì.
      </p>
    </PlainFrame>
  );
}
