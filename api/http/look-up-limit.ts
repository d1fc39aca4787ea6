import { SaoyError } from '../../domain/problem';

const windowMs = 60_000;
/** A counter looks up a citizen once a dossier; more is no work at a counter. */
const lookUpsMax = 30;

/** Bounds how many citizens one person asks for in a minute. Kept in this process. */
export class LookUpLimit {
  private readonly made = new Map<string, number[]>();

  constructor(private readonly now: () => number) {}

  /** @throws SaoyError `look-ups-too-many` with the seconds to wait */
  count(personId: string): void {
    const now = this.now();
    const recent = (this.made.get(personId) ?? []).filter((at) => at > now - windowMs);
    const oldest = recent.at(-lookUpsMax);
    if (oldest !== undefined) {
      const retryAfterSeconds = Math.ceil((oldest + windowMs - now) / 1000);
      throw new SaoyError('look-ups-too-many', { retryAfterSeconds });
    }
    this.made.set(personId, [...recent, now]);
  }
}
