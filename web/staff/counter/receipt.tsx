import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Dossier } from '../../../api/contract/dossier';
import { dateOnly, dateTime, timeOnly } from '../../text/time';
import { useDesk } from '../office';

/** What the requester takes along, on paper only: receipt and appointment, or written refusal. */
export function Receipt({ dossier }: { dossier: Dossier }) {
  const { office, session } = useDesk();
  const isRefusal = dossier.refusal !== null;
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
          : dossier.appointmentSlip
            ? 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'
            : 'GIẤY TIẾP NHẬN HỒ SƠ'}
      </h1>
      <dl>
        <Line name="Mã hồ sơ">{dossier.code}</Line>
        <Line name="Tiếp nhận của">{dossier.requesterName}</Line>
        <Line name="Nội dung">Chứng thực bản sao điện tử từ bản chính: {dossier.documentType}</Line>
        <Line name="Số lượng">
          {dossier.originalPages} trang bản chính, {dossier.copies} bản sao
        </Line>
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
              {timeOnly(dossier.legalDue)} ngày {dateOnly(dossier.legalDue)}
            </Line>
            <Line name="Phí">{dossier.fee.line}</Line>
            <Line name="Nhận kết quả">
              Tài khoản hoặc email của người yêu cầu; tra cứu tại {dossier.publicUrl}
            </Line>
          </>
        )}
      </dl>
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

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}:</dt>
      <dd>{children}</dd>
    </div>
  );
}
