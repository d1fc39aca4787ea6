import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { booksQuery } from '../../server/queries';
import { useDesk } from '../office';
import { SignatureFields, WaitingForSigner } from './signature-fields';
import { SealPicture } from './seal-picture';
import { SlowHint } from './slow-hint';
import { useSignature } from './use-signature';

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
  });
  const { signing } = dossier;
  const isWaiting = signing !== null && signing.status !== 'failed';
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (book && !isWaiting) signature.submit();
  };
  useKeys([{ key: 'ctrl+enter', label: 'Cấp số và đóng dấu', run: submit }]);
  return (
    <form className="act" onSubmit={submit}>
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
      {isWaiting ? (
        <WaitingForSigner dossier={dossier} signing={signing} visit={signature.visit} />
      ) : (
        <>
          <SignatureFields dossier={dossier} purpose="agency" signature={signature} />
          <Button
            type="primary"
            htmlType="submit"
            block
            disabled={!book}
            loading={signature.isPending && { delay: 300 }}
          >
            {signature.way === 'agent'
              ? 'Cấp số và đóng dấu bằng máy của tôi'
              : 'Cấp số và đóng dấu'}{' '}
            <kbd>Ctrl ↵</kbd>
          </Button>
        </>
      )}
      <SlowHint isPending={signature.isPending} words="Đang cấp số, đóng dấu và ghi vào sổ…" />
    </form>
  );
}
