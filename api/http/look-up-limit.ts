import { randomUUID } from 'node:crypto';
import { changeCounters } from '../../db/tries/change-counters';
import { SaoyError } from '../../domain/problem';
import { keyFor } from '../../identity/secrets/key-for';
import type { CountingDeps } from './try-limit';

const windowMs = 60_000;
/** A counter looks up a citizen once a dossier; more is no work at a counter. */
const lookUpsMax = 30;

/** Bounds how many citizens one person asks for in a minute, at all processes of the API together. */
export class LookUpLimit {
  /** @param what is looked up: another thing is counted apart */
  constructor(
    private readonly deps: CountingDeps,
    private readonly what: string,
  ) {}

  /** @throws SaoyError `look-ups-too-many` with the seconds to wait */
  async count(personId: string): Promise<void> {
    const now = this.deps.now();
    const secret = await keyFor(this.deps.settings.secretsKeyFile, 'try-counters');
    const counting = {
      secret,
      limit: `look-ups ${this.what}`,
      keys: [personId],
      now,
      keptMs: windowMs,
    };
    const oldest = await changeCounters(this.deps.db, counting, (counters) => {
      const counter = counters.get(personId);
      if (!counter) throw new Error('A person is counted under a key that was not read.');
      const recent = counter.tries.filter(({ at }) => at > now - windowMs);
      const full = recent.at(-lookUpsMax);
      if (!full) counter.tries = [...recent, { id: randomUUID(), at: now, isOpen: false }];
      return full;
    });
    if (!oldest) return;
    const retryAfterSeconds = Math.ceil((oldest.at + windowMs - now) / 1000);
    throw new SaoyError('look-ups-too-many', { retryAfterSeconds });
  }
}
