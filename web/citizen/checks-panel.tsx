import { useState } from 'react';
import type { CopyChecks } from '../../api/copies/contract';
import { checkWayWords } from '../../domain/copy-checks';
import { getJson, sentenceOf } from '../server/client';
import { dateTime } from '../text/time';

/** "Đã kiểm tra ở đâu, ai đã mở": what our server saw of a copy after it was given out. */
export function ChecksPanel({ dossierId }: { dossierId: string }) {
  const [found, setFound] = useState<CopyChecks | null>(null);
  const [problem, setProblem] = useState('');
  const load = () => {
    setProblem('');
    getJson<CopyChecks>(`/my/copies/${dossierId}/checks`).then(setFound, (error: unknown) =>
      setProblem(sentenceOf(error)),
    );
  };
  return (
    <details
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) load();
      }}
    >
      <summary className="text-button">Đã kiểm tra ở đâu, ai đã mở</summary>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {!found && !problem && <p className="quiet">Đang tải…</p>}
      {found && <Found {...found} />}
    </details>
  );
}

function Found({ checks, openings }: CopyChecks) {
  return (
    <>
      <h3>Đã kiểm tra</h3>
      {checks.length === 0 && <p className="quiet">Chưa ai kiểm tra bản sao này trên hệ thống.</p>}
      <ul>
        {checks.map(({ way, office, times, lastAt }) => (
          <li key={`${way} ${office ?? ''} ${lastAt}`}>
            {checkWayWords[way]} tại {office ?? 'trang kiểm tra công khai'}
            {times > 1 && `, ${times} lần trong ngày, lần cuối`} lúc {dateTime(lastAt)}
          </li>
        ))}
      </ul>
      <h3>Đã mở qua chia sẻ</h3>
      {openings.length === 0 && <p className="quiet">Chưa ai mở.</p>}
      <ul>
        {openings.map(({ kind, label, program, what, at }) => (
          <li key={`${at} ${what} ${label ?? ''}`}>
            {kind === 'mailed-link'
              ? 'Liên kết trong thư'
              : `${program ?? 'Hệ thống khác'}, theo mã chia sẻ “${label ?? ''}”`}
            : {what === 'file' ? 'tải tệp' : 'xem trạng thái'} lúc {dateTime(at)}
          </li>
        ))}
      </ul>
      <p className="quiet">
        Trong một năm gần nhất. Không ghi ai đã kiểm tra; người kiểm tra ngoài hệ thống này, bằng
        phần mềm khác, không hiện ở đây.
      </p>
    </>
  );
}
