import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BookingState, MoveGround, Procedure } from '../../domain/bookings';
import type { RequesterKind } from '../../domain/people';
import {
  code,
  codeOrNone,
  count,
  data,
  exactText,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';
import { Office } from '../offices/entity';
import { personalOrNone, personalWords } from '../personal/personal-column';

/** What an office publishes: the seats of its week, and a word to visitors. */
@Entity('booking_plan')
export class BookingPlan {
  @ForeignKey(() => Office, { name: 'FK_booking_plan_office' })
  @PrimaryColumn(id)
  officeId: string;
  /** Seats by weekday (0 = Sunday) and hour. */
  @Column(data) week: number[][];
  /** Where the desk is, how to reach it; null: nothing said. */
  @Column(textOrNone(300)) note: string | null;
  @Column(id) changedBy: string;
  @Column(instant) changedAt: Date;
}

/** Another number of seats for one hour of one day; 0: closed. */
@Entity('booking_exception')
export class BookingException {
  @ForeignKey(() => Office, { name: 'FK_booking_exception_office' })
  @PrimaryColumn(id)
  officeId: string;
  /** ISO day at UTC+7. */
  @PrimaryColumn({ ...code(10), type: 'char' })
  day: string;
  @PrimaryColumn(count) hour: number;
  @Column(count) seats: number;
  @Column(id) madeBy: string;
  @Column(instant) madeAt: Date;
}

/** One hour of an office: its row is the lock under which the places of that hour are counted. */
@Entity('booking_hour')
export class BookingHour {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(instant) startsAt: Date;
}

/** A place that is taken: the appointment's own, and one that the office proposes instead. */
@Entity('booking_place')
@Index('IDX_booking_place_hour', ['officeId', 'startsAt'])
export class BookingPlace {
  @PrimaryColumn(id) bookingId: string;
  @PrimaryColumn(code(10)) kind: 'own' | 'proposed';
  @Column(id) officeId: string;
  @Column(instant) startsAt: Date;
  /** Past it the place is free, whether anybody has noticed or not; null: kept. */
  @Column(instantOrNone) until: Date | null;
}

/** An appointment for the counter (lịch hẹn). */
@Entity('booking')
@Index('IDX_booking_code', ['code'], { unique: true })
@Index('IDX_booking_office_starts', ['officeId', 'startsAt'])
@Index('IDX_booking_waiting', ['officeId', 'state', 'waitsFor', 'createdAt'])
@Index('IDX_booking_person', ['personId', 'startsAt'])
@Index('IDX_booking_visit', ['visitId'])
@Index('IDX_booking_phone', ['phone'])
export class Booking {
  @PrimaryColumn(id) id: string;
  /** `CTĐT-YYYYMMDD-NNNN`; null until somebody has given their name. */
  @Column({ ...exactText(30), nullable: true }) code: string | null;
  @ForeignKey(() => Office, { name: 'FK_booking_office' })
  @Column(id)
  officeId: string;
  @Column(code(10)) state: BookingState;
  /** Grows with each change: the SEQUENCE of RFC 5545, and what tells one notice from the next. */
  @Column(count) revision: number;
  /** Null while it only waits for a day. */
  @Column(instantOrNone) startsAt: Date | null;
  /** ISO day whose freed places it waits for. */
  @Column({ ...code(10), type: 'char', nullable: true }) waitsFor: string | null;
  /** Of a hold or an offer. */
  @Column(instantOrNone) heldUntil: Date | null;
  /** The account of whoever was signed in. */
  @Column(idOrNone) personId: string | null;
  @Column(code(10)) procedure: Procedure;
  @Column(exactText(200)) documentType: string;
  @Column(count) originals: number;
  @Column(text(200)) requesterName: string;
  @Column(codeOrNone(10)) requesterKind: RequesterKind | null;
  @Column(personalOrNone('identifier', 13)) identifier: string | null;
  @Column(personalOrNone('phone', 20)) phone: string | null;
  @Column(personalOrNone('email', 200)) email: string | null;
  /** When it got the hour that it has. */
  @Column(instantOrNone) bookedAt: Date | null;
  /** The hour before the last move, and why it was moved. */
  @Column(instantOrNone) movedFrom: Date | null;
  @Column(codeOrNone(10)) moveGround: MoveGround | null;
  @Column({ ...personalWords, nullable: true }) moveReason: string | null;
  /** The hour that the office proposes, and how long its place is kept. */
  @Column(instantOrNone) proposedAt: Date | null;
  @Column(instantOrNone) proposedUntil: Date | null;
  /** How often the holder was reminded. */
  @Column(count) reminded: number;
  /** The visit that came of it. */
  @Column(idOrNone) visitId: string | null;
  @Column(instant) createdAt: Date;
  @Column(instantOrNone) endedAt: Date | null;
}
