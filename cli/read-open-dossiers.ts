import { createDataSource } from '../db/data-source';
import { listOpenDossiers, readServiceTimes } from '../db/dossiers/list-open-dossiers';
import { archiveOf } from '../db/rules/rule-versions';
import { type RuledDossier, withPinnedRules } from '../policies/answer-what-if';
import { LiveRules } from '../policies/live-rules';
import { houseRules } from '../policies/load-rules';
import { readDatabaseUrl } from '../settings/database-url';

/**
 * The open dossiers of the running system, under the rules they pinned, and what the steps took.
 * @throws Error where nothing runs.
 */
export async function readOpenDossiers(
  folder = houseRules,
): Promise<{ dossiers: RuledDossier[]; serviceTimes: ServiceTimes; rules: LiveRules }> {
  const rules = new LiveRules(folder);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    // Some go by versions that no file holds any more.
    rules.remember(await archiveOf(db).list());
    return {
      dossiers: withPinnedRules(await listOpenDossiers(db, null), rules),
      serviceTimes: await readServiceTimes(db, null),
      rules,
    };
  } finally {
    await db.destroy();
  }
}

type ServiceTimes = Awaited<ReturnType<typeof readServiceTimes>>;
