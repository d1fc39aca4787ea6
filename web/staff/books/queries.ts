import { infiniteQueryOptions } from '@tanstack/react-query';
import { getJson } from '../../server/client';
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
