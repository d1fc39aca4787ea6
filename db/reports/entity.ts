import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ReportContents } from '../../domain/report-contents';
import type { ReportKind, Rhythm } from '../../domain/report-kinds';
import type { ReportFigures } from '../../domain/reports';
import {
  code,
  data,
  flag,
  hashOrNone,
  id,
  idOrNone,
  instant,
  instantOrNone,
  codeOrNone,
  count,
} from '../columns';
import { Office } from '../offices/entity';

/** A report as it was asked for, and what came of it; its files are kept as content. */
@Entity('report')
@Index('IDX_report_office_asked', ['officeId', 'askedAt'])
export class Report {
  @PrimaryColumn(id) id: string;
  @Column({ ...code(20), default: 'compliance' }) kind: ReportKind;
  @ForeignKey(() => Office, { name: 'FK_report_office' })
  @Column(id)
  officeId: string;
  /** With the offices below it. */
  @Column(flag) branch: boolean;
  /** First and last day, `YYYY-MM-DD` at UTC+7. */
  @Column({ ...code(10), type: 'char' }) fromDay: string;
  @Column({ ...code(10), type: 'char' }) toDay: string;
  /** What had happened then is what it tells. */
  @Column(instant) asOf: Date;
  @Column(id) askedBy: string;
  @Column(instant) askedAt: Date;
  /** Dossiers looked at so far. */
  @Column(count) progress: number;
  @Column(instantOrNone) doneAt: Date | null;
  /** Problem code, where it could not be made. */
  @Column(codeOrNone(60)) failure: string | null;
  @Column({ ...data, nullable: true }) figures: ReportFigures | ReportContents | null;
  /** SHA-256 over figures and dossiers: the same for the same data. */
  @Column(hashOrNone) dataHash: string | null;
  @Column(hashOrNone) workbookHash: string | null;
  @Column(hashOrNone) pdfHash: string | null;
  /** The schedule that asked for it. */
  @Column(idOrNone) scheduleId: string | null;
}

/** A report that is made again each day, week, month or quarter, of the one before. */
@Entity('report_schedule')
@Index('IDX_report_schedule_office', ['officeId', 'endedAt'])
export class ReportSchedule {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office, { name: 'FK_report_schedule_office' })
  @Column(id)
  officeId: string;
  @Column(code(20)) kind: ReportKind;
  @Column(flag) branch: boolean;
  @Column(code(10)) rhythm: Rhythm;
  @Column(id) createdBy: string;
  @Column(instant) createdAt: Date;
  @Column(idOrNone) endedBy: string | null;
  @Column(instantOrNone) endedAt: Date | null;
}
