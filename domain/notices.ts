/** The ways a notice goes. Each but the portal is a lane of the relay; the portal's is read where it stands. */
export const channels = ['mail', 'sms', 'portal', 'webhook', 'workflow'] as const;
export type Channel = (typeof channels)[number];
/** Lanes of the relay. `workflow` starts a dossier's workflow and tells it what came of a notice. */
export type Lane = Exclude<Channel, 'portal'>;
export const lanes: readonly Lane[] = ['mail', 'sms', 'webhook', 'workflow'];
/** Channels that carry words to people, by a policy's choice. */
export type WordedChannel = Extract<Channel, 'mail' | 'sms' | 'portal'>;

/** What a policy has words for. `copy-link` takes the place of `copy` where the mail server takes no large file. */
export const messageNames = [
  'copy',
  'copy-link',
  'refusal',
  'revocation',
  'alarm-notice',
  'alarm-breach',
  'alarm-escalation',
  'alarm-legal-breach',
  'new-slip',
  'nudge',
  'one-time-code',
  'first-password',
  'booking-made',
  'booking-moved',
  'booking-proposed',
  'booking-offered',
  'booking-reminder',
  'booking-cancelled',
] as const;
export type MessageName = (typeof messageNames)[number];
/** Of them those for the staff's pages; the others are for requesters. */
export const staffMessages: ReadonlySet<MessageName> = new Set<MessageName>([
  ...(['alarm-notice', 'alarm-breach', 'alarm-escalation', 'alarm-legal-breach'] as const),
  'new-slip',
  'nudge',
]);

/** Of them those about an appointment, which go to whoever has it by any channel that carries words. */
export const bookingMessages: ReadonlySet<MessageName> = new Set<MessageName>(
  messageNames.filter((name) => name.startsWith('booking-')),
);

/** What colleagues do with each other's work, and what citizens ask to be put right, is told in Sao Y's own words: a pinned policy may be older than they are. */
export const workMessages = [
  ...(['assigned', 'passed-on', 'acted-for'] as const),
  // About a citizen's request for a correction; the last two are for the citizen.
  ...(['correction-asked', 'correction-near', 'correction-late'] as const),
  ...(['correction-accepted', 'correction-refused'] as const),
] as const;
export type WorkMessage = (typeof workMessages)[number];

/** What supervisors are alerted of by their own rules (`alert-rules.ts`): at once, or an hour's in one mail. */
export const alertMessages = ['alert', 'alert-digest'] as const;
export type AlertMessage = (typeof alertMessages)[number];

/** Kinds of notices that a person chooses by. */
export const noticeKinds = {
  near: { vi: 'Sắp hết thời gian của bước', messages: ['alarm-notice'] },
  late: {
    vi: 'Quá hạn của bước, quá hạn trả',
    messages: ['alarm-breach', 'alarm-escalation', 'alarm-legal-breach'],
  },
  nudge: { vi: 'Người điều hành nhắc', messages: ['nudge'] },
  slip: { vi: 'Phiếu hẹn phải giao lại', messages: ['new-slip'] },
  assigned: { vi: 'Được giao hồ sơ', messages: ['assigned'] },
  alert: { vi: 'Cảnh báo theo quy tắc của đơn vị', messages: ['alert'] },
  colleagues: {
    vi: 'Người khác nhận hoặc làm hồ sơ tôi giữ',
    messages: ['passed-on', 'acted-for'],
  },
  correction: {
    vi: 'Công dân yêu cầu đính chính',
    messages: ['correction-asked', 'correction-near', 'correction-late'],
  },
} as const satisfies Record<
  string,
  { vi: string; messages: readonly (MessageName | WorkMessage | AlertMessage)[] }
>;
export type NoticeKind = keyof typeof noticeKinds;
export const noticeKindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]];

/** The kind that a message to staff is of; undefined: one of requesters'. */
export function kindOfMessage(template: string): NoticeKind | undefined {
  return noticeKindNames.find((kind) =>
    noticeKinds[kind].messages.some((message) => message === template),
  );
}

/**
 * What a workflow is asked by its lane: to begin, that its copy was delivered, and that what it keeps the times of
 * has changed.
 */
export type WorkflowTemplate = 'start' | 'delivered' | 'changed';
export type Template = MessageName | WorkMessage | AlertMessage | WorkflowTemplate | 'report-made';

/** What a template may name in braces. */
export const messageFields = [
  ...['requester', 'office', 'document', 'number', 'code', 'link', 'download', 'last_day'],
  ...['ground', 'ground_citation', 'remark', 'reason', 'decision', 'step', 'due'],
  ...['one_time_code', 'minutes', 'password'],
  ...['time', 'previous_time', 'until'],
] as const;

/** What a message is worth nothing without. */
export const neededFields: Partial<Record<MessageName, readonly string[]>> = {
  copy: ['number', 'link'],
  'copy-link': ['number', 'download', 'last_day'],
  refusal: ['ground', 'ground_citation'],
  revocation: ['number', 'reason', 'decision'],
  'one-time-code': ['one_time_code', 'minutes'],
  'first-password': ['password'],
  'booking-made': ['code', 'time', 'link'],
  'booking-moved': ['code', 'time', 'reason', 'link'],
  'booking-proposed': ['code', 'time', 'previous_time', 'reason', 'until', 'link'],
  'booking-offered': ['time', 'until', 'link'],
  'booking-reminder': ['code', 'time', 'link'],
  'booking-cancelled': ['code', 'time'],
};

/** What a notice is about; `code`: a one-time code. */
export type NoticeSubject =
  'dossier' | 'booking' | 'person' | 'code' | 'report' | 'alert' | 'correction';

/**
 * Whom it is for: the one who asked for what it is about, as the visit has their address when it is sent; an
 * address or number of its own; a person's account; whoever holds a right in the office; a webhook by its name;
 * nobody but the subject's workflow.
 */
export type RecipientKind = 'requester' | 'address' | 'person' | 'right' | 'webhook' | 'none';

/** A notice to be left in the outbox. */
export interface NewNotice {
  channel: Channel;
  template: Template;
  recipientKind: RecipientKind;
  /** Address, number, id of a person, right, name of a webhook; null with `requester` and `none`. */
  recipient: string | null;
  /** Facts for its words beside those of its subject: ids, enums, instants. Nothing personal. */
  data?: Readonly<Record<string, string | number>>;
  /** Tells it from another of the same template to the same recipient about the same thing. */
  occasion?: string;
}

/** What an installation can reach. */
export interface Reach {
  sms: boolean;
  /** Names of the addresses that hear of every outcome. */
  webhooks: readonly string[];
}
