import { useEffect, useState } from 'react';
import { PlainFrame } from '../look/plain-frame';
import { sentenceOf } from '../server/client';
import type { ShownBook } from '../server/shapes';
import { dateTime } from '../text/time';
import { type CheckedBook, checkBook, findBook } from './check-book';
import { findingWords } from './finding-words';
import { FindNumber } from './find-number';
import { Pair } from '../look/pair';

/** A register book for everybody: which numbers it holds, checked here in the browser, number by number. */
export function RegisterPage({ bookId }: { bookId: string }) {
  const [book, setBook] = useState<ShownBook | null | undefined>(undefined);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    findBook(bookId)
      .then((found) => setBook(found ?? null))
      .catch((error: unknown) => setProblem(sentenceOf(error)));
  }, [bookId]);
  return (
    <PlainFrame nav={<a href="/verify">Kiểm tra bản sao</a>}>
      <h1>Sổ chứng thực công khai</h1>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {book === undefined && !problem && <p className="quiet">Đang mở sổ…</p>}
      {book === null && (
        <p className="problem">
          Không có sổ này, hoặc sổ chưa cấp số nào. Quét lại mã QR trên bản sao, hoặc kiểm tra địa
          chỉ.
        </p>
      )}
      {book && (
        <>
          <BookFacts book={book} />
          <WholeBook book={book} />
          <FindNumber book={book} />
        </>
      )}
      <p className="quiet">
        Sổ công khai không chứa tên người hay nội dung giấy tờ: chỉ có số, ngày và mã ràng buộc của
        từng dòng. Việc kiểm tra chạy ngay trên máy của bạn.
      </p>
    </PlainFrame>
  );
}

function BookFacts({ book }: { book: ShownBook }) {
  return (
    <section className="card" aria-labelledby="book-title">
      <h2 id="book-title">Sổ {book.name}</h2>
      <dl className="pairs">
        <Pair name="Cơ quan" value={book.officeName} />
        <Pair name="Năm" value={String(book.year)} />
        <Pair name="Ký lần cuối" value={dateTime(book.signedAt)} />
        <Pair name="Số mục đã ký" value={book.size.toLocaleString('vi')} />
        <Pair name="Khóa công khai" value={book.publicKey} />
      </dl>
    </section>
  );
}

type State =
  | { at: 'waiting' }
  | { at: 'checking'; leaves: number }
  | { at: 'done'; checked: CheckedBook }
  | { at: 'failed'; sentence: string };

function WholeBook({ book }: { book: ShownBook }) {
  const [state, setState] = useState<State>({ at: 'waiting' });
  const check = async () => {
    setState({ at: 'checking', leaves: 0 });
    try {
      const checked = await checkBook(book, (leaves) => setState({ at: 'checking', leaves }));
      setState({ at: 'done', checked });
    } catch (error) {
      setState({ at: 'failed', sentence: sentenceOf(error) });
    }
  };
  return (
    <section className="card" aria-labelledby="whole-title">
      <h2 id="whole-title">Sổ có thiếu số, trùng số nào không?</h2>
      <p>
        <button
          type="button"
          className="big-button"
          disabled={state.at === 'checking'}
          onClick={() => void check()}
        >
          {state.at === 'checking' ? 'Đang kiểm tra…' : 'Kiểm tra cả sổ'}
        </button>
      </p>
      <div aria-live="polite">
        {state.at === 'checking' && (
          <p>
            <progress value={state.leaves} max={book.size} aria-label="Số mục đã đọc" />{' '}
            {state.leaves.toLocaleString('vi')} / {book.size.toLocaleString('vi')} mục
          </p>
        )}
        {state.at === 'failed' && <p className="problem">{state.sentence}</p>}
        {state.at === 'done' && <Outcome checked={state.checked} />}
      </div>
    </section>
  );
}

function Outcome({ checked: { book, check, seenAt, isOtherKey } }: { checked: CheckedBook }) {
  const { findings, first, last, count, voids, lost } = check;
  if (findings.length > 0 || isOtherKey) {
    return (
      <div className="verdict verdict-no">
        <b>Sổ này không đáng tin.</b>
        <ul>
          {findings.slice(0, 20).map(({ code, number }) => (
            <li key={`${code} ${number}`}>{findingWords[code](number)}</li>
          ))}
          {isOtherKey && <li>Khóa của sổ đã đổi so với lần xem trước; hỏi cơ quan vì sao.</li>}
        </ul>
        Chụp lại màn hình này và báo cơ quan thanh tra.
      </div>
    );
  }
  const beside = [
    voids > 0 ? `${voids.toLocaleString('vi')} số không còn hiệu lực` : '',
    lost > 0 ? `${lost.toLocaleString('vi')} số mất dữ liệu khi khôi phục` : '',
  ].filter(Boolean);
  return (
    <div className="verdict verdict-yes">
      <b>
        Đủ {count.toLocaleString('vi')} số, từ {first} đến {last}, mỗi số đúng một lần.
      </b>{' '}
      {beside.length > 0 && `Trong đó ${beside.join(', ')}. `}
      Toàn bộ {book.size.toLocaleString('vi')} mục là những mục cơ quan đã ký.{' '}
      {seenAt === undefined
        ? 'Trình duyệt này ghi nhớ sổ từ hôm nay; lần sau sẽ thấy nếu có gì bị viết lại.'
        : `Sổ nối tiếp đúng những gì trình duyệt này đã xem lúc ${dateTime(seenAt)}.`}
    </div>
  );
}
