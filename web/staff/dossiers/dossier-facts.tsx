import { Link } from '@tanstack/react-router';
import type { Dossier } from '../../../api/dossiers/contract';
import { Fact } from '../../look/fact';
import { dong } from '../../text/dong';
import { megabytes } from '../../text/sizes';
import { may, useDesk } from '../desk/office';
import { dateTime, isoDate } from '../../text/time';
import { RequesterFacts } from './requester-facts';
import { stepLabels } from '../../text/labels';

const deliveryWords = {
  pending: 'Đang chờ gửi',
  sending: 'Đang gửi',
  uncertain: 'Có thể đã gửi rồi: hỏi người yêu cầu trước khi gửi lại',
  sent: 'Đã gửi',
  failed: 'Gửi không thành công: kiểm tra địa chỉ rồi gửi lại',
} as const;

/** What of it is here, where that is not the fee itself. */
function heldWords({ total, held, owed }: Dossier['fee']): string {
  if (owed > 0) return ` · còn phải thu ${dong(owed)}`;
  if (owed < 0) return ` · còn phải trả lại ${dong(-owed)}`;
  return held === 0 && total > 0 ? ' · không thu, hoặc đã trả lại' : '';
}

/** What the dossier is: who, what, how much, and its clocks with the reasons they stand so. */
export function DossierFacts({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const { clock, delivery, scan } = dossier;
  return (
    <section className="panel" aria-labelledby="facts-title">
      <h3 id="facts-title">Thông tin hồ sơ</h3>
      <dl className="facts">
        <Fact name="Tên đối tượng">{dossier.requesterName}</Fact>
        <RequesterFacts dossier={dossier} />
        <Fact name="Loại giấy tờ">{dossier.documentType}</Fact>
        <Fact name="Bản chính">
          {dossier.originalPages} trang, {dossier.copies} bản sao
          {scan && ` · bản quét ${scan.pages} trang, ${megabytes(scan.bytes)}`}
        </Fact>
        {scan?.compared && (
          <Fact name="Đã đối chiếu">
            bản quét của người yêu cầu · {scan.compared.by} · {dateTime(scan.compared.at)}
          </Fact>
        )}
        <Fact name="Phí">
          <span title={dossier.fee.source}>{dossier.fee.line.replace(' ₫', '\u00a0₫')}</span>
          {heldWords(dossier.fee)}
        </Fact>
        <Fact name="Tiếp nhận">
          {dateTime(dossier.acceptedAt)} · biên nhận {dossier.receiptNumber}
          {dossier.bookedAt && ` · theo lịch hẹn ${dateTime(dossier.bookedAt)}`}
        </Fact>
        <Fact name="Hạn trả">
          {dateTime(dossier.legalDue)}
          {dossier.appointmentSlip && ' · có phiếu hẹn'}
        </Fact>
        {clock && (
          <Fact name={`Bước ${stepLabels[clock.step].toLowerCase()}`}>
            hạn {dateTime(clock.due)} · nên xong trước {dateTime(clock.pace)}
          </Fact>
        )}
        {dossier.registerNumber && <Fact name="Số chứng thực">{dossier.registerNumber}</Fact>}
        {delivery && (
          <Fact name="Gửi kết quả">
            {deliveryWords[delivery.status]}
            {delivery.status === 'sent' && delivery.sentAt && ` lúc ${dateTime(delivery.sentAt)}`}
          </Fact>
        )}
        {delivery?.answer && <Fact name="Máy chủ thư trả lời">{delivery.answer}</Fact>}
        {dossier.refusal && (
          <Fact name="Lý do từ chối">
            {dossier.refusal.text} {dossier.refusal.explanation}
          </Fact>
        )}
      </dl>
      {may(office, 'audit.read') && (
        <p>
          <Link to="/audit" search={{ dossier: dossier.code, from: isoDate(dossier.acceptedAt) }}>
            Nhật ký của hồ sơ
          </Link>
        </p>
      )}
      <details className="because">
        <summary>Vì sao hạn như vậy</summary>
        <ol>
          {dossier.because.map((reason) => (
            <li key={reason.rule}>
              {reason.rule} <span className="quiet">({reason.citation})</span>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
