/**
 * What a dossier's workflow does with a failure.
 * `refuse`: the act is refused with the code, the dossier stays where it was and is free.
 * `wait`: it may pass by itself; what a signature was already given for is held and tried again.
 * `end`: nothing is left to work on.
 * Once a number may be taken nothing ends a dossier: whatever stands in the way is written down with whom
 * to call, and is tried again, soon where it may pass by itself and now and then where somebody must act.
 */
export type Handling = 'refuse' | 'wait' | 'end';

/** Who can do something about it. */
export const helpers = ['administrator', 'signer', 'clerk', 'officer'] as const;
export type Helper = (typeof helpers)[number];

interface FailureHandling {
  handling: Handling;
  call: Helper;
}

/** What each code asks for, in groups. A test holds that every code of `problems` stands here once. */
const groups: readonly (FailureHandling & { codes: readonly string[] })[] = [
  {
    // A server of others, or a part of ours, is away.
    handling: 'wait',
    call: 'administrator',
    codes: [
      'database-busy',
      'database-unavailable',
      'mail-unavailable',
      'path-unavailable',
      'revocation-awaited',
      'revocation-unavailable',
      'step-unanswered',
      'timestamp-unavailable',
    ],
  },
  {
    // The requester's address: the counter corrects it or hands the copy over.
    handling: 'refuse',
    call: 'officer',
    codes: [
      'mail-address-refused',
      'mail-put-off',
      'mail-recipient-busy',
      'mail-refused',
      'mail-uncertain',
    ],
  },
  { handling: 'end', call: 'administrator', codes: ['dossier-unknown'] },
  {
    // A part that an administrator must mend; nothing passes by itself.
    handling: 'refuse',
    call: 'administrator',
    codes: [
      'archive-not-extended',
      'content-damaged',
      'content-missing',
      'copy-not-valid',
      'copy-unsuitable',
      'font-missing',
      'internal-error',
      'pin-count-unusable',
      'pki-address-changed',
      'policy-unknown',
      'policy-not-in-force',
      'calendar-unknown',
      'calendar-out-of-range',
      'process-unavailable',
      'remote-address-refused',
      'remote-not-configured',
      'rules-invalid',
      'scan-inspection-failed',
      'server-busy',
      'streams-too-many',
      'setting-invalid',
      'storage-full',
      'storage-unavailable',
      'timestamp-authority-revoked',
      'timestamp-too-large',
      'token-module-unusable',
      'token-process-absent',
    ],
  },
  {
    // The signature must be given again: by the same key, or by another one.
    handling: 'refuse',
    call: 'signer',
    codes: [
      'certificate-revoked',
      'signature-mismatch',
      'signer-certificate-unsuitable',
      'signing-method-changed',
      'token-absent',
      'token-ambiguous',
      'token-failed',
      'token-key-mismatch',
      'token-key-missing',
      'token-locked',
      'pin-context-mismatch',
      'pin-expired',
      'pin-unreadable',
      'pin-used',
      'pin-wrong',
      'agent-content-refused',
      'agent-declined',
      'agent-line-down',
      'agent-signature-invalid',
      'consent-denied',
      'consent-expired',
      'consent-refused',
      'remote-credential-unsuitable',
      'remote-outcome-unknown',
      'remote-pin-wrong',
      'remote-provider-unavailable',
      'remote-refused',
      'remote-signature-invalid',
      'signing-cancelled',
      'signing-expired',
      'signing-given-up',
      'signing-key-unfit',
      'signing-key-unknown',
    ],
  },
  {
    handling: 'refuse',
    call: 'officer',
    codes: ['font-lacks-letter', 'scan-missing', 'scan-unknown'],
  },
  { handling: 'refuse', call: 'clerk', codes: ['book-closed', 'book-unknown'] },
  {
    // What is answered where it was asked; no step of a dossier is known to say so.
    handling: 'refuse',
    call: 'administrator',
    codes: [
      'action-pending',
      'agent-address-refused',
      'agent-answer-unreadable',
      'agent-code-expired',
      'agent-code-wrong',
      'agent-message-invalid',
      'agent-module-unusable',
      'agent-no-token',
      'agent-not-yours',
      'agent-replayed',
      'agent-request-closed',
      'agent-running-already',
      'agent-server-untrusted',
      'agent-several-modules',
      'agent-terminal-closed',
      'agent-throttled',
      'agent-unknown',
      'batch-stopped',
      'batch-unknown',
      'body-not-json',
      'budget-invalid',
      'code-throttled',
      'code-unreachable',
      'code-wrong',
      'codes-too-many',
      'consent-not-yours',
      'consent-unknown',
      'consent-used',
      'copy-link-unknown',
      'copy-not-made',
      'copy-not-ready',
      'copy-revoked',
      'copy-unknown',
      'csrf-token-invalid',
      'date-invalid',
      'dossier-busy',
      'dossier-not-opened',
      'dossier-not-paused',
      'dossier-out-of-turn',
      'dossier-paused',
      'extension-agreement-missing',
      'extension-not-later',
      'extension-too-long',
      'extension-without-ground',
      'fee-pages-invalid',
      'ground-unknown',
      'idempotency-key-missing',
      'idempotency-key-reused',
      'input-invalid',
      'instant-invalid',
      'instant-without-zone',
      'key-invalid',
      'key-scope-missing',
      'key-unknown',
      'keys-too-many',
      'letter-issued',
      'letter-unknown',
      'look-ups-too-many',
      'mail-sent',
      'mark-places-outside',
      'mark-places-overlap',
      'mark-places-too-small',
      'mark-unknown',
      'member-has-rights',
      'merge-within-branch',
      'not-found',
      'notice-sent',
      'notice-unknown',
      'number-not-own',
      'office-closed',
      'office-code-taken',
      'office-in-use',
      'office-too-deep',
      'office-unknown',
      'page-picture-animated',
      'page-picture-damaged',
      'page-picture-too-large',
      'page-picture-unsuitable',
      'password-change-needed',
      'password-common',
      'password-own',
      'password-short',
      'password-wrong',
      'pause-ground-unknown',
      'person-out-of-reach',
      'person-taken',
      'person-unknown',
      'picture-unsuitable',
      'proof-needed',
      'provider-account-unknown',
      'provider-answer-refused',
      'provider-denied',
      'provider-level-low',
      'provider-request-unknown',
      'provider-unavailable',
      'provider-unset',
      'reference-unknown',
      'references-too-many',
      'registration-closed',
      'request-too-large',
      'request-too-slow',
      'requester-unknown',
      'right-full',
      'right-held',
      'right-missing',
      'right-not-yours',
      'right-unknown',
      'scan-active-content',
      'scan-attachment',
      'scan-damaged',
      'scan-empty',
      'scan-encrypted',
      'scan-external-reference',
      'scan-form-fields',
      'scan-hidden-content',
      'scan-kind-refused',
      'scan-look-differs',
      'scan-mixed',
      'scan-not-pdf',
      'scan-page-size',
      'scan-pages-differ',
      'scan-picture-damaged',
      'scan-polyglot',
      'scan-signed',
      'scan-too-complex',
      'scan-too-large',
      'scan-too-many-pages',
      'scan-turned',
      'scan-xfa',
      'second-factor-absent',
      'second-factor-kept',
      'second-factor-needed',
      'second-factor-not-offered',
      'second-factor-present',
      'second-factor-throttled',
      'second-factor-wrong',
      'service-times-missing',
      'session-unknown',
      'sign-in-expired',
      'sign-in-failed',
      'sign-in-needed',
      'sign-in-throttled',
      'signing-not-waiting',
      'signing-one-at-a-time',
      'step-up-needed',
      'subscriber-unavailable',
      'table-faulty',
      'table-too-large',
      'table-unreadable',
      'token-not-locked',
      'token-still-locked',
      'token-unknown',
      'verification-too-costly',
      'visit-unknown',
      'what-if-unasked',
    ],
  },
];

const byCode: ReadonlyMap<string, FailureHandling> = new Map(
  groups.flatMap(({ codes, handling, call }) =>
    codes.map((code) => [code, { handling, call }] as const),
  ),
);

/** Codes of the table, in its order; one that stands there twice is named twice. */
export const handledCodes: readonly string[] = groups.flatMap(({ codes }) => codes);

/** What the workflow does with a code; one that nobody foresaw is refused, and an administrator is called. */
export function handlingOf(code: string): FailureHandling {
  return byCode.get(code) ?? { handling: 'refuse', call: 'administrator' };
}

/** Codes of what may pass by itself. */
export const passingCodes: readonly string[] = handledCodes.filter(
  (code) => handlingOf(code).handling === 'wait',
);

/** Between two tries, milliseconds: soon where it may pass by itself, now and then where somebody must act. */
export function pauseBeforeTry(code: string, triesSoFar: number): number {
  const soon = handlingOf(code).handling === 'wait';
  const firstMs = soon ? 500 : 5_000;
  // After an hour or two of short pauses the dossier's history is spared.
  const isNew = triesSoFar <= 120;
  const longestMs = soon ? (isNew ? 30_000 : 2 * 60_000) : isNew ? 60_000 : 600_000;
  return Math.min(firstMs * 2 ** Math.min(triesSoFar - 1, 20), longestMs);
}
