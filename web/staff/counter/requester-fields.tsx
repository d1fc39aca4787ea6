import { useQuery } from '@tanstack/react-query';
import { ProblemNote } from '../../look/problem-note';
import { requesterQuery } from '../../server/queries';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { EarlierField } from './earlier-field';
import type { FieldsProps } from './fields';

/** 1. Who: the identifier of a portal account, looked up as typed, or a name and an e-mail. */
export function RequesterFields(props: FieldsProps) {
  const { draft, change } = props;
  return (
    <fieldset className="part" disabled={draft.visitId !== ''}>
      <legend>
        <i>1</i> Người yêu cầu
      </legend>
      <div className="choice">
        <label>
          <input
            type="radio"
            name="kind"
            checked={draft.kind === 'account'}
            onChange={() => change({ kind: 'account' })}
          />
          Có tài khoản DVCQG
        </label>
        <label>
          <input
            type="radio"
            name="kind"
            checked={draft.kind === 'no-account'}
            onChange={() => change({ kind: 'no-account' })}
          />
          Không có tài khoản DVCQG
        </label>
      </div>
      {draft.kind === 'account' ? (
        <>
          <EarlierField
            {...props}
            name="identifier"
            label="CMND/CCCD hoặc MST"
            placeholder="Nhập CMND/CCCD/MST"
            inputMode="numeric"
            clean={(text) => text.replace(/\D/g, '').slice(0, 13)}
          />
          <Account identifier={draft.identifier} />
        </>
      ) : (
        <div className="pair">
          <EarlierField {...props} name="fullName" label="Họ và tên" />
          <EarlierField {...props} name="email" label="Email nhận kết quả" inputMode="email" />
        </div>
      )}
    </fieldset>
  );
}

const lengths = [9, 10, 12, 13];

/** Whose account the identifier is, as soon as it is long enough to be one. */
function Account({ identifier }: { identifier: string }) {
  const { office } = useDesk();
  const isWhole = lengths.includes(identifier.length);
  // A number of 12 digits passes through 9 and 10 while it is typed.
  const settled = useSettled(identifier, 250);
  const isSettled = settled === identifier;
  const account = useQuery({
    ...requesterQuery(office.id, settled),
    enabled: isWhole && isSettled,
  });
  if (!isWhole) return <p className="found quiet">Tài khoản hiện ở đây khi nhập đủ số.</p>;
  if (account.isPending || !isSettled) return <p className="found quiet">Đang tìm…</p>;
  if (account.isError) return <ProblemNote error={account.error} />;
  if (!account.data) {
    return (
      <p className="note note-near" role="status">
        Không có tài khoản nào mang số này. Kiểm tra lại số, hoặc chọn “Không có tài khoản DVCQG”.
      </p>
    );
  }
  const { fullName, phone, email } = account.data;
  return (
    <p className="found found-yes" role="status">
      <b>{fullName}</b>
      <span className="quiet">{[phone, email].filter(Boolean).join(' · ')}</span>
    </p>
  );
}
