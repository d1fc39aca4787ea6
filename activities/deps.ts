import type { DataSource } from 'typeorm';
import type { SaoyError } from '../domain/problem';
import type { ContentStore } from '../storage/content-store';
import type { SigningReadiness } from '../documents/copy/signing-readiness';
import type { EvidenceSources } from '../documents/evidence/open-evidence';
import type { Rules } from '../policies/load-rules';
import type { Reach } from '../domain/notices';
import type { Mailer } from './notices/mailer';
import type { SmsProvider } from './notices/sms-gateway';
import type { Webhook } from './notices/webhook-channel';

/** What activities need of the world; given once, when a worker starts. */
export interface ActivityDeps extends EvidenceSources {
  db: DataSource;
  store: ContentStore;
  rules: Rules;
  /** Asked before each signature: whether the key may sign and the copy can then be completed. */
  readiness: Pick<SigningReadiness, 'require'>;
  mailer: Mailer;
  /** Null: this installation sends no text messages. */
  sms: SmsProvider | null;
  webhooks: readonly Webhook[];
  /** By which ways outcomes are told of. */
  reach: Reach;
  /** Of the key that one-time codes and first passwords are computed from. */
  secretsKeyFile: string;
  /** Where people and QR codes find us; without a trailing slash. */
  publicUrl: string;
  /** Has a dossier's workflow re-derive under a calendar version (`id@version`); false where it cannot now. */
  sendRederive: (dossierId: string, calendar: string) => Promise<boolean>;
  /** Signs or seals a dossier through its workflow, for a batch. */
  actOnDossier: ActOnDossier;
  /** DER of the authorities that this installation trusts: where paths of time stamps may end. */
  listAnchors: () => Promise<Uint8Array[]>;
  /** How much of a book's log was ever shown (`NumberInput.publishedSizeOf`). */
  publishedSizeOf: (bookId: string) => number;
  /** Copies are renewed so many days before their last time stamp ends. */
  archiveRenewDays: number;
  now: () => Date;
}

/** Asks a dossier's workflow; @returns what it refused with, or nothing where it did as told. */
export type ActOnDossier = (
  dossierId: string,
  action: 'sign' | 'seal',
  actKey: string,
  order: Record<string, string | null>,
) => Promise<SaoyError | undefined>;
