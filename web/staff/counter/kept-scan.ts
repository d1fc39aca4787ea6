import type { HandedFile } from './handed-files';
import { noFiles, type VisitFiles } from './visit-files';

/**
 * The files chosen at the counter, kept in this browser beside the typed text: a reload or a look at
 * another page loses neither. They go when the dossier is sent, when somebody signs out, or after some days.
 */
const databaseName = 'saoy';
const storeName = 'scans';
const keptMsMax = 3 * 86_400_000;

interface KeptScan extends Partial<VisitFiles> {
  files: HandedFile[];
  at: number;
}

/** What was kept under a name; nothing where the browser keeps nothing. */
export async function readScan(name: string): Promise<VisitFiles> {
  const kept = await work<KeptScan | undefined>('readonly', (store) => store.get(name));
  return { scan: kept?.files ?? [], later: kept?.later ?? [], whole: kept?.whole ?? null };
}

/** Keeps the files under a name; none: what was kept goes. */
export async function keepScan(name: string, kept: VisitFiles = noFiles): Promise<void> {
  const { scan: files, later, whole } = kept;
  await work('readwrite', (store) =>
    files.length + later.length > 0
      ? store.put({ files, later, whole, at: Date.now() }, name)
      : store.delete(name),
  );
}

/** Lets go of scans that nobody came back for. */
export async function forgetOldScans(): Promise<void> {
  const names = (await work<IDBValidKey[]>('readonly', (store) => store.getAllKeys())) ?? [];
  for (const name of names) {
    const kept = await work<KeptScan | undefined>('readonly', (store) => store.get(name));
    if (kept && kept.at + keptMsMax < Date.now()) {
      await work('readwrite', (store) => store.delete(name));
    }
  }
}

/** Lets go of the scans under these names. */
export async function forgetScans(isGone: (name: string) => boolean): Promise<void> {
  const names = (await work<IDBValidKey[]>('readonly', (store) => store.getAllKeys())) ?? [];
  for (const name of names.filter((one) => typeof one === 'string' && isGone(one))) {
    await work('readwrite', (store) => store.delete(name));
  }
}

/** One request over the store; undefined where the browser refuses (a private window, a full disk). */
async function work<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  try {
    const database = await open();
    try {
      const store = database.transaction(storeName, mode).objectStore(storeName);
      return (await answerOf(ask(store))) as T;
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return (await answerOf(request)) as IDBDatabase;
}

function answerOf(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}
