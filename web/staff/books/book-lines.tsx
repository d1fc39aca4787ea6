import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { ProblemNote } from '../../look/problem-note';
import { serverNow } from '../../server/clock';
import type { Book, BookLine } from '../../server/shapes';
import { dayToText } from '../../text/day';
import { dong } from '../../text/dong';
import { isoDate } from '../../text/time';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { linesQuery } from './queries';

/** "Xem sổ chứng thực" [S-07]: the lines of a book in its eight columns. */
export function BookLines({ book, onBack }: { book: Book; onBack: () => void }) {
  const { office } = useDesk();
  const [text, setText] = useState('');
  const lines = useInfiniteQuery(linesQuery(office.id, book.id, useSettled(text.trim(), 300)));
  const items = lines.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="board">
      <header className="board-head">
        <Button onClick={onBack}>‹ Các sổ</Button>
        <h1>Sổ {book.name}</h1>
        <span className="quiet">
          Số {book.startNumber} → {book.lastNumber ?? 'chưa cấp số nào'} · mở{' '}
          {dayToText(book.openedOn)}, đóng {dayToText(book.closedOn)}
        </span>
        <span className="top-bar-space" />
        <input
          className="input"
          type="search"
          aria-label="Tìm trong sổ theo cột bất kỳ"
          style={{ width: 260 }}
          placeholder="Số, ngày, tên, giấy tờ…"
          maxLength={100}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <a className="plain-button" href={`/so/${book.id}`} target="_blank" rel="noreferrer">
          Sổ công khai
        </a>
        <a
          className="plain-button"
          href={`/api/offices/${office.id}/books/${book.id}/export.xlsx`}
          download
        >
          Xuất Excel
        </a>
        <MonthPrint path={`/api/offices/${office.id}/books/${book.id}/print.pdf`} book={book} />
      </header>
      <ProblemNote error={lines.error} />
      {lines.isPending && <Skeleton className="view-skeleton" active />}
      {lines.data && items.length === 0 && (
        <p className="empty">
          {text
            ? 'Không có dòng nào khớp. Thử một phần của tên, số hay ngày.'
            : 'Sổ chưa cấp số nào.'}
        </p>
      )}
      {items.length > 0 && <LineTable items={items} />}
      {lines.hasNextPage && (
        <p>
          <Button
            loading={lines.isFetchingNextPage && { delay: 300 }}
            onClick={() => void lines.fetchNextPage()}
          >
            Xem tiếp
          </Button>
        </p>
      )}
    </div>
  );
}

/** A month, to be printed and bound. */
function MonthPrint({ path, book }: { path: string; book: Book }) {
  const [month, setMonth] = useState(() => isoDate(serverNow()).slice(5, 7));
  return (
    <>
      <select
        className="input"
        style={{ width: 120 }}
        aria-label="Tháng để in"
        value={month}
        onChange={({ target }) => setMonth(target.value)}
      >
        {months.map((each) => (
          <option key={each} value={each}>
            Tháng {each}
          </option>
        ))}
      </select>
      <a className="plain-button" href={`${path}?month=${book.year}-${month}`} download>
        In tháng
      </a>
    </>
  );
}

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

function LineTable({ items }: { items: readonly BookLine[] }) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Các dòng của sổ">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Số chứng thực</th>
            <th scope="col">Ngày chứng thực</th>
            <th scope="col">Người yêu cầu</th>
            <th scope="col">Tên bản chính</th>
            <th scope="col">Người ký, chức danh</th>
            <th scope="col">Số bản sao</th>
            <th scope="col">Phí</th>
            <th scope="col">Ghi chú</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <tr key={line.number}>
              <td>{line.voided ? <s>{line.numberText}</s> : line.numberText}</td>
              <td>{dayToText(line.certifiedOn)}</td>
              <td className="wraps">{line.requesterName}</td>
              <td className="wraps">{line.documentName}</td>
              <td className="wraps">
                {[line.signerName, line.signerTitle].filter(Boolean).join(', ')}
              </td>
              <td>{line.copies}</td>
              <td>{dong(line.fee)}</td>
              <td className="wraps">
                {[line.note, line.voided?.words].filter(Boolean).join('. ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
