import { readNames } from '../../db/people/read-names';
import { createCopyLink } from '../../db/copies/copy-links';
import { bookingFieldsOf } from '../../policies/booking-fields';
import {
  bookingOf,
  dossierOf,
  type NoticeDossier,
  type NoticeWithFacts,
} from '../../db/notices/read-claimed';
import { alertNotice, digestLines } from '../../domain/alert-rules';
import { bookingPage } from '../../domain/bookings';
import { bookingLinkOf } from '../../identity/bookings/booking-link';
import { keyFor } from '../../identity/secrets/key-for';
import type { MessageName, WorkMessage } from '../../domain/notices';
import { type Step, stepDeclarations, steps } from '../../domain/process';
import { isWorkMessage, workWords } from '../../domain/work-notices';
import { fillMessage, type MessageFields } from '../../policies/fill-message';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { messageOf } from '../../policies/plan-notices';
import { policyInForce } from '../../policies/policy-in-force';
import type { Message, Policy } from '../../policies/policy';
import { dayOf, formatDateVi, formatMinuteVi } from '../../time/time';
import type { ActivityDeps } from '../deps';
import { secretOf } from './secret-of';
import { wordsOfReport } from './words-of-report';

interface Words {
  subject: string;
  text: string;
  short: string;
}

type Deps = Pick<ActivityDeps, 'db' | 'rules' | 'publicUrl' | 'now' | 'secretsKeyFile'>;

/**
 * A notice's words to people, by the policy that its dossier pinned, or by the one in force where it is about none.
 * @throws what `isRowMissing` knows, where what it speaks of is gone
 */
export function wordsOf(deps: Deps, facts: NoticeWithFacts): Promise<Words> {
  const { subjectKind, subjectId } = facts.notice;
  if (subjectKind === 'booking') return wordsOfBooking(deps, facts);
  if (subjectKind === 'alert') return Promise.resolve(wordsOfAlert(deps, facts));
  if (subjectKind === 'report') return wordsOfReport(deps, subjectId, facts.office.name);
  const isOfAccount = subjectKind === 'code' || subjectKind === 'person';
  return isOfAccount ? wordsOfAccount(deps, facts) : wordsOfDossier(deps, facts);
}

/** To staff, so its words are no policy's. */
function wordsOfAlert({ publicUrl }: Deps, { notice, office }: NoticeWithFacts): Words {
  const end = ['', `Xem chi tiết, đổi quy tắc: ${publicUrl}/alerts`];
  if (notice.template === 'alert-digest') {
    const lines = [`Các cảnh báo mới của ${office.name}:`, ...digestLines(notice.data), ...end];
    return { subject: `Tổng hợp cảnh báo – ${office.name}`, text: lines.join('\n'), short: '' };
  }
  const { title, text } = alertNotice(notice.data);
  const lines = [`${office.name}: ${text}`, ...end];
  return { subject: `${title} – ${office.name}`, text: lines.join('\n'), short: '' };
}

async function wordsOfAccount(deps: Deps, { notice, office }: NoticeWithFacts): Promise<Words> {
  const { rules, now, publicUrl } = deps;
  const policy = policyInForce(rules, rules.defaultPolicy.id, now().getTime());
  const secret = await secretOf(deps, notice, policy);
  const message = messageOf(policy, notice.template as MessageName, notice.language);
  return filled(message, { ...secret, office: office.name, link: `${publicUrl}/my` });
}

async function wordsOfBooking(deps: Deps, facts: NoticeWithFacts): Promise<Words> {
  const { rules, now, publicUrl, secretsKeyFile } = deps;
  const { notice, office } = facts;
  const booking = bookingOf(facts);
  const policy = policyInForce(rules, booking.policyId, now().getTime());
  const message = messageOf(policy, notice.template as MessageName, notice.language);
  const key = await keyFor(secretsKeyFile, 'booking-links');
  return filled(message, {
    ...bookingFieldsOf(booking, notice.data),
    office: office.name,
    link: bookingPage(publicUrl, bookingLinkOf(key, notice.subjectId)),
  });
}

async function wordsOfDossier(deps: Deps, facts: NoticeWithFacts): Promise<Words> {
  const { notice, office } = facts;
  const dossier = dossierOf(facts);
  const policy = getPinnedPolicy(deps.rules, dossier.policy);
  const name = notice.template as MessageName | WorkMessage;
  if (isWorkMessage(name)) {
    const words = { ...workWords[name], short: '' };
    return filled(words, {
      code: dossier.code,
      document: dossier.documentType,
      ...(await actOf(deps, facts)),
    });
  }
  const byLink = name === 'copy' && notice.byLink;
  const message = messageOf(policy, byLink ? 'copy-link' : name, notice.language);
  return filled(message, {
    ...{ office: office.name, ...fieldsOf(dossier, policy), ...(await actOf(deps, facts)) },
    link: `${deps.publicUrl}/x/${dossier.publicToken}`,
    ...(byLink ? await downloadOf(deps, notice.subjectId) : {}),
  });
}

/** Which step a notice to staff is about, until when, and whose act it was. */
async function actOf(
  { db }: Pick<Deps, 'db'>,
  { notice }: NoticeWithFacts,
): Promise<MessageFields> {
  const { due, step, by } = notice.data;
  const name = by === undefined ? '' : (await readNames(db, [String(by)])).get(String(by));
  return {
    by: name ?? '',
    due: typeof due === 'number' ? formatMinuteVi(due) : '',
    step: steps.some((known) => known === step) ? stepDeclarations[step as Step].vi : '',
  };
}

function filled(
  { subject, text, short }: Pick<Message, 'subject' | 'text' | 'short'>,
  fields: MessageFields,
): Words {
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
