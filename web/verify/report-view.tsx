import { dateTime } from '../text/time';
import { listFindings, type Finding } from './findings';
import type { VerificationReport } from './report';

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
  const signer = report.signatures.at(0);
  const by = [signer?.signer, signer?.signedAt && `ký ngày ${dateTime(signer.signedAt)}`]
    .filter(Boolean)
    .join(' ');
  if (report.verdict === 'valid') {
    return (
      <p id="verdict" className="verdict verdict-yes">
        <b>Bản sao này nguyên vẹn và hợp lệ</b>
        {by && `, do ${by}`}.
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
        Không dùng tệp này; xin lại bản sao từ cơ quan đã cấp.
      </p>
    );
  }
  return (
    <p id="verdict" className="verdict verdict-unsure">
      <b>Chưa kết luận được.</b>{' '}
      {report.intact === 'yes'
        ? 'Nội dung nguyên vẹn, nhưng chưa đủ căn cứ để tin người ký.'
        : 'Tệp thiếu chữ ký số hoặc thiếu căn cứ để kiểm tra.'}
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
        {finding.evidence.map((group, index) => (
          <section key={index}>
            <dl>
              {group.map(([term, value]) => (
                <div key={term}>
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
