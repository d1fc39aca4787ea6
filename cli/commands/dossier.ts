import { createDataSource } from '../../db/data-source';
import { listEvents } from '../../db/audit/list-events';
import { findByCode, listClocks } from '../../db/dossiers/rows';
import { archiveOf } from '../../db/rules/rule-versions';
import { SaoyError } from '../../domain/problem';
import { LiveRules } from '../../policies/live-rules';
import { houseRules } from '../../policies/load-rules';
import { readDatabaseUrl } from '../../settings/database-url';
import { findPoliciesDir } from '../../settings/policies-dir';
import { rederiveDossier } from '../rederive-dossier';

/**
 * `saoy dossier rederive CODE [--json]`: recomputes a dossier's decisions from its audit log and the rules
 * that it pinned. Exit code 0: all are found again; 1: some stand otherwise; 2: no such dossier.
 */
export async function run(args: string[]): Promise<number> {
  const [verb, code, ...options] = args;
  if (verb !== 'rederive' || code === undefined || options.some((one) => one !== '--json')) {
    throw new Error('Usage: saoy dossier rederive CODE [--json]');
  }
  const rules = new LiveRules(findPoliciesDir() ?? houseRules);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    rules.remember(await archiveOf(db).list());
    const dossier = await findByCode(db, code);
    if (dossier === null) throw new SaoyError('dossier-unknown');
    const clocks = await listClocks(db, dossier.id);
    const events = await listEvents(db, dossier.id);
    const differences = rederiveDossier(rules, { dossier, clocks, events });
    const ok = differences.length === 0;
    const { policy, calendar } = dossier;
    if (options.includes('--json')) {
      const answer = { ok, code, policy, calendar, events: events.length, differences };
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    } else {
      const lines = differences.map(
        ({ what, recorded, recomputed }) =>
          `  ${what}: đã ghi ${recorded}, tính lại ${recomputed}\n`,
      );
      const verdict = ok
        ? `Đúng: ${clocks.length} lượt bước, hạn và phí của ${code} tính lại như đã ghi (${policy}, ${calendar}).\n`
        : `Sai: ${differences.length} điểm của ${code} khác với tính lại.\n`;
      process.stdout.write(verdict + lines.join(''));
    }
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}
