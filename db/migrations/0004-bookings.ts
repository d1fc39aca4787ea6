import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const exact = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';
/** Of an encrypted value what equal ones share. */
const sought = 73;

const ofOffice = (name: string) =>
  `CONSTRAINT FK_${name}_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION`;

/** Appointments for the counter: what offices publish, the places taken, and who has them. */
export class Bookings1764280000000 implements MigrationInterface {
  name = 'Bookings1764280000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['booking_plan', 'booking_exception', 'booking_hour', 'booking_place']) {
      await runner.query(`DROP TABLE ${name}`);
    }
    await runner.query('DROP TABLE booking');
  }
}

const tables = [
  `CREATE TABLE IF NOT EXISTS booking_plan (
      officeId char(36) NOT NULL,
      week json NOT NULL,
      note varchar(300) ${human} NULL,
      changedBy char(36) NOT NULL,
      changedAt datetime(3) NOT NULL,
      PRIMARY KEY (officeId),
      ${ofOffice('booking_plan')}
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS booking_exception (
      officeId char(36) NOT NULL,
      day char(10) NOT NULL,
      hour int UNSIGNED NOT NULL,
      seats int UNSIGNED NOT NULL,
      madeBy char(36) NOT NULL,
      madeAt datetime(3) NOT NULL,
      PRIMARY KEY (officeId, day, hour),
      ${ofOffice('booking_exception')}
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS booking_hour (
      officeId char(36) NOT NULL,
      startsAt datetime(3) NOT NULL,
      PRIMARY KEY (officeId, startsAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS booking_place (
      bookingId char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      officeId char(36) NOT NULL,
      startsAt datetime(3) NOT NULL,
      until datetime(3) NULL,
      PRIMARY KEY (bookingId, kind),
      INDEX IDX_booking_place_hour (officeId, startsAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS booking (
      id char(36) NOT NULL,
      code varchar(30) ${exact} NULL,
      officeId char(36) NOT NULL,
      state varchar(10) NOT NULL,
      revision int UNSIGNED NOT NULL,
      startsAt datetime(3) NULL,
      waitsFor char(10) NULL,
      heldUntil datetime(3) NULL,
      personId char(36) NULL,
      \`procedure\` varchar(10) NOT NULL,
      documentType varchar(200) ${exact} NOT NULL,
      originals int UNSIGNED NOT NULL,
      requesterName varchar(200) ${human} NOT NULL,
      requesterKind varchar(10) NULL,
      identifier varchar(130) NULL,
      phone varchar(138) NULL,
      email varchar(378) NULL,
      bookedAt datetime(3) NULL,
      movedFrom datetime(3) NULL,
      moveGround varchar(10) NULL,
      moveReason mediumtext NULL,
      proposedAt datetime(3) NULL,
      proposedUntil datetime(3) NULL,
      reminded int UNSIGNED NOT NULL,
      visitId char(36) NULL,
      createdAt datetime(3) NOT NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_booking_code (code),
      INDEX IDX_booking_office_starts (officeId, startsAt),
      INDEX IDX_booking_waiting (officeId, state, waitsFor, createdAt),
      INDEX IDX_booking_person (personId, startsAt),
      INDEX IDX_booking_visit (visitId),
      INDEX IDX_booking_phone (phone(${sought})),
      ${ofOffice('booking')}
    ) ${table}`,
];
