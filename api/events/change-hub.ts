import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type DossierChange, listChanges, readMarkers } from '../../db/dossiers/list-changes';

const pollEveryMs = 1_000;
/** More than this at once (an import, say): a page reads its lists anew at the first of them. */
const changesMax = 200;
const recentEvents = 20;

type Listener = (changes: DossierChange[]) => void;

/**
 * Tells open pages which dossiers of their office changed. One small question a second serves all
 * pages of all offices; while nobody listens nothing is asked.
 */
export class ChangeHub {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly markers = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly log: Logger,
  ) {}

  /** @returns how to stop listening */
  listen(officeId: string, listener: Listener): () => void {
    const listeners = this.listeners.get(officeId) ?? new Set();
    this.listeners.set(officeId, listeners.add(listener));
    void this.catchUp(officeId, listener);
    this.pollSoon();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.listeners.delete(officeId);
      this.markers.delete(officeId);
    };
  }

  /** What changed while the page was read and its stream not open yet. */
  private async catchUp(officeId: string, listener: Listener): Promise<void> {
    try {
      const marker = (await readMarkers(this.db, [officeId])).get(officeId) ?? 0;
      const changes = await listChanges(this.db, officeId, marker - recentEvents, marker);
      if (!this.listeners.get(officeId)?.has(listener)) return;
      if (!this.markers.has(officeId)) this.markers.set(officeId, marker);
      listener(changes);
    } catch (error) {
      this.log.warn({ err: error }, 'recent changes not read');
    }
  }

  private pollSoon(): void {
    this.timer ??= setTimeout(() => {
      this.poll().catch((error: unknown) => this.log.warn({ err: error }, 'not polled'));
    }, pollEveryMs).unref();
  }

  private async poll(): Promise<void> {
    this.timer = undefined;
    const officeIds = [...this.listeners.keys()];
    if (officeIds.length === 0) return;
    try {
      const markers = await readMarkers(this.db, officeIds);
      for (const [officeId, marker] of markers) await this.tell(officeId, marker);
    } catch (error) {
      // The database is away: pages show what they have, and are told when it is back.
      this.log.warn({ err: error }, 'changes not read');
    }
    this.pollSoon();
  }

  private async tell(officeId: string, marker: number): Promise<void> {
    // Undefined where the first listener could not catch up.
    const before = this.markers.get(officeId) ?? marker - recentEvents;
    if (before === marker) return;
    const changes = await listChanges(this.db, officeId, before, marker);
    this.markers.set(officeId, marker);
    if (changes.length === 0) return;
    for (const listener of this.listeners.get(officeId) ?? []) {
      listener(changes.slice(0, changesMax));
    }
  }
}
