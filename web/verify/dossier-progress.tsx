import { useEffect, useState } from 'react';
import type { TrackedDossier } from '../../api/dossiers/track-contract';
import { getJson, sentenceOf } from '../server/client';
import { dateTime } from '../text/time';
import { Pair } from '../look/pair';

type Stage = TrackedDossier['stage'];

/** The way of a dossier as its holder knows it; at which of these stages each part is under way. */
const parts: readonly { name: string; at: readonly Stage[] }[] = [
  { name: 'Tạo bản sao', at: ['accepted', 'returned'] },
  { name: 'Lãnh đạo ký số', at: ['awaiting-signature'] },
  { name: 'Cấp số, đóng dấu', at: ['awaiting-seal', 'completing'] },
  { name: 'Gửi bản sao', at: ['delivering'] },
];

const ends: Partial<Record<Stage, string>> = {
  refused: 'Từ chối chứng thực',
  cancelled: 'Hồ sơ đã hủy',
  withdrawn: 'Người yêu cầu đã rút hồ sơ',
};

/** Where a dossier stands whose receipt has the code, until there is a copy; nothing personal. */
export function DossierProgress({ token }: { token: string }) {
  const [dossier, setDossier] = useState<TrackedDossier | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const leaving = new AbortController();
    getJson<TrackedDossier>(`/public/dossiers/${encodeURIComponent(token)}`, leaving.signal)
      .then(setDossier)
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(sentenceOf(error));
      });
    return () => leaving.abort();
  }, [token]);
  if (problem) {
    return (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  }
  if (!dossier) return <p className="quiet">Đang tìm hồ sơ…</p>;
  const end = ends[dossier.stage];
  return (
    <section className="card" aria-labelledby="progress-title">
      <h2 id="progress-title">Hồ sơ đang ở đâu</h2>
      <p className={`tag ${end || dossier.late ? 'tag-no' : 'tag-yes'}`}>
        {end ?? (dossier.late ? 'Đang giải quyết, đã quá hẹn trả' : 'Đang giải quyết')}
      </p>
      {!end && <Way stage={dossier.stage} />}
      <dl className="pairs">
        {dossier.refusal && (
          <Pair name="Lý do" value={`${dossier.refusal.text} (${dossier.refusal.citation})`} />
        )}
        <Pair name="Cơ quan" value={dossier.officeName} />
        <Pair name="Tiếp nhận" value={dateTime(dossier.acceptedAt)} />
        {dossier.endedAt ? (
          <Pair name="Kết thúc" value={dateTime(dossier.endedAt)} />
        ) : (
          <Pair name="Hẹn trả" value={dateTime(dossier.legalDue)} />
        )}
      </dl>
      <p className="quiet">{advice(dossier)}</p>
    </section>
  );
}

function Way({ stage }: { stage: Stage }) {
  const now = parts.findIndex(({ at }) => at.includes(stage));
  return (
    <ol className="way">
      <li className="way-done">Tiếp nhận</li>
      {parts.map(({ name }, i) => (
        <li
          key={name}
          className={i < now ? 'way-done' : i === now ? 'way-now' : undefined}
          aria-current={i === now ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
  );
}

function advice({ stage, late }: TrackedDossier): string {
  if (stage === 'refused')
    return 'Phiếu từ chối ghi rõ lý do và quyền khiếu nại. Hỏi bộ phận một cửa nơi đã nộp nếu chưa nhận được phiếu.';
  if (ends[stage]) return 'Cần bản sao thì nộp lại bản chính tại bộ phận một cửa.';
  if (late)
    return 'Cơ quan phải gửi thư xin lỗi và hẹn lại ngày trả. Có thể hỏi tại bộ phận một cửa nơi đã nộp.';
  return 'Có kết quả thì bản sao được gửi đến bạn, và trang này cho biết bản sao còn hiệu lực hay không.';
}
