import { getDossierRow, getVisitOf } from '../../db/dossiers/rows';
import { findPerson } from '../../db/people/find-person';
import type { OutboxItem } from '../../db/notices/entity';
import type { ActivityDeps } from '../deps';
import { composeCopyMail } from './compose-copy-mail';
import { composeLinkMail } from './compose-link-mail';
import { composeRefusalMail } from './compose-refusal-mail';
import { composeRevocationMail } from './compose-revocation-mail';
import type { SendOptions } from './mailer';

/**
 * Sends the mail an outbox row stands for; no transaction is open meanwhile. A requester without an
 * address has nothing to be sent.
 * @throws MailFailure
 */
export async function sendOutboxMail(
  deps: ActivityDeps,
  item: OutboxItem,
  options: SendOptions = {},
): Promise<void> {
  const { db, mailer } = deps;
  const dossier = await getDossierRow(db, item.dossierId);
  const visit = await getVisitOf(db, dossier);
  const to = visit.requesterEmail ?? (await accountEmail(deps, visit.requesterId));
  if (to === null) return;
  const content = await composeOf(item)(deps, dossier, visit);
  await mailer.send({ messageId: `<${item.id}@saoy>`, to, ...content }, options);
}

function composeOf({ kind, byLink }: OutboxItem) {
  if (kind === 'mail-copy') return byLink ? composeLinkMail : composeCopyMail;
  return kind === 'mail-revocation' ? composeRevocationMail : composeRefusalMail;
}

async function accountEmail({ db }: ActivityDeps, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  return (await findPerson(db, personId))?.email ?? null;
}
