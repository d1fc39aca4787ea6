import { dateTime } from '../text/time';
import { reasonOf } from '../../documents/verify/reasons';
import type { VerificationReport } from '../../documents/verify/report';
import { listFindings, nameOf, type Finding } from './findings';

const marks = { yes: '✓', no: '✕', unsure: '?' } as const;
const words = { yes: 'Đạt', no: 'Không đạt', unsure: 'Chưa rõ' } as const;

/** One sentence first, then the five findings of 5438, each open to its evidence. */
export function ReportView({ name, report }: { name: string; report: VerificationReport }) {
  return (
    <section aria-labelledby="verdict" className="report-view">
      <Verdict report={report} />
      <p className="quiet">Tệp: {name}</p>
      <div className="findings">
        {listFindings(report).map((finding) => (
          <FindingLine key={finding.title} finding={finding} />
        ))}
      </div>
      <p className="actions no-print">
        <button type="button" className="big-button quiet-button" onClick={() => print()}>
          In hoặc lưu báo cáo PDF
        </button>
      </p>
    </section>
  );
}

function Verdict({ report }: { report: VerificationReport }) {
  const [signature] = report.signatures;
  const time = signature?.provenTime ?? signature?.claimedTime;
  const by = signature ? `, do ${nameOf(signature.signer)} ký` : '';
  const when = time ? ` ngày ${dateTime(time)}` : '';
  // The first thing that keeps the file from being plainly valid, in the verifier's own words.
  const [first] = report.reasons;
  const why = first ? reasonOf(first).vi : '';
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
