import { dropForms } from '../../db/contents/drop-forms';
import { isContentNeeded } from '../../db/contents/is-content-needed';
import { forgetDropped, listDropped } from '../../db/contents/list-dropped';
import { listPoliciesWithForms, listTidyable } from '../../db/contents/list-tidyable';
import { getDossierRow } from '../../db/dossiers/rows';
import { listReceivedFiles } from '../../db/scans/list-received-files';
import { cutScan } from '../../documents/copy/cut-scan';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { SaoyError } from '../../domain/problem';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { msPerDay } from '../../time/time';
import type { ActivityDeps } from '../deps';

/** Longer than anybody reads: a reader that began before the content was dropped has finished. */
const readersMs = 3_600_000;

interface Page {
  /** What to go on after; '' for the first. */
  after: string;
  limit: number;
}

/**
 * Tidying the storage. Safe to repeat, also after a crash at any point and side by side: forms are dropped in one
 * transaction, and dropped content is removed before its row is.
 */
export function createTidyContents({ db, store, rules, now }: ActivityDeps) {
  return {
    /** Dossiers whose forms the policy that they pinned keeps no longer. */
    async listTidyableDossiers(page: Page): Promise<string[]> {
      const policies = await listPoliciesWithForms(db.manager);
      const terms = policies.map((policy) => {
        const { formDays } = getPinnedPolicy(rules, policy).retention;
        return { policy, before: new Date(now().getTime() - formDays * msPerDay) };
      });
      return listTidyable(db.manager, { ...page, terms });
    },

    /**
     * Drops a delivered dossier's forms, once what is kept of it is seen to be whole.
     * @throws SaoyError `content-missing`, `content-damaged`: a person must look; `storage-unavailable`
     */
    async dropFormsOf({ dossierId }: { dossierId: string }): Promise<void> {
      const dossier = await getDossierRow(db, dossierId);
      const received = await listReceivedFiles(db.manager, dossierId);
      for (const { sha256 } of received) {
        if (!(await store.has(sha256))) throw new SaoyError('content-missing', { hash: sha256 });
      }
      const { copyHash, scanHash: hash, scanBytes: bytes } = dossier;
      if (copyHash === null || hash === null || bytes === null) return;
      await withDocumentBuffer(
        (allocate) => store.get(copyHash, allocate),
        (copy) => Promise.resolve(void cutScan(copy, { hash, bytes })),
      );
      await dropForms(db.manager, { dossierId, at: now() });
    },

    /**
     * Removes content that was dropped an hour ago or earlier.
     * @returns the last hash that was looked at where there may be more, and how many were removed
     */
    async removeDropped({ after, limit }: Page): Promise<{ after?: string; removed: number }> {
      const before = new Date(now().getTime() - readersMs);
      const dropped = await listDropped(db.manager, { before, after, limit });
      let removed = 0;
      for (const content of dropped) {
        const { hash } = content;
        if (await store.remove(hash, () => isContentNeeded(db.manager, hash))) removed += 1;
        await forgetDropped(db.manager, content);
      }
      const last = dropped.at(-1);
      return last && dropped.length === limit ? { after: last.hash, removed } : { removed };
    },
  };
}
