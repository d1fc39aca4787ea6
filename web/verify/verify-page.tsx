import { useState } from 'react';
import { FileDrop } from '../look/file-drop';
import { PlainFrame } from '../look/plain-frame';
import { act, postForFile, sentenceOf } from '../server/client';
import { saveAnswer } from '../server/download';
import type { PublicCopy } from '../server/shapes';
import { PublicStatus } from './public-status';
import { RegisterWord } from './register-word';
import { ReportView, type Report } from './report-view';

type State =
  | { at: 'waiting' }
  | { at: 'checking'; name: string }
  | { at: 'done'; file: File; report: Report; sha256: string | null }
  | { at: 'failed'; sentence: string };

/** Public verification: what the register says of a copy, and whether a file is that copy. */
export function VerifyPage({ publicToken }: { publicToken: string | null }) {
  const [state, setState] = useState<State>({ at: 'waiting' });
  const [copy, setCopy] = useState<PublicCopy | null>(null);
  const check = async (file: File) => {
    setState({ at: 'checking', name: file.name });
    try {
      const report = await act<Report>('/verify', { body: formOf(file) });
      setState({ at: 'done', file, report, sha256: await sha256Of(file) });
    } catch (error) {
      setState({ at: 'failed', sentence: sentenceOf(error) });
    }
  };
  return (
    <PlainFrame nav={<a href="/my">Bản sao của tôi</a>}>
      <h1>Kiểm tra bản sao điện tử</h1>
      {publicToken && <PublicStatus token={publicToken} onCopy={setCopy} />}
      <div aria-live="polite" className="report-view">
        {state.at === 'checking' && (
          <p className="verdict verdict-unsure">Đang kiểm tra {state.name}…</p>
        )}
        {state.at === 'failed' && (
          <p className="problem" role="alert">
            {state.sentence}
          </p>
        )}
        {state.at === 'done' && (
          <>
            {copy && <SameFile copy={copy} sha256={state.sha256} />}
            {!copy && state.report.register && <RegisterWord copy={state.report.register} />}
            <ReportView file={state.file} report={state.report} onSave={savePdf} />
          </>
        )}
      </div>
      <div className="no-print">
        <FileDrop accept="application/pdf,.pdf" onFile={(file) => void check(file)}>
          {state.at === 'waiting'
            ? 'Thả tệp PDF vào đây hoặc bấm để chọn'
            : 'Kiểm tra một tệp khác'}
        </FileDrop>
      </div>
      <p className="quiet">
        Tệp chỉ được đọc để kiểm tra rồi bỏ đi; không cần tài khoản, không lưu lại gì. Không có
        mạng, hoặc không muốn gửi tệp đi?{' '}
        <a href="/api/verify/offline-verifier.html" download>
          Tải trang kiểm tra ngoại tuyến
        </a>{' '}
        (một tệp HTML, mở bằng trình duyệt).
      </p>
    </PlainFrame>
  );
}

function formOf(file: File): FormData {
  const body = new FormData();
  body.set('file', file);
  return body;
}

async function savePdf(file: File): Promise<void> {
  await saveAnswer(await postForFile('/verify/report', formOf(file)), 'ket-qua-kiem-tra.pdf');
}

/** Whether the file at hand is, byte for byte, the one that the scanned code was printed for. */
function SameFile({ copy, sha256 }: { copy: PublicCopy; sha256: string | null }) {
  if (sha256 === null) return null;
  return copy.versions.includes(sha256) ? (
    <p className="card tag-yes">✓ Tệp này đúng từng byte với bản sao số {copy.registerNumber}.</p>
  ) : (
    <p className="card tag-no">
      ✕ Tệp này không phải bản sao số {copy.registerNumber} của mã bạn đã quét. Kết quả bên dưới nói
      về tệp, không nói về bản sao đó.
    </p>
  );
}

/** Hex; null where the browser offers no digest (a page that came over plain HTTP). */
async function sha256Of(file: File): Promise<string | null> {
  if (!globalThis.isSecureContext) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
