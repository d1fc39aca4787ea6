export interface DossierChange {
  id: string;
  key: string | null;
}

/** What a tab hears of its office. */
export interface LineEvents {
  /** Whether the line stands. */
  onState: (isConnected: boolean) => void;
  /** A dossier changed, by the act of this key if by a person's. */
  onDossier: (change: DossierChange) => void;
  /** The line stands again: what changed in between went by unheard. */
  onMissed: () => void;
}

type Word =
  | { kind: 'ask' }
  | { kind: 'state'; isConnected: boolean }
  | { kind: 'dossier'; change: DossierChange }
  | { kind: 'missed' };

const redialMs = 5_000;

/**
 * Listens to an office. Browsers allow six connections to a server over HTTP/1.1, so all tabs of one
 * browser share a line: whichever holds the lock listens and tells the others; when it closes, the
 * next one does. Where a browser has no locks (plain HTTP), a tab listens only while it is seen.
 * @returns ends it
 */
export function openLine(officeId: string, events: LineEvents): () => void {
  return 'locks' in navigator ? shareLine(officeId, events) : listenWhileSeen(officeId, events);
}

function shareLine(officeId: string, events: LineEvents): () => void {
  const name = `saoy.events.${officeId}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let isConnected = true;
  let stop: (() => void) | undefined;
  const hear = (word: Word) => {
    if (word.kind === 'state') events.onState((isConnected = word.isConnected));
    else if (word.kind === 'dossier') events.onDossier(word.change);
    else if (word.kind === 'missed') events.onMissed();
    else if (stop) tell({ kind: 'state', isConnected });
  };
  const tell = (word: Word) => channel.postMessage(word);
  const tellAll = (word: Word) => {
    tell(word);
    hear(word);
  };
  channel.onmessage = (message: MessageEvent<Word>) => hear(message.data);
  const lead = () => {
    stop = listen(officeId, {
      onState: (state) => tellAll({ kind: 'state', isConnected: state }),
      onDossier: (change) => tellAll({ kind: 'dossier', change }),
      onMissed: () => tellAll({ kind: 'missed' }),
    });
    return new Promise<void>((resolve) => {
      leaving.signal.addEventListener('abort', () => resolve());
    });
  };
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {
    // Left before its turn came.
  });
  tell({ kind: 'ask' });
  return () => {
    leaving.abort();
    stop?.();
    channel.close();
  };
}

function listenWhileSeen(officeId: string, events: LineEvents): () => void {
  let stop: (() => void) | undefined;
  const follow = () => {
    stop?.();
    stop = document.hidden ? undefined : listen(officeId, events);
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    stop?.();
  };
}

/**
 * A line of this tab's own, dialled again until it is ended: browsers do so by themselves after a cut,
 * not after an answer such as "sign in first". Every opening but the page's first may have missed
 * something.
 */
function listen(officeId: string, events: LineEvents): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const dial = () => {
    source = new EventSource(`/api/events?officeId=${officeId}`);
    source.onopen = () => {
      events.onState(true);
      if (hasListened) events.onMissed();
      hasListened = true;
    };
    source.onerror = () => {
      events.onState(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(dial, redialMs);
    };
    source.addEventListener('dossier', ({ data }: MessageEvent<string>) => {
      events.onDossier(JSON.parse(data) as DossierChange);
    });
  };
  // A tab that takes over hears nothing of what changed while nobody listened.
  let hasListened = pageIsOld();
  dial();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

const pageStartMs = 5_000;

/** Whether the page has shown something for a while already, which may be out of date. */
function pageIsOld(): boolean {
  return performance.now() > pageStartMs;
}
