import {
  type AttestationLayout,
  type AttestationLine,
  usualLayout,
} from '../domain/attestation-layout';
import type { FeeEnd } from '../domain/cash';
import type { MessageName, WordedChannel } from '../domain/notices';
import type { DeadlineRules, Ground, PauseGround } from '../deadlines/rules';
import { findTime } from '../time/time';
import { versionOf } from './version-of';

/** How the attestation page is laid out under a policy. */
export function layoutOf({ layout }: Pick<Policy, 'layout'>): AttestationLayout {
  return layout.attestation ?? usualLayout;
}

/** A rate of the fee table: from this page on, so many đồng a page. */
interface FeeRate {
  fromPage: number;
  amount: number;
}

interface FileLimit {
  maxBytes: number;
  /** Media types. */
  types: readonly string[];
  citation: string;
}

interface ScanLimit extends FileLimit {
  /** What is done where the scan has another number of pages than was declared. */
  pagesDiffer: 'warn' | 'refuse';
}

interface Form {
  id: string;
  name: string;
  number: string;
  citation: string;
}

export interface SessionLimits {
  /** Without a key or a click of the person. */
  idleMinutes: number;
  /** From the sign-in on, whatever the person does. */
  hoursMax: number;
}

/** Whether staff sign in by more than a password. */
type SecondFactorRule = 'required' | 'offered' | 'off';

/** One-time codes: how long they are good, and how many there may be. */
export interface CodeRules {
  digits: number;
  validSeconds: number;
  /** Of one code. */
  triesMax: number;
  /** Between two codes. */
  resendSeconds: number;
  perHourMax: { person: number; number: number; network: number };
  citation: string;
}

/** Work that a browser does before it is heard, in place of a captcha. */
export interface ProofOfWorkRules {
  registration: boolean;
  forgottenPassword: boolean;
  /** After so many a sign-in wants it; null: never. */
  failedSignIns: number | null;
  /** Of PBKDF2, each time it is tried. */
  iterations: number;
  /** Hexadecimal digits that a solution begins with. */
  keyPrefix: string;
}

/** Of the ways in which citizens made their own accounts in 2020–2024 (C-02) those that are built. */
type RegistrationWay = 'phone';

/** How people come in, and how long they stay. */
export interface IdentityRules {
  session: Record<'staff' | 'citizen', SessionLimits>;
  /** How long sign-ins are kept for the person to see. */
  historyDays: number;
  secondFactor: SecondFactorRule;
  /** A one-time code after a citizen's password: `offered` to whoever can be reached. */
  citizenCode: SecondFactorRule;
  proofOfWork: ProofOfWorkRules;
  /** Each with its last day; null: open. */
  selfRegistration: readonly { way: RegistrationWay; until: string | null; citation: string }[];
  /** So long after a code of it an act that wants its person confirmed asks for none. */
  stepUpMinutes: number;
  /** Level of the electronic identity that a citizen signs in with (NĐ 69/2024: 1, 2). */
  providerLevelMin: number;
  citation: string;
}

/** Words of a notice. */
export interface Message {
  name: MessageName;
  language: 'vi' | 'en';
  /** By which they go: none where they take another's place. */
  channels: readonly WordedChannel[];
  subject: string;
  text: string;
  /** For text messages. */
  short?: string;
  citation: string;
}

/** How soon an office answers a citizen who asks for a correction. */
export interface CorrectionRules {
  /** Working days after the day on which it was asked. */
  answerDays: number;
  citation: string;
}

/** How appointments at an office are taken and kept. */
export interface BookingRules {
  /** A place is kept so long while somebody fills in the form. */
  holdMinutes: number;
  /** A place that came free is kept so long for whoever waited for it. */
  offerMinutes: number;
  /** Days from today, today among them, on which a place may be taken. */
  aheadDays: number;
  /** Minutes before an hour begins after which it is taken no more. */
  leadMinutes: number;
  /** Minutes before the appointment at which its holder is reminded, the longest first. */
  remindMinutes: readonly number[];
  /** Minutes after which somebody who did not come counts as not come. */
  missedMinutes: number;
  /** Appointments to come of one phone number. */
  openMax: number;
  /** Places that strangers of one network may hold within an hour. */
  holdsPerHourMax: number;
  citation: string;
}

/** One authority's rules for certified electronic copies: plain data, pinned by `id` and `version`. */
export interface Policy extends DeadlineRules {
  /** Day from which the set was known (its recorded time). */
  recorded: string;
  scope: { area: string; procedure: string };
  /** Calendar of offices that name none of their own. */
  calendar: string;
  authority: { act: string; issuer: string; date: string; citation: string };
  refusalGrounds: readonly Ground[];
  fee: {
    label: string;
    perPage: readonly FeeRate[];
    capPerCopy: number;
    citation: string;
    /** Ends of a dossier at which the fee goes back; absent in sets older than the rule: at each of them. */
    givenBackAt?: readonly FeeEnd[] | undefined;
    givenBackCitation?: string | undefined;
  };
  number: {
    padding: number;
    suffix: string;
    start: number;
    yearlyReset: boolean;
    citation: string;
  };
  register: {
    kind: string;
    columns: readonly string[];
    citation: string;
    /** Days before a year begins from which its book is there; absent in sets older than the rule. */
    opensAheadDays?: number | undefined;
    opensCitation?: string | undefined;
  };
  /** Offered where an office has typed none yet; any other may be typed [T-10]. */
  documentTypes: { suggested: readonly string[]; citation: string };
  files: { scan: ScanLimit; identityScan: FileLimit; image: FileLimit };
  /** Absent in sets older than the rule. */
  delivery?: { triesMax: number; citation: string } | undefined;
  messages: readonly Message[];
  otp: CodeRules;
  /** Absent in sets older than the rule; `bookingTermsOf` has the usual ones then. */
  booking?: BookingRules | undefined;
  /** Absent in sets older than the rule; `correctionDueOf` has the usual one then. */
  correction?: CorrectionRules | undefined;
  identity: IdentityRules;
  holders: { perRightMax: number; severalRights: boolean; citation: string };
  signer: { titles: readonly string[]; delegationNeeded: boolean; citation: string };
  /** Whether a dossier must have been opened before it is signed in a batch. */
  batch: { needsOpening: boolean; citation: string };
  attestation: { title: string; text: string; citation: string };
  layout: {
    page: 'added';
    signatureColour: string;
    sealColour: string;
    sealLeftCoverPercent: number;
    /** Absent in policies kept from before it was data: `layoutOf` has the usual one then. */
    attestation?: AttestationLayout;
    verificationCode: boolean;
    citation: string;
  };
  forms: readonly Form[];
  apology: { reappointmentsMax: number; citation: string };
  retention: {
    /** null = for ever. */
    registerYears: number | null;
    copyYears: number;
    citation: string;
    /** Days after delivery that the forms between the received scan and the copy are kept. */
    formDays: number;
    formCitation: string;
    /** Days that an alert is kept after what it told of was over. */
    alertDays: number;
    /** Null: the policy says nothing of it. */
    alertCitation: string | null;
  };
}

interface FileEntry {
  max_bytes: number;
  types: string[];
  citation: string;
}

/** A file of `policies/`, as its schema lets it through. */
export interface PolicyFile {
  id: string;
  name: string;
  scope: { area: string; procedure: string };
  valid_from: string;
  valid_to: string | null;
  recorded: string;
  calendar: string;
  authority: Policy['authority'];
  clock: {
    start: { value: 'acceptance'; citation: string };
    cutoff: { time: string; inclusive: boolean; citation: string };
    end_of_day: { value: 'close' | 'midnight'; citation: string };
    hours_kind: { value: 'working' | 'elapsed'; citation: string };
    outside_hours: { value: 'next-opening'; citation: string };
  };
  steps: {
    step: 'create' | 'sign' | 'seal';
    name: string;
    budget_minutes: number;
    complex_budget_minutes?: number;
    citation: string;
  }[];
  steps_within_law: { citation: string };
  complex: { extension_days: number; citation: string };
  extension: { days_max: number; day_off_citation: string; grounds: Ground[]; citation: string };
  slip: { citation: string };
  notice: { percent: number; citation: string };
  escalation: { after_minutes: number; citation: string };
  pause: { grounds: PauseGround[]; citation: string };
  refusal_grounds: Ground[];
  fee: {
    label: string;
    per_page: { from_page: number; amount: number }[];
    cap_per_copy: number;
    citation: string;
    given_back_at?: FeeEnd[];
    given_back_citation?: string;
  };
  number: {
    padding: number;
    suffix: string;
    start: number;
    yearly_reset: boolean;
    citation: string;
  };
  register: Pick<Policy['register'], 'kind' | 'columns' | 'citation'> & {
    opens_ahead_days?: number;
    opens_citation?: string;
  };
  document_types: Policy['documentTypes'];
  files: Record<'identity_scan' | 'image', FileEntry> & {
    scan: FileEntry & { pages_differ: 'warn' | 'refuse' };
  };
  delivery: { tries_max: number; citation: string };
  messages: Message[];
  otp: {
    digits: number;
    valid_seconds: number;
    tries_max: number;
    resend_seconds: number;
    per_hour_max: CodeRules['perHourMax'];
    citation: string;
  };
  correction?: { answer_days: number; citation: string };
  booking: {
    hold_minutes: number;
    offer_minutes: number;
    ahead_days: number;
    lead_minutes: number;
    remind_minutes: number[];
    missed_minutes: number;
    open_max: number;
    holds_per_hour_max: number;
    citation: string;
  };
  identity: {
    session: Record<'staff' | 'citizen', { idle_minutes: number; hours_max: number }>;
    history_days: number;
    second_factor: SecondFactorRule;
    citizen_code: SecondFactorRule;
    proof_of_work: {
      registration: boolean;
      forgotten_password: boolean;
      failed_sign_ins: number | null;
      iterations: number;
      key_prefix: string;
    };
    self_registration: { way: RegistrationWay; until: string | null; citation: string }[];
    step_up_minutes: number;
    provider_level_min: number;
    citation: string;
  };
  holders: { per_right_max: number; several_rights: boolean; citation: string };
  signer: { titles: string[]; delegation_needed: boolean; citation: string };
  batch: { needs_opening: boolean; citation: string };
  attestation: Policy['attestation'];
  layout: {
    page: 'added';
    signature_colour: string;
    seal_colour: string;
    seal_left_cover_percent: number;
    verification_code: boolean;
    marks: AttestationLayout['marks'];
    font_sizes: AttestationLayout['fontSizes'];
    lines: AttestationLine[];
    citation: string;
  };
  forms: Form[];
  apology: { reappointments_max: number; citation: string };
  retention: {
    register_years: number | null;
    copy_years: number;
    citation: string;
    form_days: number;
    form_citation: string;
    alert_days?: number;
    alert_citation?: string;
  };
}

/** Of policies that say nothing of it. */
const usualAlertDays = 365;

/** The policy of a checked file; its version is the hash of what the file says, not of how. */
export function readPolicy(file: PolicyFile): Policy {
  return { ...clockRules(file), ...counterRules(file), version: versionOf(file) };
}

function clockRules(file: PolicyFile) {
  const { start, cutoff, end_of_day, hours_kind, outside_hours } = file.clock;
  const cited = <Kind>(entry: { value: Kind; citation: string }) => ({
    kind: entry.value,
    citation: entry.citation,
  });
  return {
    id: file.id,
    name: file.name,
    scope: file.scope,
    validFrom: file.valid_from,
    validTo: file.valid_to,
    recorded: file.recorded,
    calendar: file.calendar,
    authority: file.authority,
    clockStart: cited(start),
    cutoff: {
      timeMs: findTime(cutoff.time) ?? Number.NaN,
      inclusive: cutoff.inclusive,
      citation: cutoff.citation,
    },
    endOfDay: cited(end_of_day),
    hoursKind: cited(hours_kind),
    outsideHours: cited(outside_hours),
    steps: file.steps.map((rule) => ({
      step: rule.step,
      name: rule.name,
      budgetMinutes: rule.budget_minutes,
      ...(rule.complex_budget_minutes === undefined
        ? {}
        : { complexBudgetMinutes: rule.complex_budget_minutes }),
      citation: rule.citation,
    })),
    stepsWithinLaw: file.steps_within_law,
    complex: { extensionDays: file.complex.extension_days, citation: file.complex.citation },
    extension: {
      daysMax: file.extension.days_max,
      grounds: file.extension.grounds,
      dayOffCitation: file.extension.day_off_citation,
      citation: file.extension.citation,
    },
    slip: file.slip,
    notice: file.notice,
    escalation: {
      afterMinutes: file.escalation.after_minutes,
      citation: file.escalation.citation,
    },
    pause: file.pause,
  };
}

function counterRules(file: PolicyFile) {
  const { fee, number, otp, holders, signer, layout, retention } = file;
  return {
    refusalGrounds: file.refusal_grounds,
    fee: {
      label: fee.label,
      perPage: fee.per_page.map((rate) => ({ fromPage: rate.from_page, amount: rate.amount })),
      capPerCopy: fee.cap_per_copy,
      citation: fee.citation,
      ...(fee.given_back_at && { givenBackAt: fee.given_back_at }),
      ...(fee.given_back_citation && { givenBackCitation: fee.given_back_citation }),
    },
    number: {
      padding: number.padding,
      suffix: number.suffix,
      start: number.start,
      yearlyReset: number.yearly_reset,
      citation: number.citation,
    },
    register: {
      kind: file.register.kind,
      columns: file.register.columns,
      citation: file.register.citation,
      opensAheadDays: file.register.opens_ahead_days,
      opensCitation: file.register.opens_citation,
    },
    documentTypes: file.document_types,
    files: {
      scan: { ...fileLimit(file.files.scan), pagesDiffer: file.files.scan.pages_differ },
      identityScan: fileLimit(file.files.identity_scan),
      image: fileLimit(file.files.image),
    },
    delivery: { triesMax: file.delivery.tries_max, citation: file.delivery.citation },
    messages: file.messages,
    otp: {
      digits: otp.digits,
      validSeconds: otp.valid_seconds,
      triesMax: otp.tries_max,
      resendSeconds: otp.resend_seconds,
      perHourMax: otp.per_hour_max,
      citation: otp.citation,
    },
    booking: bookingRules(file),
    ...(file.correction && {
      correction: {
        answerDays: file.correction.answer_days,
        citation: file.correction.citation,
      },
    }),
    identity: identityRules(file),
    holders: {
      perRightMax: holders.per_right_max,
      severalRights: holders.several_rights,
      citation: holders.citation,
    },
    signer: {
      titles: signer.titles,
      delegationNeeded: signer.delegation_needed,
      citation: signer.citation,
    },
    batch: { needsOpening: file.batch.needs_opening, citation: file.batch.citation },
    attestation: file.attestation,
    layout: {
      page: layout.page,
      signatureColour: layout.signature_colour,
      sealColour: layout.seal_colour,
      sealLeftCoverPercent: layout.seal_left_cover_percent,
      verificationCode: layout.verification_code,
      attestation: {
        marks: layout.marks,
        fontSizes: layout.font_sizes,
        lines: layout.lines,
        verificationCode: layout.verification_code,
      },
      citation: layout.citation,
    },
    forms: file.forms,
    apology: {
      reappointmentsMax: file.apology.reappointments_max,
      citation: file.apology.citation,
    },
    retention: {
      registerYears: retention.register_years,
      copyYears: retention.copy_years,
      citation: retention.citation,
      formDays: retention.form_days,
      formCitation: retention.form_citation,
      alertDays: retention.alert_days ?? usualAlertDays,
      alertCitation: retention.alert_citation ?? null,
    },
  };
}

function bookingRules({ booking }: PolicyFile): BookingRules {
  return {
    holdMinutes: booking.hold_minutes,
    offerMinutes: booking.offer_minutes,
    aheadDays: booking.ahead_days,
    leadMinutes: booking.lead_minutes,
    remindMinutes: booking.remind_minutes,
    missedMinutes: booking.missed_minutes,
    openMax: booking.open_max,
    holdsPerHourMax: booking.holds_per_hour_max,
    citation: booking.citation,
  };
}

function identityRules({ identity: { session, ...rest } }: PolicyFile): IdentityRules {
  const limitsOf = (kind: 'staff' | 'citizen') => ({
    idleMinutes: session[kind].idle_minutes,
    hoursMax: session[kind].hours_max,
  });
  return {
    session: { staff: limitsOf('staff'), citizen: limitsOf('citizen') },
    historyDays: rest.history_days,
    secondFactor: rest.second_factor,
    citizenCode: rest.citizen_code,
    proofOfWork: {
      registration: rest.proof_of_work.registration,
      forgottenPassword: rest.proof_of_work.forgotten_password,
      failedSignIns: rest.proof_of_work.failed_sign_ins,
      iterations: rest.proof_of_work.iterations,
      keyPrefix: rest.proof_of_work.key_prefix,
    },
    selfRegistration: rest.self_registration,
    stepUpMinutes: rest.step_up_minutes,
    providerLevelMin: rest.provider_level_min,
    citation: rest.citation,
  };
}

function fileLimit(limit: FileEntry): FileLimit {
  return { maxBytes: limit.max_bytes, types: limit.types, citation: limit.citation };
}
