/** What removing needs of a store: keys are those of `content-key.ts`. */
export interface AsideActions {
  /** Moves the content out of sight, to a place of its own; nothing where it is not there. */
  putAside: () => Promise<void>;
  /** Places where the content was put aside, now or by a removal that was cut off. */
  listAside: () => Promise<string[]>;
  /** Puts one back in sight; nothing where another removal did so or removed it. */
  putBack: (aside: string) => Promise<void>;
  drop: (aside: string) => Promise<void>;
}

/**
 * The order that makes `ContentStore.remove` safe. Only what was seen aside before `isNeeded` was asked is
 * dropped: a need recorded later belongs to somebody who has yet to look, and finds the content missing.
 */
export async function removeContent(
  { putAside, listAside, putBack, drop }: AsideActions,
  isNeeded: () => Promise<boolean>,
): Promise<boolean> {
  await putAside();
  const aside = await listAside();
  const isKept = await isNeeded();
  for (const place of aside) await (isKept ? putBack(place) : drop(place));
  return !isKept;
}
