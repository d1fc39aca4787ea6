import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { ProblemNote } from '../../look/problem-note';
import { serverNow } from '../../server/clock';
import { booksQuery } from '../../server/queries';
import type { Book } from '../../server/shapes';
import { dayToText } from '../../text/day';
import { dateOnly, isoDate } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { ExportList, useExport } from './book-exports';
import { BookForm } from './book-form';
import { BookLines } from './book-lines';
import { CloseBook } from './close-book';
import { RemoveBook } from './remove-book';
import './books.css';

/** "Quản lý sổ chứng thực" [S-01]: the books of an office; added, changed, read and exported. */
export function BooksPage() {
  return (
    <ForRight needs="book.list" whose="văn thư, người ký và người điều hành">
      <Books />
    </ForRight>
  );
}

type Open = { as: 'form'; book: Book | null } | { as: 'lines' | 'closing'; book: Book } | null;

function Books() {
  const { office } = useDesk();
  const [open, setOpen] = useState<Open>(null);
  const [year, setYear] = useState('');
  const books = useQuery(booksQuery(office.id));
  const all = books.data?.items ?? [];
  const years = [...new Set(all.map((book) => String(book.year)))];
  const shown = all.filter((book) => year === '' || String(book.year) === year);
  const mayManage = may(office, 'book.manage');
  const { items: exports, asking, error: exportError } = useExport();
  const merged = Number(year || isoDate(serverNow()).slice(0, 4));
  if (open?.as === 'lines') return <BookLines book={open.book} onBack={() => setOpen(null)} />;
  return (
    <div className="board">
      <header className="board-head">
        <h1>Quản lý sổ chứng thực</h1>
        <span className="top-bar-space" />
        <label>
          Năm{' '}
          <select className="input" value={year} onChange={({ target }) => setYear(target.value)}>
            <option value="">Tất cả</option>
            {years.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        {years.length > 0 && (
          <Button
            loading={asking.isPending && { delay: 300 }}
            onClick={() => asking.mutate({ year: merged })}
          >
            Xuất gộp cả năm {merged}
          </Button>
        )}
        {mayManage && (
          <Button type="primary" onClick={() => setOpen({ as: 'form', book: null })}>
            Thêm mới
          </Button>
        )}
      </header>
      <ProblemNote error={exportError ?? books.error} />
      {books.isPending && <Skeleton className="view-skeleton" active />}
      {books.data && (
        <BookTable
          books={shown}
          mayManage={mayManage}
          onRead={(book) => setOpen({ as: 'lines', book })}
          onChange={(book) => setOpen({ as: 'form', book })}
          onEnd={(book) => setOpen({ as: 'closing', book })}
        />
      )}
      {exports.length > 0 && (
        <section aria-labelledby="exports-title">
          <h2 id="exports-title">Các lượt xuất Excel</h2>
          <ExportList items={exports} books={all} />
        </section>
      )}
      {open?.as === 'closing' && <CloseBook book={open.book} onClose={() => setOpen(null)} />}
      {open?.as === 'form' && books.data && (
        <BookForm book={open.book} books={all} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

interface TableProps {
  books: readonly Book[];
  mayManage: boolean;
  onRead: (book: Book) => void;
  onChange: (book: Book) => void;
  /** Its totals, and its closing. */
  onEnd: (book: Book) => void;
}

function BookTable({ books, mayManage, onRead, onChange, onEnd }: TableProps) {
  if (books.length === 0) return <p className="empty">Chưa có sổ nào. Bấm “Thêm mới” để mở sổ.</p>;
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Các sổ chứng thực">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">STT</th>
            <th scope="col">Tên sổ chứng thực</th>
            <th scope="col">Số ban đầu</th>
            <th scope="col">Số hiện tại</th>
            <th scope="col">Ngày mở sổ</th>
            <th scope="col">Ngày đóng sổ</th>
            <th scope="col">Thao tác</th>
          </tr>
        </thead>
        <tbody>
          {books.map((book, index) => (
            <tr key={book.id}>
              <td>{index + 1}</td>
              <td className="wraps">
                {book.name}
                {book.open && ' · đang mở'}
                {book.yearClosedAt && ` · đã khóa ${dateOnly(book.yearClosedAt)}`}
                {book.overlaps.length > 0 && (
                  <div className="quiet">⚠ Cùng mở với {book.overlaps.join(', ')}</div>
                )}
              </td>
              <td>{book.startNumber}</td>
              <td>{book.lastNumber ?? '–'}</td>
              <td>{dayToText(book.openedOn)}</td>
              <td>{dayToText(book.closedOn)}</td>
              <td>
                <button
                  type="button"
                  className="plain-button"
                  aria-label={`Xem sổ ${book.name}`}
                  onClick={() => onRead(book)}
                >
                  Xem
                </button>
                <button
                  type="button"
                  className="plain-button"
                  aria-label={
                    book.yearClosedAt ? `Biên bản khóa sổ ${book.name}` : `Khóa sổ ${book.name}`
                  }
                  onClick={() => onEnd(book)}
                >
                  {book.yearClosedAt ? 'Biên bản' : 'Khóa sổ'}
                </button>
                {mayManage && !book.yearClosedAt && (
                  <button
                    type="button"
                    className="plain-button"
                    aria-label={`Sửa sổ ${book.name}`}
                    onClick={() => onChange(book)}
                  >
                    Sửa
                  </button>
                )}
                {mayManage && book.empty && <RemoveBook book={book} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
