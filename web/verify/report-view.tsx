import { useState } from 'react';
import { sentenceOf } from '../server/client';
import type { PublicCopy } from '../server/shapes';
import { dateTime } from '../text/time';
import { reasonOf } from '../../documents/verify/reasons/reasons';
import type { VerificationReport } from '../../documents/verify/report';
import { firstReason, listFindings, nameOf, type Finding } from './findings';

const marks = { yes: '✓', no: '✕', unsure: '?' } as const;
const words = { yes: 'Đạt', no: 'Không đạt', unsure: 'Chưa rõ' } as const;

/** What the server answers: what the file says, and what the register says of it. */
export type Report = VerificationReport & { register: PublicCopy | null };

interface Props {
  file: File;
  report: Report;
  /** Saves the report as a PDF. */
  onSave: (file: File) => Promise<void>;
}

/** One sentence first, then the five findings of 5438, each open to its evidence. */
export function ReportView({ file, report, onSave }: Props) {
  return (
    <section aria-labelledby="verdict" className="report-view">
      <Verdict report={report} />
      <p className="quiet">Tệp: {file.name}</p>
      <div className="findings">
        {listFindings(report).map((finding) => (
          <FindingLine key={finding.title} finding={finding} />
        ))}
      </div>
      <Actions file={file} report={report} onSave={onSave} />
    </section>
  );
}

function Actions({ file, report, onSave }: Props) {
  const [problem, setProblem] = useState('');
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    setProblem('');
    await onSave(file).catch((error: unknown) => setProblem(sentenceOf(error)));
    setSaving(false);
  };
  const json = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(report, null, 2))}`;
  return (
    <>
      <p className="actions no-print">
        <button
          type="button"
          className="big-button quiet-button"
          disabled={isSaving}
          onClick={() => void save()}
        >
          {isSaving ? 'Đang lập báo cáo…' : 'Tải báo cáo PDF'}
        </button>
        <a className="big-button quiet-button" href={json} download="ket-qua-kiem-tra.json">
          Tải báo cáo JSON
        </a>
        <button type="button" className="text-button" onClick={() => print()}>
          In
        </button>
      </p>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function Verdict({ report }: { report: Report }) {
  const [signature] = report.signatures;
  const time = signature?.provenTime ?? signature?.claimedTime;
  const by = signature ? `, do ${nameOf(signature.signer)} ký` : '';
  const when = time ? ` ngày ${dateTime(time)}` : '';
  // The first thing that keeps the file from being plainly valid, in the verifier's own words.
  const first = firstReason(report);
  const why = first ? reasonOf(first).vi : '';
  if (report.verdict === 'valid' && report.register?.status === 'revoked') {
    return (
      <p id="verdict" className="verdict verdict-no">
        <b>Tệp nguyên vẹn, nhưng bản sao này đã bị thu hồi.</b> Không dùng tệp này; xin chứng thực
        lại.
      </p>
    );
  }
  if (report.verdict === 'valid') {
    return (
      <p id="verdict" className="verdict verdict-yes">
        <b>Bản sao này nguyên vẹn và hợp lệ</b>
        {by + when}.
      </p>
    );
  }
  if (report.verdict === 'invalid') {
    return (
      <p id="verdict" className="verdict verdict-no">
        <b>
          {report.intact === 'no'
            ? 'Tệp này đã bị sửa đổi sau khi ký.'
            : 'Tệp này không phải là một bản sao chứng thực hợp lệ.'}
        </b>{' '}
        {why} Không dùng tệp này; xin lại bản sao từ cơ quan đã cấp.
      </p>
    );
  }
  return (
    <p id="verdict" className="verdict verdict-unsure">
      <b>
        {report.intact === 'yes'
          ? 'Nội dung nguyên vẹn, nhưng chưa đủ căn cứ để tin người ký.'
          : 'Chưa kết luận được.'}
      </b>{' '}
      {why}
    </p>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  return (
    <details>
      <summary>
        <span className={`sign sign-${finding.holds}`} aria-hidden="true">
          {marks[finding.holds]}
        </span>
        <span>{finding.title}</span>
        <span className={`sign-${finding.holds}`}>{words[finding.holds]}</span>
      </summary>
      <div className="evidence">
        {finding.evidence
          .filter((group) => group.length > 0)
          .map((group, index) => (
            <section key={index}>
              <dl>
                {group.map(([term, value], line) => (
                  <div key={line}>
                    <dt>{term}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        {finding.evidence.length === 0 && <p>Không có chứng cứ nào trong tệp.</p>}
      </div>
    </details>
  );
}
