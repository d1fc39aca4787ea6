import type { ListFilter } from './queries';

declare module '@tanstack/history' {
  interface HistoryState {
    /** Words that a list is searched for. */
    sought?: string;
  }
}

/**
 * Where a list stands with its conditions, for a link or `navigate`. Words may be somebody's name: they go into the
 * browser's own history entry, which lives through a reload and the way back; an address is written down by
 * whoever it passes, and stays in the list of pages that were opened.
 */
export function placeOf({ q, ...search }: ListFilter): {
  search: Omit<ListFilter, 'q'>;
  state: { sought?: string };
} {
  return { search, state: q ? { sought: q } : {} };
}
