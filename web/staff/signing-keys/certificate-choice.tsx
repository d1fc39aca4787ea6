import type { Candidate } from '../../../api/signing-keys/contract';
import { dateOnly } from '../../text/time';

/** What the server is told. */
export type Choice =
  | { method: 'token' }
  | { method: 'agent'; fingerprint: string }
  | { method: 'remote'; credentialId: string };

interface ChoiceProps {
  name: string;
  candidate: Candidate;
  isChosen: boolean;
  onChoose: () => void;
}

/** One certificate; one that does not fit is shown with why. */
export function CertificateChoice({ name, candidate, isChosen, onChoose }: ChoiceProps) {
  const { subject, issuer, label, validTo, unfit, method } = candidate;
  return (
    <label className={unfit ? 'unfit' : undefined}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        disabled={unfit !== null}
        onChange={onChoose}
      />
      <span>
        <b>{subject || 'Chứng thư không tên'}</b>
        <small>
          {method === 'agent' ? `Token “${label}” ở máy của tôi` : `Ký số từ xa “${label}”`} · cấp
          bởi {issuer} · đến {dateOnly(Date.parse(validTo))}
        </small>
        {method === 'consent' && (
          <small className="quiet">Mỗi lần ký, bạn xác nhận ở trang của nhà cung cấp.</small>
        )}
        {unfit && <small className="fails">Không chọn được: {unfit}.</small>}
      </span>
    </label>
  );
}
