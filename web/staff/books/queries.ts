import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { BookClosing, BookExportView } from '../../../api/books/contract';
import { fetchFile, getJson } from '../../server/client';
import type { BookLine } from '../../server/shapes';

interface Lines {
  items: BookLine[];
  nextCursor: string | null;
}

/** Lines of a book, found by part of any column; a hundred at a time. */
export function linesQuery(officeId: string, bookId: string, text: string) {
  return infiniteQueryOptions({
    queryKey: ['book-lines', bookId, text],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (text) query.set('text', text);
      if (pageParam) query.set('cursor', pageParam);
      return getJson<Lines>(`/offices/${officeId}/books/${bookId}/lines?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What closing a book would say, or said. */
export function closingQuery(officeId: string, bookId: string) {
  return queryOptions({
    queryKey: ['book-closing', bookId],
    queryFn: ({ signal }) =>
      getJson<BookClosing>(`/offices/${officeId}/books/${bookId}/closing`, signal),
    gcTime: 0,
  });
}

/** The statement before it is confirmed. @param totalsHash of what it says */
export function closingFileQuery(officeId: string, bookId: string, totalsHash: string) {
  return queryOptions({
    queryKey: ['book-closing-file', bookId, totalsHash],
    gcTime: 0,
    queryFn: async () => {
      const answer = await fetchFile(`/offices/${officeId}/books/${bookId}/closing/preview.pdf`);
      return new File([await answer.blob()], 'khoa-so.pdf', { type: 'application/pdf' });
    },
  });
}

/** While one is being written its progress is looked at each second. */
const whileWrittenMs = 1_000;

/** Exports of an office, the newest first. */
export function exportsQuery(officeId: string) {
  return queryOptions({
    queryKey: ['book-exports', officeId],
    queryFn: ({ signal }) =>
      getJson<{ items: BookExportView[] }>(`/offices/${officeId}/book-exports`, signal),
    refetchInterval: ({ state }) => {
      const { data }: { data: { items: BookExportView[] } | undefined } = state;
      const isRunning = data?.items.some(({ doneAt, cancelledAt }) => !doneAt && !cancelledAt);
      return isRunning ? whileWrittenMs : false;
    },
  });
}
