import type { EntityManager } from 'typeorm';
import { RuleVersionRecord } from './entity';

interface RuleVersion {
  kind: 'policy' | 'calendar';
  id: string;
  version: string;
  content: unknown;
}

/** Keeps versions of rules; those that are kept already stay as they are. */
async function keepRuleVersions(
  manager: EntityManager,
  versions: readonly RuleVersion[],
  at: Date,
): Promise<void> {
  for (const { kind, id, version, content } of versions) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(RuleVersionRecord)
      .values({ kind, version, ruleId: id, content: JSON.stringify(content), recordedAt: at })
      .orIgnore()
      .execute();
  }
}

async function listRuleVersions(manager: EntityManager): Promise<RuleVersion[]> {
  const records = await manager.find(RuleVersionRecord);
  return records.map(({ kind, ruleId, version, content }) => ({
    kind,
    id: ruleId,
    version,
    content: JSON.parse(content) as unknown,
  }));
}

/** The archive of a process, as its watch of the rules wants it. */
export function archiveOf({ manager }: { manager: EntityManager }) {
  return {
    keep: (versions: readonly RuleVersion[]) => keepRuleVersions(manager, versions, new Date()),
    list: () => listRuleVersions(manager),
  };
}
