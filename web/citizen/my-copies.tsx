import { useCallback, useEffect, useState } from 'react';
import type { Correction } from '../../api/correction-requests/correction-contract';
import { getJson, sentenceOf } from '../server/client';
import type { MyCopy } from '../server/shapes';
import { CopyCard } from './copy-card';

/** The copies of a citizen, each with what was asked to be put right of it. */
export function MyCopies({ copies }: { copies: readonly MyCopy[] }) {
  const [asked, setAsked] = useState<readonly Correction[]>([]);
  const [problem, setProblem] = useState('');
  const load = useCallback(() => {
    getJson<{ items: Correction[] }>('/my/correction-requests').then(
      ({ items }) => setAsked(items),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, []);
  useEffect(load, [load]);
  if (copies.length === 0) {
    return (
      <p className="card">
        Bạn chưa có bản sao điện tử nào. Mang bản chính đến bộ phận một cửa; bản sao hiện ở đây khi
        cơ quan đã ký và đóng dấu.
      </p>
    );
  }
  return (
    <>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {copies.map((copy) => (
        <CopyCard
          key={copy.id}
          copy={copy}
          asked={asked.filter(({ dossierId }) => dossierId === copy.id)}
          onAsked={load}
        />
      ))}
    </>
  );
}
