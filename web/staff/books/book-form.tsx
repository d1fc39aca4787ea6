import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type FormEvent, useState } from 'react';
import { DateField } from '../../look/date-field';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { serverNow } from '../../server/clock';
import type { Book } from '../../server/shapes';
import { isoDate } from '../../text/time';
import { useDesk } from '../desk/office';

interface Props {
  /** Null: a new one. */
  book: Book | null;
  books: readonly Book[];
  onClose: () => void;
}

/** "Thêm mới sổ", "Sửa thông tin sổ chứng thực" [S-03, S-05]. */
export function BookForm({ book, books, onClose }: Props) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [facts, setFacts] = useState(() => factsOf(book, books));
  const isLocked = book !== null && !book.empty;
  const saving = useMutation({
    mutationFn: () => {
      const path = `/offices/${office.id}/books${book ? `/${book.id}` : ''}`;
      const body = { ...facts, startNumber: Number(facts.startNumber) };
      return act(path, { method: book ? 'PUT' : 'POST', body });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['books'] });
      void message.success('Đã lưu sổ.');
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const set = (name: keyof typeof facts) => (value: string) =>
    setFacts((before) => ({ ...before, [name]: value }));
  const overlapping = overlapsOf(facts, book, books);
  return (
    <Dialog title={book ? `Sửa sổ ${book.name}` : 'Thêm mới sổ'} onClose={onClose}>
      <form className="act" onSubmit={submit}>
        {isLocked && (
          <p className="note">Sổ đã cấp số: chỉ đổi được ngày đóng sổ, không sớm hơn hôm nay.</p>
        )}
        <label className="field">
          <span>Tên sổ chứng thực</span>
          <input
            className="input"
            required
            maxLength={80}
            disabled={isLocked}
            value={facts.name}
            onChange={({ target }) => set('name')(target.value)}
          />
          <span className="quiet">Tên tự có hậu tố /ĐT để phân biệt với sổ chứng thực giấy.</span>
        </label>
        <label className="field">
          <span>Số ban đầu</span>
          <input
            className="input"
            required
            inputMode="numeric"
            pattern="[0-9]{1,8}"
            disabled={isLocked}
            value={facts.startNumber}
            onChange={({ target }) => set('startNumber')(target.value.replace(/\D/g, ''))}
          />
        </label>
        {isLocked ? null : (
          <DateField label="Ngày mở sổ" value={facts.openedOn} onChange={set('openedOn')} />
        )}
        <DateField label="Ngày đóng sổ" value={facts.closedOn} onChange={set('closedOn')} />
        {overlapping.length > 0 && (
          <p className="note note-near" role="status">
            Cùng những ngày đó còn mở: {overlapping.join(', ')}. Sổ mở trước sẽ dừng ở số ngay trước
            số ban đầu của sổ mở sau.
          </p>
        )}
        <ProblemNote error={saving.error} />
        <DialogActions
          onClose={onClose}
          isPending={saving.isPending}
          disabled={!facts.openedOn || !facts.closedOn}
        >
          Lưu
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** What a new book begins with: today to the year's end, after the last number of the year. */
function factsOf(book: Book | null, books: readonly Book[]) {
  if (book) {
    const { name, startNumber, openedOn, closedOn } = book;
    return { name, startNumber: String(startNumber), openedOn, closedOn };
  }
  const today = isoDate(serverNow());
  const year = today.slice(0, 4);
  const last = books
    .filter((each) => String(each.year) === year)
    .map(({ lastNumber, startNumber }) =>
      Number.parseInt(lastNumber ?? String(startNumber - 1), 10),
    );
  const startNumber = String(Math.max(0, ...last) + 1);
  return { name: '', startNumber, openedOn: today, closedOn: `${year}-12-31` };
}

function overlapsOf(
  { openedOn, closedOn }: { openedOn: string; closedOn: string },
  book: Book | null,
  books: readonly Book[],
): string[] {
  if (!openedOn || !closedOn) return [];
  return books
    .filter(({ id }) => id !== book?.id)
    .filter((other) => other.openedOn <= closedOn && other.closedOn >= openedOn)
    .map(({ name }) => name);
}
