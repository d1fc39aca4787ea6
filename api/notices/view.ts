import type { NoticeBooking, NoticeWithFacts } from '../../db/notices/read-claimed';
import { alertNotice } from '../../domain/alert-rules';
import { maskOrNone, maskWithin } from '../../domain/mask';
import type { MessageName, WorkMessage } from '../../domain/notices';
import { isWorkMessage, workWords } from '../../domain/work-notices';
import { bookingFieldsOf } from '../../policies/booking-fields';
import { fillMessage } from '../../policies/fill-message';
import type { Rules } from '../../policies/load-rules';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { messageOf } from '../../policies/plan-notices';
import { policyInForce } from '../../policies/policy-in-force';
import { formatMinuteVi } from '../../time/time';
import { readNames } from '../../db/people/read-names';
import type { ApiDeps } from '../http/deps';
import type { Notice, UnsentNotice } from './contract';

/** In the words of the policy that its dossier pinned, or in ours; null where the dossier is gone. */
function viewNotice(
  rules: Rules,
  names: ReadonlyMap<string, string>,
  facts: NoticeWithFacts,
): Notice | null {
  const { notice, dossier, booking, office } = facts;
  if (booking) return viewBookingNotice(rules, facts, booking);
  if (notice.subjectKind === 'alert') return viewAlert(facts);
  if (dossier === null) return null;
  const policy = getPinnedPolicy(rules, dossier.policy);
  const template = notice.template as MessageName | WorkMessage;
  const { subject, text } = isWorkMessage(template)
    ? workWords[template]
    : messageOf(policy, template, notice.language);
  const { due, step, by } = notice.data;
  const fields = {
    by: names.get(String(by)) ?? 'Đồng nghiệp',
    ...{ code: dossier.code, document: dossier.documentType, office: office.name },
    due: typeof due === 'number' ? formatMinuteVi(due) : '',
    step: policy.steps.find((rule) => rule.step === step)?.name ?? '',
  };
  return {
    ...{ id: notice.id, template, at: notice.nextAt.toISOString() },
    title: fillMessage(subject, fields),
    text: fillMessage(text, fields),
    dossier: aboutOf(facts),
  };
}

function viewAlert({ notice, office }: NoticeWithFacts): Notice {
  const { title, text } = alertNotice(notice.data);
  return {
    ...{ id: notice.id, template: 'alert', at: notice.nextAt.toISOString(), dossier: null },
    ...{ title, text: `${office.name}: ${text}` },
  };
}

/** In the words of the policy in force; the page of the appointment is found under the account. */
function viewBookingNotice(
  rules: Rules,
  { notice, office }: NoticeWithFacts,
  booking: NoticeBooking,
): Notice {
  const template = notice.template as MessageName;
  const policy = policyInForce(rules, booking.policyId, notice.nextAt.getTime());
  const { subject, short, text } = messageOf(policy, template, notice.language);
  const fields = { ...bookingFieldsOf(booking, notice.data), office: office.name, link: '/my' };
  return {
    ...{ id: notice.id, template, at: notice.nextAt.toISOString(), dossier: null },
    title: fillMessage(subject, fields),
    text: fillMessage(short ?? text, fields),
  };
}

export async function viewNotices(
  { db, rules }: Pick<ApiDeps, 'db' | 'rules'>,
  found: readonly NoticeWithFacts[],
): Promise<Notice[]> {
  const ids = found.flatMap(({ notice }) => (notice.data.by ? [String(notice.data.by)] : []));
  const names = await readNames(db, [...new Set(ids)]);
  return found.map((facts) => viewNotice(rules, names, facts)).filter((notice) => notice !== null);
}

export function viewUnsent(facts: NoticeWithFacts): UnsentNotice {
  const { id, channel, template, status, attempts, lastError, createdAt, nextAt } = facts.notice;
  if (channel === 'portal') throw new Error('what the portal shows has arrived');
  return {
    ...{ id, channel, template, status, attempts },
    answer: maskOrNone(maskWithin, lastError),
    createdAt: createdAt.toISOString(),
    nextAt: status === 'pending' ? nextAt.toISOString() : null,
    dossier: aboutOf(facts),
  };
}

function aboutOf({ notice, dossier }: NoticeWithFacts): Notice['dossier'] {
  return dossier && { id: notice.subjectId, code: dossier.code };
}
