import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that only grow: a trigger refuses what the code never does. */
const appendOnly = ['audit_event', 'register_entry', 'register_void'];

/** The first house: people, dossiers, register, trace. Reviewed by hand; forward only in production. */
export class FirstHouse1763700000000 implements MigrationInterface {
  name = 'FirstHouse1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of appendOnly) {
      for (const act of ['UPDATE', 'DELETE']) {
        await runner.query(
          `CREATE TRIGGER ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table} FOR EACH ROW
           SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${table} is append-only'`,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('SET FOREIGN_KEY_CHECKS = 0');
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
    await runner.query('SET FOREIGN_KEY_CHECKS = 1');
  }
}

const tables = [
  'token',
  'daily_serial',
  'office',
  'person',
  'office_right',
  'session',
  'visit',
  'dossier',
  'step_clock',
  'remark',
  'signature_work',
  'sealed_pin',
  'notice',
  'book',
  'register_entry',
  'register_void',
  'audit_event',
  'audit_head',
  'outbox',
  'idempotency',
];

const statements = [
  // Counters that begin anew each day; written by one atomic statement, so no entity maps it.
  `CREATE TABLE daily_serial (
      series varchar(80) NOT NULL,
      day char(6) NOT NULL,
      last int UNSIGNED NOT NULL,
      PRIMARY KEY (series, day)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE office (
      id char(36) NOT NULL,
      code varchar(40) NOT NULL,
      name varchar(200) NOT NULL,
      parentName varchar(200) NOT NULL,
      policyId varchar(80) NOT NULL,
      calendarId varchar(80) NOT NULL,
      codePrefix varchar(20) NOT NULL,
      UNIQUE INDEX IDX_f327efa51a74e5c588b9df2170 (code),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE person (
      id char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      username varchar(100) NOT NULL,
      passwordHash varchar(200) NOT NULL,
      fullName varchar(200) NOT NULL,
      title varchar(200) NULL,
      email varchar(200) NULL,
      phone varchar(20) NULL,
      identifier varchar(13) NULL,
      active tinyint NOT NULL,
      UNIQUE INDEX IDX_7ebe0eaf4244d845853d9e6639 (identifier),
      UNIQUE INDEX IDX_e4475bde6806df5ab6999b47e5 (username),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE office_right (
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      held varchar(20) NOT NULL,
      INDEX IDX_241726083c4226f93eb3a6054b (officeId, held),
      PRIMARY KEY (personId, officeId, held)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE session (
      tokenHash varchar(64) NOT NULL,
      personId char(36) NOT NULL,
      csrfToken varchar(64) NOT NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (tokenHash)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE token (
      label varchar(100) NOT NULL,
      officeCode varchar(40) NOT NULL,
      purpose varchar(10) NOT NULL,
      certificates json NOT NULL,
      keyId varchar(100) NOT NULL,
      trouble varchar(60) NULL,
      pinTriesLeft int UNSIGNED NULL,
      seenAt datetime(3) NOT NULL,
      PRIMARY KEY (label)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE visit (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      receiptNumber varchar(40) NOT NULL,
      requesterId char(36) NULL,
      requesterName varchar(200) NOT NULL,
      requesterIdentifier varchar(13) NULL,
      requesterEmail varchar(200) NULL,
      requesterPhone varchar(20) NULL,
      acceptedBy char(36) NOT NULL,
      acceptedAt datetime(3) NOT NULL,
      INDEX IDX_a4bbd526aa1eb83cb1bc4714c9 (requesterId),
      UNIQUE INDEX IDX_61ef8abd5f65ace5634d53ad11 (officeId, receiptNumber),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE dossier (
      id char(36) NOT NULL,
      code varchar(60) NOT NULL,
      officeId char(36) NOT NULL,
      visitId char(36) NOT NULL,
      stage varchar(30) NOT NULL,
      documentType varchar(200) NOT NULL,
      originalPages int UNSIGNED NOT NULL,
      copies int UNSIGNED NOT NULL,
      fee json NOT NULL,
      scanCompared tinyint NOT NULL,
      policy varchar(120) NOT NULL,
      calendar varchar(120) NOT NULL,
      acceptedAt datetime(3) NOT NULL,
      receivedAt datetime(3) NOT NULL,
      legalDue datetime(3) NOT NULL,
      appointmentSlip tinyint NOT NULL,
      complex tinyint NOT NULL,
      extensionGround varchar(40) NULL,
      extensionDays int UNSIGNED NOT NULL,
      because json NOT NULL,
      waitingFor varchar(60) NULL,
      refusalGround varchar(60) NULL,
      lastRemarkId char(36) NULL,
      receivedScanHash char(64) NULL,
      scanHash char(64) NULL,
      scanPages int UNSIGNED NULL,
      scanBytes int UNSIGNED NULL,
      certifiedHash char(64) NULL,
      sealedHash char(64) NULL,
      copyHash char(64) NULL,
      publicToken varchar(40) NOT NULL,
      signedBy char(36) NULL,
      signerName varchar(200) NULL,
      signerTitle varchar(200) NULL,
      deliveredAt datetime(3) NULL,
      endedAt datetime(3) NULL,
      INDEX IDX_ca5ac9459bfad09612bdf671ec (visitId),
      INDEX IDX_861d894caa4f590fec245e71ba (officeId, acceptedAt),
      INDEX IDX_6563a4ba7e90f1772c92c6f77a (officeId, stage, legalDue),
      UNIQUE INDEX IDX_3230e80d2a0f522bf8c1c3ab08 (publicToken),
      UNIQUE INDEX IDX_e4a0b898ce0e97174aa9056f9c (code),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE step_clock (
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      round int UNSIGNED NOT NULL,
      startedAt datetime(3) NOT NULL,
      endedAt datetime(3) NULL,
      budgetMs bigint UNSIGNED NOT NULL,
      usedMs bigint UNSIGNED NULL,
      dueByHours datetime(3) NOT NULL,
      due datetime(3) NOT NULL,
      pace datetime(3) NOT NULL,
      noticeAt datetime(3) NOT NULL,
      actorId char(36) NULL,
      noticedAt datetime(3) NULL,
      breachedAt datetime(3) NULL,
      INDEX IDX_358347e5cf9e37d84f32e5e1d4 (endedAt, pace),
      PRIMARY KEY (dossierId, step, round)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE remark (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      actorId char(36) NOT NULL,
      words text NOT NULL,
      at datetime(3) NOT NULL,
      INDEX IDX_29622967d67f996f88c8755ef5 (dossierId),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE signature_work (
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      attempt varchar(80) NOT NULL,
      preparedHash char(64) NULL,
      toBeSigned blob NOT NULL,
      mechanism varchar(30) NOT NULL,
      field varchar(60) NOT NULL,
      tokenLabel varchar(100) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, step, attempt)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE sealed_pin (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      actorId char(36) NOT NULL,
      sealed text NULL,
      expiresAt datetime(3) NOT NULL,
      triedAt datetime(3) NULL,
      acceptedAt datetime(3) NULL,
      INDEX IDX_8135d4dbcb997c4a60d12b0618 (expiresAt),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE notice (
      id bigint UNSIGNED NOT NULL AUTO_INCREMENT,
      officeId char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      audience varchar(20) NOT NULL,
      kind varchar(30) NOT NULL,
      at datetime(3) NOT NULL,
      INDEX IDX_a4db545551c318eae44c975724 (dossierId),
      INDEX IDX_70b26008b8b3f6a21aa7a62a33 (officeId, at),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE book (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      year int UNSIGNED NOT NULL,
      name varchar(100) NOT NULL,
      startNumber int UNSIGNED NOT NULL,
      lastNumber int UNSIGNED NOT NULL,
      headHash char(64) NOT NULL,
      openedOn date NOT NULL,
      closedOn date NOT NULL,
      UNIQUE INDEX IDX_3c5b83a582c664dee3bf5e84a7 (officeId, year, name),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE register_entry (
      bookId char(36) NOT NULL,
      number int UNSIGNED NOT NULL,
      numberText varchar(40) NOT NULL,
      dossierId char(36) NOT NULL,
      certifiedOn date NOT NULL,
      requesterName varchar(200) NOT NULL,
      documentName varchar(200) NOT NULL,
      signerName varchar(200) NOT NULL,
      signerTitle varchar(200) NOT NULL,
      copies int UNSIGNED NOT NULL,
      fee int UNSIGNED NOT NULL,
      note varchar(500) NOT NULL,
      recordedAt datetime(3) NOT NULL,
      previousHash char(64) NOT NULL,
      hash char(64) NOT NULL,
      UNIQUE INDEX IDX_bd9874dc5d60b1de7b99c9d156 (dossierId),
      PRIMARY KEY (bookId, number)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE register_void (
      bookId char(36) NOT NULL,
      number int UNSIGNED NOT NULL,
      reason varchar(500) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (bookId, number)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE audit_event (
      officeId char(36) NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      dossierId char(36) NULL,
      actorId char(36) NULL,
      action varchar(40) NOT NULL,
      actKey varchar(120) NOT NULL,
      details json NOT NULL,
      at datetime(3) NOT NULL,
      previousHash char(64) NOT NULL,
      hash char(64) NOT NULL,
      UNIQUE INDEX IDX_923d6c894cdefca1e23147334e (dossierId, actKey),
      PRIMARY KEY (officeId, sequence)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE audit_head (
      officeId char(36) NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (officeId)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE outbox (
      id char(36) NOT NULL,
      kind varchar(30) NOT NULL,
      officeId char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      status varchar(10) NOT NULL,
      attempts int UNSIGNED NOT NULL,
      nextAt datetime(3) NOT NULL,
      sentAt datetime(3) NULL,
      lastError varchar(300) NULL,
      createdAt datetime(3) NOT NULL,
      UNIQUE INDEX IDX_3f4d742175912f9cf751da07ca (dossierId, kind),
      INDEX IDX_5573b71c91e535542f277785da (status, nextAt),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `CREATE TABLE idempotency (
      actorId char(36) NOT NULL,
      idem_key varchar(80) NOT NULL,
      requestHash char(64) NOT NULL,
      status int UNSIGNED NULL,
      body mediumtext NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (actorId, idem_key)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
  `ALTER TABLE office_right ADD CONSTRAINT FK_9e31593ace982a93de43438b8bf FOREIGN KEY (personId) REFERENCES person(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE office_right ADD CONSTRAINT FK_4bddd7dafffc215a369f99e558f FOREIGN KEY (officeId) REFERENCES office(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE session ADD CONSTRAINT FK_b8e1fcf37e349295272a5ebbd50 FOREIGN KEY (personId) REFERENCES person(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE visit ADD CONSTRAINT FK_f22611b8eddf518b514bbd96249 FOREIGN KEY (officeId) REFERENCES office(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE dossier ADD CONSTRAINT FK_e2107f64646295a9e98521ece0a FOREIGN KEY (officeId) REFERENCES office(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE dossier ADD CONSTRAINT FK_ca5ac9459bfad09612bdf671eca FOREIGN KEY (visitId) REFERENCES visit(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE step_clock ADD CONSTRAINT FK_e3473aec2cce9afcd9ea1536552 FOREIGN KEY (dossierId) REFERENCES dossier(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE register_entry ADD CONSTRAINT FK_247e2c61f80b26df0f5b0053947 FOREIGN KEY (bookId) REFERENCES book(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE register_entry ADD CONSTRAINT FK_bd9874dc5d60b1de7b99c9d1569 FOREIGN KEY (dossierId) REFERENCES dossier(id) ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
