import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { RequesterKind } from '../../domain/people';
import type { Stage, Step } from '../../domain/process';
import {
  ascii,
  bigCount,
  code,
  codeOrNone,
  count,
  data,
  exactText,
  flag,
  hashOrNone,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';
import { Office } from '../offices/entity';
import { personalOrNone, personalWords } from '../personal/personal-column';

/** That a person had a dossier open while this round of its step ran: what a batch asks for. */
@Entity('opening')
export class Opening {
  @ForeignKey(() => Dossier, { name: 'FK_opening_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  @PrimaryColumn(id) personId: string;
  @PrimaryColumn(code(10)) step: Step;
  @PrimaryColumn(count) round: number;
  @Column(instant) at: Date;
}

/** "Lượt tiếp nhận": what one requester brings at one time; one receipt, one acceptance time. */
@Entity('visit')
@Index('IDX_visit_office_receipt_number', ['officeId', 'receiptNumber'], { unique: true })
@Index('IDX_visit_requester', ['requesterId'])
@Index('IDX_visit_office_sought', ['officeId', 'requesterSought'])
@Index('IDX_visit_office_identifier', ['officeId', 'requesterIdentifier'])
@Index('IDX_visit_office_email', ['officeId', 'requesterEmail'])
@Index('IDX_visit_office_phone', ['officeId', 'requesterPhone'])
export class Visit {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office, { name: 'FK_visit_office' })
  @Column(id)
  officeId: string;
  @Column(code(40)) receiptNumber: string;
  /** The requester's account, if they have one. */
  @Column(idOrNone) requesterId: string | null;
  @Column(text(200)) requesterName: string;
  /** The name as it is searched for; see `soughtAs`. */
  @Column(exactText(200)) requesterSought: string;
  /** By the kind of their identifier; null: they gave none. */
  @Column(codeOrNone(10)) requesterKind: RequesterKind | null;
  @Column(personalOrNone('identifier', 13)) requesterIdentifier: string | null;
  @Column(personalOrNone('email', 200)) requesterEmail: string | null;
  @Column(personalOrNone('phone', 20)) requesterPhone: string | null;
  @Column(id) acceptedBy: string;
  @Column(instant) acceptedAt: Date;
}

export interface FeeRecord {
  /** Integer đồng. */
  total: number;
  line: string;
  source: string;
}

export interface Reason {
  rule: string;
  citation: string;
}

/** "Hồ sơ": one original, one certified e-copy, one register number. */
@Entity('dossier')
@Index('IDX_dossier_code', ['code'], { unique: true })
@Index('IDX_dossier_public_token', ['publicToken'], { unique: true })
@Index('IDX_dossier_office_stage_legal_due', ['officeId', 'stage', 'legalDue'])
@Index('IDX_dossier_office_accepted', ['officeId', 'acceptedAt'])
@Index('IDX_dossier_office_accepted_code', ['officeId', 'acceptedAt', 'code'])
@Index('IDX_dossier_visit', ['visitId'])
@Index('IDX_dossier_visit_place', ['visitId', 'officeId', 'acceptedAt', 'code'])
@Index('IDX_dossier_scan', ['scanHash'])
@Index('IDX_dossier_forms_dropped', ['formsDroppedAt'])
export class Dossier {
  @PrimaryColumn(id) id: string;
  @Column(code(60)) code: string;
  @ForeignKey(() => Office, { name: 'FK_dossier_office' })
  @Column(id)
  officeId: string;
  @ForeignKey(() => Visit, { name: 'FK_dossier_visit' })
  @Column(id)
  visitId: string;
  @Column(code(30)) stage: Stage;
  @Column(exactText(200)) documentType: string;
  @Column(count) originalPages: number;
  @Column(count) copies: number;
  @Column(data) fee: FeeRecord;
  /** What was taken of the fee and not given back, in đồng; null: accepted before drawers were kept. */
  @Column({ ...count, nullable: true }) feeHeld: number | null;
  /** Compared by the officer with the original instead of scanned by them [T-09]. */
  @Column(flag) scanCompared: boolean;

  /** Pinned at acceptance as `id@version`; never changed by a later policy. */
  @Column(code(120)) policy: string;
  @Column(code(120)) calendar: string;
  @Column(instant) acceptedAt: Date;
  @Column(instant) receivedAt: Date;
  @Column(instant) legalDue: Date;
  @Column(flag) appointmentSlip: boolean;
  @Column(flag) complex: boolean;
  @Column(codeOrNone(40)) extensionGround: string | null;
  @Column(count) extensionDays: number;
  /** Date of a written agreement, `YYYY-MM-DD`, if the extension goes by one. */
  @Column({ ...ascii, type: 'char', length: 10, nullable: true }) agreedUntil: string | null;
  @Column(data) because: Reason[];

  /** Why the dossier waits: a problem code. */
  @Column(codeOrNone(60)) waitingFor: string | null;
  /** What the sentence of that code is filled with. */
  @Column({ ...data, nullable: true }) waitingParams: Record<string, string | number> | null;
  @Column(instantOrNone) waitingSince: Date | null;
  /** When it is tried again by itself; null where a person has to act anew. */
  @Column(instantOrNone) waitingUntil: Date | null;
  @Column(codeOrNone(60)) refusalGround: string | null;
  @Column(idOrNone) lastRemarkId: string | null;

  @Column(hashOrNone) receivedScanHash: string | null;
  @Column(hashOrNone) scanHash: string | null;
  @Column({ ...count, nullable: true }) scanPages: number | null;
  @Column({ ...count, nullable: true }) scanBytes: number | null;
  @Column(hashOrNone) certifiedHash: string | null;
  @Column(hashOrNone) sealedHash: string | null;
  @Column(hashOrNone) copyHash: string | null;
  /**
   * From then on only the scan as received and the copy are kept; the forms between them are removed. The scan and
   * what was signed are the copy's first bytes.
   */
  @Column(instantOrNone) formsDroppedAt: Date | null;
  /** Opaque name of the public status page; printed as QR. */
  @Column(code(40)) publicToken: string;
  @Column(idOrNone) signedBy: string | null;
  @Column(textOrNone(200)) signerName: string | null;
  @Column(textOrNone(200)) signerTitle: string | null;
  @Column(instantOrNone) deliveredAt: Date | null;
  @Column(instantOrNone) endedAt: Date | null;
}

/** One run of a step's clock; a returned dossier opens another round with what was left. */
@Entity('step_clock')
@Index('IDX_step_clock_ended_pace', ['endedAt', 'pace'])
export class StepClock {
  @ForeignKey(() => Dossier, { name: 'FK_step_clock_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  @PrimaryColumn(code(10)) step: Step;
  @PrimaryColumn(count) round: number;
  @Column(instant) startedAt: Date;
  @Column(instantOrNone) endedAt: Date | null;
  /** Working milliseconds that this round may take. */
  @Column(bigCount) budgetMs: number;
  /** Working milliseconds that it took. */
  @Column({ ...bigCount, nullable: true }) usedMs: number | null;
  @Column(instant) dueByHours: Date;
  @Column(instant) due: Date;
  @Column(instant) pace: Date;
  @Column(instant) noticeAt: Date;
  @Column(idOrNone) actorId: string | null;
  @Column(instantOrNone) noticedAt: Date | null;
  @Column(instantOrNone) breachedAt: Date | null;
  /** When the supervisor is called to it; none where its policy has no such rule. */
  @Column(instantOrNone) escalateAt: Date | null;
  @Column(instantOrNone) escalatedAt: Date | null;
}

/** Free text on a dossier (why it came back, why refused): kept here, never in Temporal's history. */
@Entity('remark')
@Index('IDX_remark_dossier', ['dossierId'])
export class Remark {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  @Column(id) actorId: string;
  @Column({ ...personalWords, name: 'words' }) text: string;
  @Column(instant) at: Date;
}

/** A stopped clock, by one of the policy's pause rules; most policies have none. */
@Entity('pause')
@Index('IDX_pause_dossier_started', ['dossierId', 'startedAt'])
export class Pause {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  /** Id of the policy's ground, which carries the citation. */
  @Column(code(40)) ground: string;
  /** Whether the legal clock is stopped too, or the step's alone. */
  @Column(flag) stopsLegal: boolean;
  @Column(idOrNone) remarkId: string | null;
  @Column(id) startedBy: string;
  @Column(instant) startedAt: Date;
  @Column(idOrNone) endedBy: string | null;
  @Column(instantOrNone) endedAt: Date | null;
}
