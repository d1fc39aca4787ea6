import { createCopyLink } from '../../db/copies/copy-links';
import { dossierOf, type NoticeDossier, type NoticeWithFacts } from '../../db/notices/read-claimed';
import type { MessageName } from '../../domain/notices';
import { fillMessage, type MessageFields } from '../../policies/fill-message';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { messageOf } from '../../policies/plan-notices';
import type { Policy } from '../../policies/policy';
import { dayOf, formatDateVi } from '../../time/time';
import type { ActivityDeps } from '../deps';

interface Words {
  subject: string;
  text: string;
  short: string;
}

/**
 * A notice's words to people, by the policy that its dossier pinned.
 * @throws what `isRowMissing` knows, where what it speaks of is gone
 */
export async function wordsOf(
  deps: Pick<ActivityDeps, 'db' | 'rules' | 'publicUrl' | 'now'>,
  facts: NoticeWithFacts,
): Promise<Words> {
  const { notice, office } = facts;
  const dossier = dossierOf(facts);
  const policy = getPinnedPolicy(deps.rules, dossier.policy);
  const name = notice.template as MessageName;
  const byLink = name === 'copy' && notice.byLink;
  const { subject, text, short } = messageOf(policy, byLink ? 'copy-link' : name, notice.language);
  const fields = {
    ...{ office: office.name, ...fieldsOf(dossier, policy) },
    link: `${deps.publicUrl}/x/${dossier.publicToken}`,
    ...(byLink ? await downloadOf(deps, notice.subjectId) : {}),
  };
  return {
    subject: fillMessage(subject, fields),
    text: fillMessage(text, fields),
    short: fillMessage(short ?? '', fields),
  };
}

function fieldsOf(dossier: NoticeDossier, policy: Policy): MessageFields {
  const ground = policy.refusalGrounds.find(({ id }) => id === dossier.refusalGround);
  return {
    requester: dossier.requesterName,
    document: dossier.documentType,
    number: dossier.registerNumber ?? '',
    code: dossier.code,
    ground: ground?.vi ?? '',
    ground_citation: ground?.citation ?? '',
    remark: dossier.remark ?? '',
    reason: dossier.reason ?? '',
    decision: dossier.decision ?? '',
  };
}

/** A new way to the copy that needs no account, for its days. */
async function downloadOf(
  { db, publicUrl, now }: Pick<ActivityDeps, 'db' | 'publicUrl' | 'now'>,
  dossierId: string,
): Promise<MessageFields> {
  const { token, expiresAt } = await createCopyLink(db, dossierId, now());
  return {
    download: `${publicUrl}/api/public/copy-links/${token}`,
    // The last whole day.
    last_day: formatDateVi(dayOf(expiresAt.getTime()) - 1),
  };
}
