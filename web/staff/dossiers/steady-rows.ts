import type { DossierListItem } from '../../../api/dossiers/contract';

export interface SteadyRow extends DossierListItem {
  /** It left the list while somebody's pointer or focus was on it; its place is kept until then. */
  gone: boolean;
}

/** A list's rows by their places; those that were not read yet are undefined. */
export type Places<Row> = readonly (Row | undefined)[];

/**
 * Rows as they stand while held: places kept, those that left marked as gone, new ones last. Of a list that is read
 * in part only what stood between rows that are still there is known to have left; what is read for the first time
 * takes its place.
 */
export function mergeRows(
  shown: Places<SteadyRow>,
  fresh: Places<DossierListItem>,
): Places<SteadyRow> {
  const byId = new Map<string, DossierListItem>();
  for (const row of fresh) if (row) byId.set(row.id, row);
  const isWhole = byId.size === fresh.length;
  const known = new Set<string>();
  for (const row of shown) if (row) known.add(row.id);
  const isThere = (row: SteadyRow | undefined) => row !== undefined && byId.has(row.id);
  const kept = shown.map((row, at) => {
    if (row === undefined) {
      const first = fresh[at];
      return first && !known.has(first.id) ? present(first) : undefined;
    }
    const now = byId.get(row.id);
    if (now) return present(now);
    const hasLeft = isWhole || (isThere(shown[at - 1]) && isThere(shown[at + 1]));
    return hasLeft ? { ...row, gone: true } : row;
  });
  if (!isWhole) return kept;
  const added = fresh.filter((row) => row !== undefined && !known.has(row.id));
  const filled = new Set(kept.map((row) => row?.id));
  return [
    ...kept,
    ...added.filter((row) => !filled.has(row?.id)).map((row) => row && present(row)),
  ];
}

export function present(row: DossierListItem): SteadyRow {
  return { ...row, gone: false };
}
