import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { booksQuery } from '../../server/queries';
import { useDesk } from '../desk/office';
import { SealPicture } from './seal-picture';
import { SignaturePart } from './signature-part';
import { SlowHint } from '../desk/slow-hint';
import { submitBy, useSignature } from './use-signature';

/** The clerk's act: the book, the expected number, PIN, "Cấp số và đóng dấu". */
export function SealForm({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const [chosenId, setChosenId] = useState('');
  const books = useQuery(booksQuery(office.id));
  const items = books.data?.items.filter((each) => each.open) ?? [];
  const book = items.find((each) => each.id === chosenId) ?? items[0];
  const signature = useSignature(dossier, {
    verb: 'seal',
    purpose: 'agency',
    done: 'Đã cấp số và đóng dấu',
    more: { bookId: book?.id },
    isReady: book !== undefined,
  });
  const words = 'Cấp số và đóng dấu';
  useKeys([{ key: 'ctrl+enter', label: words, run: signature.submit }]);
  return (
    <form className="act" onSubmit={submitBy(signature)}>
      <label className="field">
        <span>Sổ chứng thực</span>
        <select
          className="input"
          value={book?.id ?? ''}
          onChange={(event) => setChosenId(event.target.value)}
        >
          {items.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      {books.isSuccess && !book && (
        <p className="note note-problem" role="alert">
          Đơn vị chưa có sổ chứng thực đang mở. Mở sổ trước khi đóng dấu.
        </p>
      )}
      {book && (
        <p className="number-stamp">
          <span>Số dự kiến, cấp khi đóng dấu</span>
          <b>{book.expectedNumber}</b>
        </p>
      )}
      <SealPicture />
      <ProblemNote error={books.error} />
      <SignaturePart
        dossier={dossier}
        purpose="agency"
        signature={signature}
        words={signature.method === 'agent' ? `${words} bằng máy của tôi` : words}
        disabled={!book}
      />
      <SlowHint isPending={signature.isPending} words="Đang cấp số, đóng dấu và ghi vào sổ…" />
    </form>
  );
}
