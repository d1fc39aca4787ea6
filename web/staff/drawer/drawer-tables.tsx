import { Link } from '@tanstack/react-router';
import type {
  CashMovementView,
  ClosingView,
  HeldFeeView,
  OfficeDrawersView,
} from '../../../api/drawers/drawer-contract';
import { cashCauseWords, cashKindWords } from '../../../domain/cash';
import { dong } from '../../text/dong';
import { stageLabel } from '../../text/labels';
import { dateTime, isoDate } from '../../text/time';

function DossierLink({ id, code }: { id: string; code: string }) {
  return (
    <Link to="/work/$list/{-$dossierId}" params={{ list: 'all', dossierId: id }}>
      {code}
    </Link>
  );
}

/** Fees of dossiers that ended without a copy: the money is still here. */
export function ToGiveBack({ items }: { items: readonly HeldFeeView[] }) {
  if (items.length === 0) return null;
  const sum = items.reduce((all, { amount }) => all + amount, 0);
  return (
    <section aria-labelledby="to-give-back">
      <h2 id="to-give-back" className="drawer-title">
        Phải trả lại: {items.length} hồ sơ, {dong(sum)}
      </h2>
      <div className="table-frame" role="region" aria-label="Phí phải trả lại" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Người nộp</th>
              <th scope="col">Hồ sơ</th>
              <th scope="col">Biên nhận</th>
              <th scope="col">Vì sao</th>
              <th scope="col" className="amount">
                Phải trả
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.dossierId}>
                <td className="wraps">{one.requesterName}</td>
                <td>
                  <DossierLink id={one.dossierId} code={one.dossierCode} />
                  <br />
                  {one.documentType}
                </td>
                <td>{one.receiptNumber}</td>
                <td>
                  {stageLabel(one.stage)}
                  <br />
                  <span className="quiet">{dateTime(one.endedAt)}</span>
                </td>
                <td className="amount">{dong(one.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">Mở hồ sơ, trao tiền rồi bấm “Trả lại phí”.</p>
    </section>
  );
}

interface MovementsProps {
  items: readonly CashMovementView[];
  /** "hôm nay", "ngày 27/11/2026". */
  day: string;
  withCashier?: boolean;
}

export function Movements({ items, day, withCashier = false }: MovementsProps) {
  return (
    <section aria-labelledby="movements">
      <h2 id="movements" className="drawer-title">
        Thu và trả lại {day}
      </h2>
      {items.length === 0 ? (
        <p className="empty">Chưa có khoản nào. Phí được ghi vào đây khi tiếp nhận hồ sơ ở quầy.</p>
      ) : (
        <div className="table-frame" role="region" aria-label="Các khoản" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Lúc</th>
                <th scope="col">Khoản</th>
                <th scope="col" className="amount">
                  Số tiền
                </th>
                <th scope="col">Người nộp</th>
                <th scope="col">Hồ sơ</th>
                <th scope="col">Biên nhận</th>
                {withCashier && <th scope="col">Người thu</th>}
                <th scope="col">Chốt</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>{dateTime(one.at)}</td>
                  <td>
                    <b>{cashKindWords[one.kind]}</b>
                    <br />
                    <span className="quiet">{cashCauseWords[one.cause]}</span>
                  </td>
                  <td className="amount">
                    {one.kind === 'returned' && '− '}
                    {dong(one.amount)}
                  </td>
                  <td className="wraps">{one.requesterName}</td>
                  <td>
                    <DossierLink id={one.dossierId} code={one.dossierCode} />
                    <br />
                    {one.documentType}
                  </td>
                  <td>{one.receiptNumber}</td>
                  {withCashier && <td>{one.cashierName}</td>}
                  <td>{one.isClosed ? 'Đã chốt' : 'Chưa'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface ClosingsProps {
  items: readonly ClosingView[];
  withCashier?: boolean;
}

export function Closings({ items, withCashier = false }: ClosingsProps) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="closings">
      <h2 id="closings" className="drawer-title">
        Các lần chốt
      </h2>
      <div className="table-frame" role="region" aria-label="Các lần chốt quỹ" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {withCashier && <th scope="col">Người thu</th>}
              <th scope="col">Chốt lúc</th>
              <th scope="col" className="amount">
                Thu
              </th>
              <th scope="col" className="amount">
                Trả lại
              </th>
              <th scope="col" className="amount">
                Phải có
              </th>
              <th scope="col" className="amount">
                Đếm được
              </th>
              <th scope="col">Chênh lệch</th>
              <th scope="col">Ghi chú</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={`${one.cashierId} ${one.shift}`}>
                {withCashier && <td>{one.cashierName}</td>}
                <td>{dateTime(one.at)}</td>
                <td className="amount">{dong(one.taken)}</td>
                <td className="amount">{dong(one.returned)}</td>
                <td className="amount">{dong(one.expected)}</td>
                <td className="amount">{dong(one.counted)}</td>
                <td>{differenceWords(one.counted - one.expected)}</td>
                <td className="wraps">{one.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** "Khớp", "Thừa 2.000 ₫", "Thiếu 2.000 ₫". */
export function differenceWords(difference: number): string {
  if (difference === 0) return 'Khớp';
  return `${difference > 0 ? 'Thừa' : 'Thiếu'} ${dong(Math.abs(difference))}`;
}

interface CashiersProps {
  items: OfficeDrawersView['cashiers'];
  day: string;
  /** yyyy-MM-dd */
  today: string;
}

/** What each took in that day, and whether their drawer was closed. */
export function Cashiers({ items, day, today }: CashiersProps) {
  return (
    <section aria-labelledby="cashiers">
      <h2 id="cashiers" className="drawer-title">
        Người thu {day}
      </h2>
      {items.length === 0 ? (
        <p className="empty">Cơ quan chưa có ai thu phí trên hệ thống.</p>
      ) : (
        <div className="table-frame" role="region" aria-label="Người thu" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Người thu</th>
                <th scope="col" className="amount">
                  Thu
                </th>
                <th scope="col" className="amount">
                  Trả lại
                </th>
                <th scope="col" className="amount">
                  Còn lại
                </th>
                <th scope="col">Ngăn tiền bây giờ</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ open, ...one }) => (
                <tr key={one.cashierId}>
                  <th scope="row">{one.cashierName}</th>
                  <td className="amount">{dong(one.taken)}</td>
                  <td className="amount">{dong(one.returned)}</td>
                  <td className="amount">{dong(one.taken - one.returned)}</td>
                  <td>
                    {open.since === null ? (
                      'Đã chốt'
                    ) : (
                      <>
                        {isBefore(open.since, today) && <b>Chưa chốt ngày trước: </b>}
                        {dong(open.taken - open.returned)} từ {dateTime(open.since)}
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function isBefore(since: string, today: string): boolean {
  return isoDate(since) < today;
}
