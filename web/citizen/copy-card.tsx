import type { Correction } from '../../api/correction-requests/correction-contract';
import type { MyCopy } from '../server/shapes';
import { dateOnly, dateTime } from '../text/time';
import { CorrectionPanel } from './correction-panel';
import { ChecksPanel } from './checks-panel';
import { SharePanel } from './share-panel';

/** One copy with its status line, to download and to have checked. */
export function CopyCard({
  copy,
  asked,
  onAsked,
}: {
  copy: MyCopy;
  /** To be put right of it. */
  asked: readonly Correction[];
  onAsked: () => void;
}) {
  const isInForce = copy.status === 'in-force';
  return (
    <section className="card">
      <h2>{copy.documentType}</h2>
      <p className={`tag ${isInForce ? 'tag-yes' : 'tag-no'}`}>
        {isInForce ? '✓ Đang có hiệu lực' : '✕ Đã bị thu hồi'}
      </p>
      <p className="quiet">
        Số {copy.registerNumber} · ngày {dateOnly(copy.certifiedOn)} · {copy.officeName}
      </p>
      {copy.revocation && (
        <p className="problem">
          Thu hồi lúc {dateTime(copy.revocation.at)}: {copy.revocation.reason}
          {copy.revocation.decision && ` (${copy.revocation.decision})`}. Mang bản chính đến bộ phận
          một cửa để được chứng thực lại.
        </p>
      )}
      <p className="actions">
        <a className="big-button" href={`/api/my/copies/${copy.id}/file`} download>
          Tải xuống
        </a>
        <a className="big-button quiet-button" href={copy.publicUrl}>
          Trang kiểm tra
        </a>
      </p>
      <SharePanel dossierId={copy.id} />
      <ChecksPanel dossierId={copy.id} />
      <CorrectionPanel dossierId={copy.id} asked={asked} onChange={onAsked} />
    </section>
  );
}
