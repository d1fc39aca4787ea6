import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import {
  applyCorrections,
  type CorrectableField,
  fieldLabels,
} from '../../../domain/register-corrections';
import { ProblemNote } from '../../look/problem-note';
import { serverNow } from '../../server/clock';
import type { Book, BookLine } from '../../server/shapes';
import { dayToText } from '../../text/day';
import { dong } from '../../text/dong';
import { dateTime, isoDate } from '../../text/time';
import { may, useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { ExportList, useExport } from './book-exports';
import { CorrectLine } from './correct-line';
import { linesQuery } from './queries';

/** "Xem sổ chứng thực" [S-07]: the lines of a book in its eight columns. */
export function BookLines({ book, onBack }: { book: Book; onBack: () => void }) {
  const { office } = useDesk();
  const [text, setText] = useState('');
  const lines = useInfiniteQuery(linesQuery(office.id, book.id, useSettled(text.trim(), 300)));
  const { items: exports, asking, error: exportError } = useExport();
  const exported = exports.filter(({ bookId }) => bookId === book.id);
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
        <Button
          loading={asking.isPending && { delay: 300 }}
          onClick={() => asking.mutate({ bookId: book.id })}
        >
          Xuất Excel
        </Button>
        <MonthPrint path={`/api/offices/${office.id}/books/${book.id}/print.pdf`} book={book} />
      </header>
      <ExportList items={exported.slice(0, 1)} books={[book]} />
      <ProblemNote error={exportError ?? lines.error} />
      {lines.isPending && <Skeleton className="view-skeleton" active />}
      {lines.data && items.length === 0 && (
        <p className="empty">
          {text
            ? 'Không có dòng nào khớp. Thử một phần của tên, số hay ngày.'
            : 'Sổ chưa cấp số nào.'}
        </p>
      )}
      {items.length > 0 && <LineTable book={book} items={items} />}
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

function LineTable({ book, items }: { book: Book; items: readonly BookLine[] }) {
  const { office } = useDesk();
  const [correcting, setCorrecting] = useState<BookLine | null>(null);
  const mayCorrect = may(office, 'book.correct');
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
            {mayCorrect && <th scope="col">Thao tác</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <tr key={line.number}>
              <td>{line.voided ? <s>{line.numberText}</s> : line.numberText}</td>
              <td>{dayToText(line.certifiedOn)}</td>
              <td className="wraps">
                <Column line={line} field="requesterName" />
              </td>
              <td className="wraps">
                <Column line={line} field="documentName" />
              </td>
              <td className="wraps">
                <Column line={line} field="signerName" />
                {(line.signerTitle || isCorrected(line, 'signerTitle')) && ', '}
                <Column line={line} field="signerTitle" />
              </td>
              <td>
                <Column line={line} field="copies" />
              </td>
              <td>
                <Column line={line} field="fee" />
              </td>
              <td className="wraps">
                <Column line={line} field="note" />
                {line.voided && <div>{line.voided.words}</div>}
                <Corrections line={line} />
              </td>
              {mayCorrect && (
                <td>
                  <button
                    type="button"
                    className="plain-button"
                    aria-label={`Đính chính số ${line.numberText}`}
                    onClick={() => setCorrecting(line)}
                  >
                    Đính chính
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {correcting && (
        <CorrectLine book={book} line={correcting} onClose={() => setCorrecting(null)} />
      )}
    </div>
  );
}

function isCorrected({ corrections }: BookLine, field: CorrectableField): boolean {
  return corrections.some((each) => each.field === field);
}

/** What was written struck out, what is right beside it. */
function Column({ line, field }: { line: BookLine; field: CorrectableField }) {
  const written = shown(field, String(line[field]));
  if (!isCorrected(line, field)) return written;
  const current = applyCorrections(line, line.corrections)[field];
  return (
    <>
      {written && <s>{written}</s>} <ins className="corrected">{shown(field, String(current))}</ins>
    </>
  );
}

function shown(field: CorrectableField, value: string): string {
  return field === 'fee' ? dong(Number(value)) : value;
}

function Corrections({ line: { corrections } }: { line: BookLine }) {
  return corrections.map(({ field, before, value, reason, at, by }) => (
    <div key={at + field} className="quiet">
      Đính chính {dateTime(at)}, {by}: {fieldLabels[field].toLocaleLowerCase('vi')}{' '}
      {shown(field, before) || '(trống)'} → {shown(field, value) || '(trống)'}. Lý do: {reason}
    </div>
  ));
}
