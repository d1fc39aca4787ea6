import { QRCode } from 'antd';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Dossier } from '../../../api/dossiers/contract';
import { dong } from '../../text/dong';
import { dateOnly, dateTime, timeOnly } from '../../text/time';
import { useDesk } from '../desk/office';

/**
 * What the requester takes along, on paper only: one receipt for all originals of the visit, with one
 * sum, or a written refusal.
 */
export function Receipt({ dossiers }: { dossiers: readonly Dossier[] }) {
  const { office, session } = useDesk();
  const [dossier] = dossiers;
  if (!dossier) return null;
  const isRefusal = dossier.refusal !== null;
  const hasSlip = dossiers.some(({ appointmentSlip }) => appointmentSlip);
  const latest =
    dossiers
      .map(({ legalDue }) => legalDue)
      .sort()
      .at(-1) ?? dossier.legalDue;
  // Beside the page, not in it: what is printed is this sheet alone.
  return createPortal(
    <section className="paper" aria-hidden="true">
      <header>
        <b>{office.name.toLocaleUpperCase('vi')}</b>
        <span>Số: {dossier.receiptNumber}</span>
      </header>
      <h1>
        {isRefusal
          ? 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ'
          : hasSlip
            ? 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'
            : 'GIẤY TIẾP NHẬN HỒ SƠ'}
      </h1>
      <dl>
        <Line name={isRefusal ? 'Người yêu cầu' : 'Tiếp nhận của'}>{dossier.requesterName}</Line>
        {dossiers.map((each, index) => (
          <Line key={each.id} name={dossiers.length > 1 ? `Bản chính ${index + 1}` : 'Nội dung'}>
            Chứng thực bản sao điện tử từ bản chính: {each.documentType}; {each.originalPages}{' '}
            trang, {each.copies} bản sao; mã hồ sơ {each.code}
            {!isRefusal && dossiers.length > 1 && `; phí ${each.fee.line}`}
          </Line>
        ))}
        <Line name="Thời gian nhận">
          {timeOnly(dossier.acceptedAt)} ngày {dateOnly(dossier.acceptedAt)}
        </Line>
        {dossier.refusal ? (
          <Line name="Lý do từ chối">
            {dossier.refusal.text} {dossier.refusal.explanation}
          </Line>
        ) : (
          <>
            <Line name="Thời gian trả">
              {timeOnly(latest)} ngày {dateOnly(latest)}
            </Line>
            <Line name={dossiers.length > 1 ? 'Tổng phí' : 'Phí'}>{sumLine(dossiers)}</Line>
            <Line name="Nhận kết quả">
              Tài khoản hoặc email của người yêu cầu. Khi đã có kết quả, kiểm tra bản sao tại{' '}
              {dossiers.map(({ publicUrl }) => publicUrl).join(', ')}
            </Line>
          </>
        )}
      </dl>
      <ul className="paper-codes">
        {dossiers.map(({ code, publicUrl }) => (
          <li key={code}>
            <QRCode type="svg" value={publicUrl} size={76} bordered={false} />
            Xem hồ sơ {code} đang ở đâu
          </li>
        ))}
      </ul>
      <footer>
        <p>
          Người nộp
          <br />
          <i>(ký, ghi rõ họ tên)</i>
        </p>
        <p>
          {dateTime(dossier.acceptedAt)}
          <br />
          Người tiếp nhận
          <br />
          <br />
          <b>{session.person.fullName}</b>
        </p>
      </footer>
    </section>,
    document.body,
  );
}

function sumLine(dossiers: readonly Dossier[]): string {
  const [only, ...more] = dossiers;
  if (only && more.length === 0) return only.fee.line;
  return dong(dossiers.reduce((sum, { fee }) => sum + fee.total, 0));
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}:</dt>
      <dd>{children}</dd>
    </div>
  );
}
