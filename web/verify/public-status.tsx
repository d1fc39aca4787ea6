import { useEffect, useState } from 'react';
import { getJson, sentenceOf } from '../server/client';
import type { PublicCopy } from '../server/shapes';
import { RegisterWord } from './register-word';

interface Props {
  token: string;
  onCopy: (copy: PublicCopy) => void;
}

/** What the register says of the copy whose QR was scanned; nothing personal. */
export function PublicStatus({ token, onCopy }: Props) {
  const [copy, setCopy] = useState<PublicCopy | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const leaving = new AbortController();
    getJson<PublicCopy>(`/public/copies/${encodeURIComponent(token)}`, leaving.signal)
      .then((found) => {
        setCopy(found);
        onCopy(found);
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(sentenceOf(error));
      });
    return () => leaving.abort();
  }, [token, onCopy]);
  if (problem) {
    return (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  }
  if (!copy) return <p className="quiet">Đang đọc sổ chứng thực…</p>;
  return (
    <RegisterWord copy={copy}>
      Muốn biết tệp bạn nhận được có đúng là bản sao này không, hãy thả tệp vào ô bên dưới.
    </RegisterWord>
  );
}
