import { useEffect, useState } from 'react';
import { getJson, sentenceOf } from '../server/client';
import type { PublicCopy } from '../server/shapes';
import { dateOnly } from '../text/time';

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
  const isInForce = copy.status === 'in-force';
  return (
    <section className="card" aria-labelledby="register-title">
      <h2 id="register-title">Sổ chứng thực ghi</h2>
      <p className={`tag ${isInForce ? 'tag-yes' : 'tag-no'}`}>
        {isInForce ? '✓ Đang có hiệu lực' : '✕ Đã bị thu hồi'}
      </p>
      <dl className="pairs">
        <Pair name="Số chứng thực" value={copy.registerNumber} />
        <Pair name="Ngày chứng thực" value={dateOnly(copy.certifiedOn)} />
        <Pair name="Cơ quan" value={copy.officeName} />
        <Pair name="Loại giấy tờ" value={copy.documentType} />
      </dl>
      <p className="quiet">
        Muốn biết tệp bạn nhận được có đúng là bản sao này không, hãy thả tệp vào ô bên dưới.
      </p>
    </section>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
