import type { LiveRules, RuleVersion } from './live-rules';

/** Between looks at the folder. */
const lookEveryMs = 5_000;

/** Where versions of rules are kept for the dossiers that pin them. */
export interface RuleArchive {
  keep(versions: RuleVersion[]): Promise<void>;
  list(): Promise<RuleVersion[]>;
}

/**
 * Keeps a process on the rules of its folder: archives each version before long, knows all that were
 * archived, and says when new ones are in force or a changed file was refused.
 * @returns what ends the watch
 */
export async function watchRules(
  rules: LiveRules,
  archive: RuleArchive,
  events: { changed: () => Promise<void> | void; refused: (error: unknown) => void },
): Promise<() => void> {
  const exchange = async () => {
    await archive.keep(rules.versions());
    rules.remember(await archive.list());
  };
  await exchange();
  let looking = false;
  /** New rules that are not archived or not told of yet: tried again until both are done. */
  let pending = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      if (rules.refresh()) pending = true;
      if (pending) {
        await exchange();
        await events.changed();
        pending = false;
      }
    } catch (error) {
      events.refused(error);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => {
    look().catch(events.refused);
  }, lookEveryMs);
  return () => clearInterval(timer);
}
