import { useEffect, useState } from 'react';
import { ApiProblem, getJson, sentenceOf } from '../server/client';
import type { PublicCopy } from '../server/shapes';
import { DossierProgress } from './dossier-progress';
import { RegisterWord } from './register-word';

interface Props {
  token: string;
  onCopy: (copy: PublicCopy) => void;
}

/** What the register says of the copy whose QR was scanned, or where its dossier stands; nothing personal. */
export function PublicStatus({ token, onCopy }: Props) {
  const [copy, setCopy] = useState<PublicCopy | null>(null);
  const [problem, setProblem] = useState('');
  const [isUnfinished, setUnfinished] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    getJson<PublicCopy>(`/public/copies/${encodeURIComponent(token)}`, leaving.signal)
      .then((found) => {
        setCopy(found);
        onCopy(found);
      })
      .catch((error: unknown) => {
        if (leaving.signal.aborted) return;
        if (hasNoCopy(error)) setUnfinished(true);
        else setProblem(sentenceOf(error));
      });
    return () => leaving.abort();
  }, [token, onCopy]);
  if (isUnfinished) return <DossierProgress token={token} />;
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

/** Of a receipt's code: there is none yet, or there will be none. */
function hasNoCopy(error: unknown): boolean {
  const code = error instanceof ApiProblem ? error.problem.code : '';
  return code === 'copy-not-ready' || code === 'copy-not-made';
}
