import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { BookExportView } from '../../../api/books/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import type { Book } from '../../server/shapes';
import { inThousands } from '../../text/figures';
import { dateTime } from '../../text/time';
import { useDesk } from '../desk/office';
import { exportsQuery } from './queries';

/** A book, or all of a year. */
export type ExportOrder = { bookId: string } | { year: number };

/** Asks for an export; what is asked for here is handed to the browser as soon as it is written. */
export function useExport() {
  const { office } = useDesk();
  const client = useQueryClient();
  const exports = useQuery(exportsQuery(office.id));
  const [awaited, setAwaited] = useState<string | null>(null);
  /** The last that was handed over: it is so once. */
  const saved = useRef<string | null>(null);
  const asking = useMutation({
    mutationFn: (body: ExportOrder) =>
      act<BookExportView>(`/offices/${office.id}/book-exports`, { body }),
    onSuccess: ({ id }) => setAwaited(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['book-exports'] }),
  });
  const items = exports.data?.items ?? [];
  const ready = items.find(({ id, hasFile }) => id === awaited && hasFile);
  useEffect(() => {
    if (!ready || saved.current === ready.id) return;
    saved.current = ready.id;
    const link = document.createElement('a');
    link.href = addressOf(office.id, ready);
    link.download = '';
    link.click();
  }, [ready, office.id]);
  return { items, asking, error: asking.error ?? exports.error };
}

function addressOf(officeId: string, { id }: BookExportView): string {
  return `/api/offices/${officeId}/book-exports/${id}/so.xlsx`;
}

interface Props {
  items: readonly BookExportView[];
  books: readonly Book[];
}

/** Exports with how far they have come: one that is being written goes on without this page. */
export function ExportList({ items, books }: Props) {
  if (items.length === 0) return null;
  return (
    <ul className="book-exports" aria-label="Các lượt xuất Excel">
      {items.map((each) => (
        <li key={each.id}>
          <Export made={each} name={nameOf(each, books)} />
        </li>
      ))}
    </ul>
  );
}

function nameOf({ bookId, year }: BookExportView, books: readonly Book[]): string {
  if (bookId === null) return `Cả năm ${year}, các quyển gộp một`;
  return `Sổ ${books.find(({ id }) => id === bookId)?.name ?? year}`;
}

function Export({ made, name }: { made: BookExportView; name: string }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => act(`/offices/${office.id}/book-exports/${made.id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: ['book-exports'] }),
  });
  const isRunning = made.doneAt === null && made.cancelledAt === null;
  const share = made.total === 0 ? 1 : Math.min(1, made.progress / made.total);
  const lines = `${inThousands(made.progress)} / ${inThousands(made.total)} dòng`;
  return (
    <>
      <b>{name}</b>{' '}
      <span className="quiet">
        {dateTime(made.askedAt)}, {made.askedBy}
      </span>
      {isRunning && (
        <>
          <progress max={1} value={share} aria-label={`Đang xuất ${name}`} />
          <span role="status">
            {made.progress >= made.total ? 'Đang lưu tệp…' : `Đang xuất ${lines}`}
          </span>
          <Button size="small" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
            Hủy
          </Button>
        </>
      )}
      {made.cancelledAt !== null && <span>Đã hủy ở {lines}</span>}
      {made.hasFile && (
        <a className="plain-button" href={addressOf(office.id, made)} download>
          Tải Excel ({sizeOf(made.bytes)}, {inThousands(made.progress)} dòng)
        </a>
      )}
      {made.doneAt !== null && !made.hasFile && !made.failure && (
        <span className="quiet">Đã có lượt xuất mới hơn</span>
      )}
      {made.failure && <span className="note-problem">Không xuất được. {made.failure}</span>}
      <ProblemNote error={cancelling.error} />
    </>
  );
}

function sizeOf(bytes: number | null): string {
  const kilobytes = Math.ceil((bytes ?? 0) / 1_000);
  return kilobytes < 1_000 ? `${kilobytes} kB` : `${(kilobytes / 1_000).toFixed(1)} MB`;
}
