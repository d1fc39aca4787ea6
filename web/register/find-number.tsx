import { useState, type SyntheticEvent } from 'react';
import { sentenceOf } from '../server/client';
import type { ShownBook } from '../server/shapes';
import { dateOnly } from '../text/time';
import { proofAddress, proveNumber, type ProvenNumber } from './prove-number';

/** One number of a book, proven. */
export function FindNumber({ book }: { book: ShownBook }) {
  const [text, setText] = useState('');
  const [proven, setProven] = useState<ProvenNumber | null>(null);
  const [problem, setProblem] = useState('');
  const find = (event: SyntheticEvent) => {
    event.preventDefault();
    setProven(null);
    setProblem('');
    const number = Number(/^\s*(\d{1,9})/.exec(text)?.[1]);
    if (!Number.isInteger(number)) {
      setProblem('Ghi số chứng thực như trên bản sao, ví dụ 012/ĐT.');
      return;
    }
    proveNumber(book.id, number)
      .then(setProven)
      .catch((error: unknown) => setProblem(sentenceOf(error)));
  };
  return (
    <section className="card" aria-labelledby="find-title">
      <h2 id="find-title">Tìm một số</h2>
      <form className="share-form" onSubmit={find}>
        <label className="field">
          Số chứng thực
          <input
            value={text}
            onChange={({ target }) => setText(target.value)}
            placeholder="012/ĐT"
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
          />
        </label>
        <button type="submit" className="big-button quiet-button">
          Tìm và kiểm tra
        </button>
      </form>
      <div aria-live="polite">
        {problem && <p className="problem">{problem}</p>}
        {proven && <NumberWord proven={proven} />}
      </div>
    </section>
  );
}

/** That a number stands in the public register, and where. */
export function NumberWord({ proven }: { proven: ProvenNumber }) {
  const { leaf, place, size, isVoid } = proven;
  return (
    <p>
      <b className={isVoid ? 'tag-no' : 'tag-yes'}>{isVoid ? '✕' : '✓'}</b> Số {leaf.text} ngày{' '}
      {dateOnly(Date.parse(`${leaf.day}T00:00:00+07:00`))} đứng ở mục {place.toLocaleString('vi')}{' '}
      trên {size.toLocaleString('vi')} mục đã ký của sổ công khai
      {isVoid ? ', và được ghi là không còn hiệu lực' : ''}.{' '}
      <a href={proofAddress(proven)} download={`so-${leaf.number}.tlog-proof`}>
        Tải bằng chứng
      </a>
    </p>
  );
}
