import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { sealPinFor } from '../../pin/seal-for-token';
import { sentenceOf } from '../../server/client';
import { booksQuery, tokenQuery } from '../../server/queries';
import { useDesk } from '../office';
import { focusPin, PinField } from './pin-field';
import { SlowHint } from './slow-hint';
import { useDossierAct } from './use-dossier-act';

/** The clerk's act: the book, the expected number, PIN, "Cấp số và đóng dấu". */
export function SealForm({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const [pin, setPin] = useState('');
  const [chosenId, setChosenId] = useState('');
  const books = useQuery(booksQuery(office.id));
  const items = books.data?.items.filter((each) => each.open) ?? [];
  const book = items.find((each) => each.id === chosenId) ?? items[0];
  const seal = useDossierAct(dossier.id, 'Đã cấp số và đóng dấu');
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!book || seal.isPending) return;
    if (!pin) return focusPin();
    setPin('');
    seal.mutate(async () => {
      const token = await client.fetchQuery({ ...tokenQuery(office.id, 'agency'), staleTime: 0 });
      return {
        verb: 'seal',
        body: { sealedPin: await sealPinFor(token, pin, dossier.id), bookId: book.id },
      };
    });
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
      <PinField purpose="agency" value={pin} onChange={setPin} />
      {(seal.isError || books.isError) && (
        <p className="note note-problem" role="alert">
          {sentenceOf(seal.error ?? books.error)}
        </p>
      )}
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={!book}
        loading={seal.isPending && { delay: 300 }}
      >
        Cấp số và đóng dấu <kbd>Ctrl ↵</kbd>
      </Button>
      <SlowHint isPending={seal.isPending} words="Đang cấp số, đóng dấu và ghi vào sổ…" />
    </form>
  );
}
