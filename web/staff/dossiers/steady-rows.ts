import type { DossierListItem } from '../../../api/dossiers/contract';

export interface SteadyRow extends DossierListItem {
  /** It left the list while somebody's pointer or focus was on it; its place is kept until then. */
  gone: boolean;
}

/** Rows as they stand while held: places kept, those that left marked as gone, new ones last. */
export function mergeRows(
  shown: readonly SteadyRow[],
  fresh: readonly DossierListItem[],
): readonly SteadyRow[] {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const kept = shown.map((row) => {
    const now = byId.get(row.id);
    byId.delete(row.id);
    return now ? present(now) : { ...row, gone: true };
  });
  return [...kept, ...[...byId.values()].map(present)];
}

export function present(row: DossierListItem): SteadyRow {
  return { ...row, gone: false };
}
