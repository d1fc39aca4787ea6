import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Batch } from '../../../api/batches/contract';
import { batchItemsMax } from '../../../domain/batch';
import { encryptPinFor } from '../../pin/encrypt-for-token';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { booksQuery, tokenQuery } from '../../server/queries';
import { useDesk } from '../desk/office';
import { focusPin, isShortPin, PinField, ShortPinNote } from '../desk/pin-field';
import { onCtrlEnter } from '../desk/reason-dialog';
import type { SteadyRow } from '../dossiers/steady-rows';
import { batchesQuery } from './batch-queries';
import { batchWords, type BatchAction } from './batch-words';

interface Props {
  action: BatchAction;
  chosen: readonly SteadyRow[];
  onStarted: (batch: Batch) => void;
  onClose: () => void;
  /** Opens the first that was not looked at. */
  onOpenFirst: () => void;
}

/** What is about to be signed, in one look, and the one PIN for it. */
export function BatchForm({ action, chosen, onStarted, onClose, onOpenFirst }: Props) {
  const [pin, setPin] = useState('');
  const [isShort, setShort] = useState(false);
  const [bookId, setBookId] = useState('');
  const start = useStartBatch(action, onStarted);
  const words = batchWords[action];
  const needsOpening = useQuery(batchesQuery(useDesk().office.id)).data?.needsOpening ?? true;
  const key = useQuery(tokenQuery(useDesk().office.id, words.purpose)).data;
  const asks = key?.asks ?? ['PIN'];
  const isOneByOne = asks.length > 1 || key?.method === 'consent';
  const items = chosen.slice(0, batchItemsMax);
  const unopened = items.filter((row) => !row.opened);
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (start.isPending || isOneByOne) return;
    if (asks.length > 0 && !pin) return focusPin();
    setShort(asks.length > 0 && isShortPin(pin));
    if (asks.length > 0 && isShortPin(pin)) return focusPin();
    setPin('');
    start.mutate({
      pin: asks.length > 0 ? pin : null,
      bookId,
      dossierIds: items.map(({ id }) => id),
    });
  };
  return (
    <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
      <p>
        <b>{items.length} hồ sơ</b>, {items.reduce((sum, row) => sum + row.originalPages, 0)} trang
        bản chính.
        {chosen.length > items.length &&
          ` Mỗi lượt nhiều nhất ${batchItemsMax} hồ sơ; số còn lại ở lượt sau.`}
      </p>
      {unopened.length > 0 && (
        <p className="note">
          {unopened.length} hồ sơ bạn chưa mở xem:{' '}
          {unopened
            .slice(0, 5)
            .map((row) => row.requesterName)
            .join(', ')}
          {unopened.length > 5 ? '…' : ''}.{' '}
          {needsOpening
            ? 'Các hồ sơ này sẽ không được ký trong lượt này: quy định đòi mở xem trước.'
            : 'Quy định của đơn vị cho ký cả hồ sơ chưa mở xem.'}{' '}
          <button type="button" className="plain-button" onClick={onOpenFirst}>
            Mở lần lượt
          </button>
        </p>
      )}
      {action === 'seal' && <BookField value={bookId} onChange={setBookId} />}
      {asks.length === 1 && <PinField purpose={words.purpose} value={pin} onChange={setPin} />}
      {asks.length !== 1 && (
        <p className="note">
          {isOneByOne
            ? 'Nhà cung cấp chữ ký từ xa của bạn đòi xác nhận riêng cho từng lần ký: hãy ký từng hồ sơ.'
            : 'Mã PIN được hỏi trên máy hoặc điện thoại của bạn, không nhập ở đây.'}
        </p>
      )}
      {isShort && <ShortPinNote />}
      <ProblemNote error={start.error} />
      <DialogActions onClose={onClose} isPending={start.isPending}>
        {words.button} <kbd>Ctrl ↵</kbd>
      </DialogActions>
    </form>
  );
}

function BookField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { office } = useDesk();
  const books = useQuery(booksQuery(office.id));
  const open = books.data?.items.filter((book) => book.open) ?? [];
  return (
    <label className="field">
      <span>Sổ chứng thực</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Theo quy tắc của đơn vị</option>
        {open.map((book) => (
          <option key={book.id} value={book.id}>
            {book.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Seals the PIN anew for each dossier: what leaves the page fits that one alone. */
function useStartBatch(action: BatchAction, onStarted: (batch: Batch) => void) {
  const { office } = useDesk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: { pin: string | null; bookId: string; dossierIds: string[] }) => {
      const token = await client.fetchQuery({
        ...tokenQuery(office.id, batchWords[action].purpose),
        staleTime: 0,
      });
      const items = await Promise.all(
        input.dossierIds.map(async (dossierId) => ({
          dossierId,
          ...(input.pin === null
            ? {}
            : { encryptedPin: await encryptPinFor(token, input.pin, dossierId) }),
        })),
      );
      const bookId = input.bookId === '' ? {} : { bookId: input.bookId };
      return act<Batch>('/batches', { body: { officeId: office.id, action, items, ...bookId } });
    },
    onSuccess: (batch) => {
      client.setQueryData(batchesQuery(office.id).queryKey, (known) => ({
        needsOpening: known?.needsOpening ?? true,
        items: [batch, ...(known?.items ?? []).filter(({ id }) => id !== batch.id)],
      }));
      onStarted(batch);
    },
  });
}
