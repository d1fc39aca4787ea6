import { useEffect, useState } from 'react';
import { NumberWord } from '../register/find-number';
import { proveNumber, type ProvenNumber } from '../register/prove-number';
import { ApiProblem, sentenceOf } from '../server/client';
import type { PublicCopy } from '../server/shapes';

/** That the number on a copy stands in the public register, checked here in the browser. */
export default function RegisterProof({ copy }: { copy: PublicCopy }) {
  const [proven, setProven] = useState<ProvenNumber | null>(null);
  const [problem, setProblem] = useState('');
  const { bookId, number, registerNumber, certifiedOn } = copy;
  useEffect(() => {
    const leaving = new AbortController();
    proveNumber(bookId, number, leaving.signal)
      .then((found) => {
        const { text, day } = found.leaf;
        if (text === registerNumber && day === certifiedOn) setProven(found);
        else setProblem('Sổ công khai ghi số hoặc ngày khác với bản sao này. Không dùng bản sao.');
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(wordsOf(error));
      });
    return () => leaving.abort();
  }, [bookId, number, registerNumber, certifiedOn]);
  return (
    <div aria-live="polite">
      {!proven && !problem && <p className="quiet">Đang tìm số trong sổ công khai…</p>}
      {problem && <p className="problem">{problem}</p>}
      {proven && <NumberWord proven={proven} />}
      <p>
        <a href={`/so/${bookId}`}>Xem và kiểm tra cả sổ</a>
      </p>
    </div>
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiProblem) return sentenceOf(error);
  return 'Bằng chứng trong sổ công khai không đúng: số này không đứng trong sổ mà cơ quan đã ký.';
}
