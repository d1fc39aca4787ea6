/**
 * One browser tab among others of the same person. What is typed in it is kept under its own name, so
 * that two tabs never send one form; what a closed tab left behind goes to the next that opens.
 */
const storageKey = 'saoy.tab';
const lockOf = (id: string) => `saoy.tab.${id}`;
/** A page that is reloaded frees its name a moment after the next one asks for it. */
const reloadMs = 500;

let claimed: Promise<string> | undefined;

/** The name of this tab; kept when it is reloaded, new when it was opened or doubled. */
export function claimTab(): Promise<string> {
  return (claimed ??= claim());
}

/** Whether the tab of that name is closed. True of every other one where browsers cannot tell. */
export async function isClosed(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  const { held = [] } = await navigator.locks.query();
  return !held.some(({ name }) => name === lockOf(id));
}

async function claim(): Promise<string> {
  const known = sessionStorage.getItem(storageKey);
  // A doubled tab comes with a copy of the first one's storage, and with its name.
  if (known !== null && (await hold(known))) return known;
  const id = crypto.randomUUID();
  sessionStorage.setItem(storageKey, id);
  await hold(id);
  return id;
}

/** Holds the name until the page is gone; false where another tab has it. */
function hold(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const forever = new Promise<never>(() => undefined);
    navigator.locks
      .request(lockOf(id), { signal: AbortSignal.timeout(reloadMs) }, () => {
        resolve(true);
        return forever;
      })
      .catch(() => resolve(false));
  });
}
