import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Stage, Step } from '../../domain/process';
import {
  bigCount,
  count,
  data,
  flag,
  hashOrNone,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';
import { Office } from './people';

/** "Lượt tiếp nhận": what one requester brings at one time; one receipt, one acceptance time. */
@Entity('visit')
@Index(['officeId', 'receiptNumber'], { unique: true })
@Index(['requesterId'])
export class Visit {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office)
  @Column(id)
  officeId: string;
  @Column(text(40)) receiptNumber: string;
  /** The requester's account, if they have one. */
  @Column(idOrNone) requesterId: string | null;
  @Column(text(200)) requesterName: string;
  @Column(textOrNone(13)) requesterIdentifier: string | null;
  @Column(textOrNone(200)) requesterEmail: string | null;
  @Column(textOrNone(20)) requesterPhone: string | null;
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
@Index(['code'], { unique: true })
@Index(['publicToken'], { unique: true })
@Index(['officeId', 'stage', 'legalDue'])
@Index(['officeId', 'acceptedAt'])
@Index(['visitId'])
export class Dossier {
  @PrimaryColumn(id) id: string;
  @Column(text(60)) code: string;
  @ForeignKey(() => Office)
  @Column(id)
  officeId: string;
  @ForeignKey(() => Visit)
  @Column(id)
  visitId: string;
  @Column(text(30)) stage: Stage;
  @Column(text(200)) documentType: string;
  @Column(count) originalPages: number;
  @Column(count) copies: number;
  @Column(data) fee: FeeRecord;
  /** Compared by the officer with the original instead of scanned by them [T-09]. */
  @Column(flag) scanCompared: boolean;

  /** Pinned at acceptance as `id@version`; never changed by a later policy. */
  @Column(text(120)) policy: string;
  @Column(text(120)) calendar: string;
  @Column(instant) acceptedAt: Date;
  @Column(instant) receivedAt: Date;
  @Column(instant) legalDue: Date;
  @Column(flag) appointmentSlip: boolean;
  @Column(flag) complex: boolean;
  @Column(textOrNone(40)) extensionGround: string | null;
  @Column(count) extensionDays: number;
  /** Date of a written agreement, `YYYY-MM-DD`, if the extension goes by one. */
  @Column({ type: 'char', length: 10, nullable: true }) agreedUntil: string | null;
  @Column(data) because: Reason[];

  /** What stands in the way while the dossier waits by itself: a problem code. */
  @Column(textOrNone(60)) waitingFor: string | null;
  @Column(textOrNone(60)) refusalGround: string | null;
  @Column(idOrNone) lastRemarkId: string | null;

  @Column(hashOrNone) receivedScanHash: string | null;
  @Column(hashOrNone) scanHash: string | null;
  @Column({ ...count, nullable: true }) scanPages: number | null;
  @Column({ ...count, nullable: true }) scanBytes: number | null;
  @Column(hashOrNone) certifiedHash: string | null;
  @Column(hashOrNone) sealedHash: string | null;
  @Column(hashOrNone) copyHash: string | null;
  /** Opaque name of the public status page; printed as QR. */
  @Column(text(40)) publicToken: string;
  @Column(idOrNone) signedBy: string | null;
  @Column(textOrNone(200)) signerName: string | null;
  @Column(textOrNone(200)) signerTitle: string | null;
  @Column(instantOrNone) deliveredAt: Date | null;
  @Column(instantOrNone) endedAt: Date | null;
}

/** One run of a step's clock; a returned dossier opens another round with what was left. */
@Entity('step_clock')
@Index(['endedAt', 'pace'])
export class StepClock {
  @ForeignKey(() => Dossier)
  @PrimaryColumn(id)
  dossierId: string;
  @PrimaryColumn(text(10)) step: Step;
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
@Index(['dossierId'])
export class Remark {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  @Column(id) actorId: string;
  @Column({ type: 'text', name: 'words' }) text: string;
  @Column(instant) at: Date;
}

/** A signature on its way: prepared bytes kept between *prepare* and *complete*. */
@Entity('signature_work')
export class SignatureWork {
  @PrimaryColumn(id) dossierId: string;
  @PrimaryColumn(text(10)) step: 'sign' | 'seal';
  /** Attempts are told apart by the update that asked for them. */
  @PrimaryColumn(text(120)) attempt: string;
  @Column(hashOrNone) preparedHash: string | null;
  @Column({ type: 'blob' }) toBeSigned: Buffer;
  @Column(text(30)) mechanism: 'rsa-pkcs1-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384';
  @Column(text(60)) field: string;
  /** Label of the token, or of the person's own key. */
  @Column(text(100)) tokenLabel: string;
  /** How the key is reached: a token at our server, or as `OwnWay` says. */
  @Column({ ...text(10), default: 'token' }) way: 'token' | 'agent' | 'remote' | 'consent';
  /** DER, base64, of the signer and the issuers as they were prepared for; null before there were ways. */
  @Column({ ...data, nullable: true }) certificates: string[] | null;
  @Column(instant) at: Date;
}

/** A PIN sealed to the token process's key: for one operation, minutes long, wiped when done. */
@Entity('sealed_pin')
@Index(['expiresAt'])
export class SealedPin {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  @Column(text(10)) step: 'sign' | 'seal';
  @Column(id) actorId: string;
  @Column({ type: 'text', nullable: true }) sealed: string | null;
  @Column(instant) expiresAt: Date;
  /** Set just before the token is asked: a PIN whose outcome is unknown is never tried again. */
  @Column(instantOrNone) triedAt: Date | null;
  @Column(instantOrNone) acceptedAt: Date | null;
}

/** Something a person of an office should know: a step near its end, over it, a return. */
@Entity('notice')
@Index(['officeId', 'at'])
@Index(['dossierId'])
export class Notice {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id: string;
  @Column(id) officeId: string;
  @Column(id) dossierId: string;
  @Column(text(20)) audience: string;
  @Column(text(30)) kind: string;
  @Column(instant) at: Date;
}
