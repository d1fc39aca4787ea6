import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sampleIdPrefix } from '../../domain/sample';

/** Where a column says nothing else, it is ASCII and compared byte for byte: ids, codes, keys, hashes, tokens. */
const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
/** Compared byte for byte too, where letters beyond ASCII may stand. */
const exact = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
/** What people write and read: sorted as Vietnamese is, equal without regard to case and tone. */
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';

/**
 * Of an encrypted value what equal ones share: the key's id and the blind index. Indexed alone, it finds them and
 * keeps them single.
 */
const sought = 73;

/**
 * Tables that only grow: a trigger refuses what the code never does. The column holds an id that the sample's rows
 * begin alike and no real row does: those may go, and as nothing is ever changed, no other row becomes one.
 */
const appendOnly = {
  audit_event: 'officeId',
  register_entry: 'bookId',
  register_void: 'bookId',
  register_leaf: 'bookId',
  register_node: 'bookId',
  register_checkpoint: 'bookId',
  register_cosignature: 'bookId',
};

/**
 * All tables of Sao Y. Reviewed by hand. The server commits each such statement by itself: one that was made before
 * an earlier run died is passed over.
 */
export class FirstSchema1764000000000 implements MigrationInterface {
  name = 'FirstSchema1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
    for (const [name, owner] of Object.entries(appendOnly)) {
      const refuse = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${name} is append-only'`;
      const refuseReal = `IF OLD.${owner} NOT LIKE '${sampleIdPrefix}%' THEN ${refuse}; END IF`;
      for (const [act, what] of Object.entries({ UPDATE: refuse, DELETE: refuseReal })) {
        await runner.query(
          `CREATE TRIGGER IF NOT EXISTS ${name}_no_${act.toLowerCase()} BEFORE ${act} ON ${name} FOR EACH ROW
           ${what}`,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const names = tables.map(
      (statement) => /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1] as string,
    );
    for (const name of names.reverse()) await runner.query(`DROP TABLE ${name}`);
  }
}

/** In the order in which they refer to each other. */
const tables = [
  // People and their offices.
  `CREATE TABLE IF NOT EXISTS office (
      id char(36) NOT NULL,
      code varchar(40) NOT NULL,
      name varchar(200) ${human} NOT NULL,
      nameFolded varchar(200) ${exact} NOT NULL,
      kind varchar(20) NOT NULL,
      parentId char(36) NULL,
      path varchar(400) NOT NULL,
      parentName varchar(200) ${human} NOT NULL,
      validFrom char(10) NOT NULL,
      validTo char(10) NULL,
      successorId char(36) NULL,
      actingId char(36) NOT NULL,
      policyId varchar(80) NOT NULL,
      calendarId varchar(80) NOT NULL,
      codePrefix varchar(20) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_office_code (code),
      INDEX IDX_office_path (path),
      INDEX IDX_office_parent_name (parentId, nameFolded),
      INDEX IDX_office_acting (actingId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS person (
      id char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      username varchar(646) NOT NULL,
      passwordHash varchar(200) NOT NULL,
      mustChangePassword tinyint NOT NULL,
      fullName varchar(200) ${human} NOT NULL,
      nameFolded varchar(200) ${exact} NOT NULL,
      title varchar(200) ${human} NULL,
      email varchar(378) NULL,
      phone varchar(138) NULL,
      identifier varchar(130) NULL,
      state varchar(10) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_person_username (username(${sought})),
      UNIQUE INDEX IDX_person_identifier (identifier(${sought})),
      INDEX IDX_person_phone (phone(${sought}))
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS membership (
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      since datetime(3) NOT NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (personId, officeId),
      INDEX IDX_membership_office (officeId),
      CONSTRAINT FK_membership_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_membership_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS office_right (
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      held varchar(20) NOT NULL,
      passesOn varchar(60) NOT NULL,
      fromAt datetime(3) NOT NULL,
      untilAt datetime(3) NULL,
      basisNumber varchar(100) ${human} NULL,
      basisDay char(10) NULL,
      grantedBy char(36) NULL,
      grantedAt datetime(3) NOT NULL,
      endedBy char(36) NULL,
      PRIMARY KEY (id),
      INDEX IDX_office_right_person (personId),
      INDEX IDX_office_right_office_held (officeId, held),
      CONSTRAINT FK_office_right_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_office_right_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS session (
      tokenHash varchar(64) NOT NULL,
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      csrfToken varchar(64) NOT NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      seenAt datetime(3) NOT NULL,
      idleUntil datetime(3) NOT NULL,
      confirmedAt datetime(3) NULL,
      providerSubject varchar(454) NULL,
      providerSession varchar(255) NULL,
      browser varchar(20) NOT NULL,
      os varchar(20) NOT NULL,
      address varchar(45) NOT NULL,
      PRIMARY KEY (tokenHash),
      UNIQUE INDEX IDX_session_id (id),
      INDEX IDX_session_person (personId),
      INDEX IDX_session_provider_subject (providerSubject(${sought})),
      INDEX IDX_session_provider_session (providerSession),
      CONSTRAINT FK_session_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS sign_in (
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      at datetime(3) NOT NULL,
      method varchar(20) NOT NULL,
      outcome varchar(20) NOT NULL,
      browser varchar(20) NOT NULL,
      os varchar(20) NOT NULL,
      address varchar(45) NOT NULL,
      keptUntil datetime(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX IDX_sign_in_person_at (personId, at),
      INDEX IDX_sign_in_kept (keptUntil),
      CONSTRAINT FK_sign_in_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS second_factor (
      personId char(36) NOT NULL,
      secret varbinary(128) NOT NULL,
      lastStep bigint unsigned NOT NULL,
      createdAt datetime(3) NOT NULL,
      confirmedAt datetime(3) NULL,
      PRIMARY KEY (personId),
      CONSTRAINT FK_second_factor_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS recovery_code (
      personId char(36) NOT NULL,
      codeHash char(64) NOT NULL,
      usedAt datetime(3) NULL,
      PRIMARY KEY (personId, codeHash),
      CONSTRAINT FK_recovery_code_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS passkey (
      idHash char(64) NOT NULL,
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      credentialId varchar(1400) NOT NULL,
      publicKey varbinary(1024) NOT NULL,
      counter bigint UNSIGNED NOT NULL,
      name varchar(60) ${human} NOT NULL,
      madeAt datetime(3) NOT NULL,
      usedAt datetime(3) NULL,
      PRIMARY KEY (idHash),
      UNIQUE INDEX IDX_passkey_id (id),
      INDEX IDX_passkey_person (personId),
      CONSTRAINT FK_passkey_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS passkey_challenge (
      holder varchar(80) NOT NULL,
      challenge varchar(100) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (holder),
      INDEX IDX_passkey_challenge_expires (expiresAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS sign_in_ticket (
      ticketHash char(64) NOT NULL,
      personId char(36) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (ticketHash),
      INDEX IDX_sign_in_ticket_expires (expiresAt),
      CONSTRAINT FK_sign_in_ticket_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS provider_request (
      stateHash char(64) NOT NULL,
      browserHash char(64) NOT NULL,
      nonce varchar(100) NOT NULL,
      codeVerifier varchar(128) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (stateHash),
      INDEX IDX_provider_request_expires (expiresAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS desk_account (
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      madeBy char(36) NOT NULL,
      madeAt datetime(3) NOT NULL,
      bornOn mediumtext NOT NULL,
      scanHash char(64) NOT NULL,
      scanKind varchar(10) NOT NULL,
      secretId char(36) NOT NULL,
      PRIMARY KEY (personId),
      INDEX IDX_desk_account_maker (madeBy, madeAt),
      INDEX IDX_desk_account_scan (scanHash),
      CONSTRAINT FK_desk_account_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_desk_account_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS one_time_code (
      ownerHash char(64) NOT NULL,
      id char(36) NOT NULL,
      ticketHash char(64) NOT NULL,
      personId char(36) NULL,
      tries int UNSIGNED NOT NULL,
      validUntil datetime(3) NOT NULL,
      PRIMARY KEY (ownerHash),
      UNIQUE INDEX IDX_one_time_code_id (id),
      UNIQUE INDEX IDX_one_time_code_ticket (ticketHash),
      INDEX IDX_one_time_code_valid (validUntil)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS spent_proof (
      proofHash char(64) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (proofHash),
      INDEX IDX_spent_proof_expires (expiresAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS try_counter (
      keyHash char(64) NOT NULL,
      tries json NOT NULL,
      slowUntil datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (keyHash),
      INDEX IDX_try_counter_expires (expiresAt)
    ) ${table}`,
  // Rules as they were when a dossier could pin them.
  `CREATE TABLE IF NOT EXISTS rule_version (
      kind varchar(10) NOT NULL,
      version varchar(80) NOT NULL,
      ruleId varchar(80) NOT NULL,
      content mediumtext ${exact} NOT NULL,
      recordedAt datetime(3) NOT NULL,
      PRIMARY KEY (kind, version),
      INDEX IDX_rule_version_kind_rule_recorded (kind, ruleId, recordedAt)
    ) ${table}`,
  // Dossiers, from the counter on.
  `CREATE TABLE IF NOT EXISTS visit (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      receiptNumber varchar(40) NOT NULL,
      requesterId char(36) NULL,
      requesterName varchar(200) ${human} NOT NULL,
      requesterSought varchar(200) ${exact} NOT NULL,
      requesterKind varchar(10) NULL,
      requesterIdentifier varchar(130) NULL,
      requesterEmail varchar(378) NULL,
      requesterPhone varchar(138) NULL,
      acceptedBy char(36) NOT NULL,
      acceptedAt datetime(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_visit_office_receipt_number (officeId, receiptNumber),
      INDEX IDX_visit_requester (requesterId),
      CONSTRAINT FK_visit_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS dossier (
      id char(36) NOT NULL,
      code varchar(60) NOT NULL,
      officeId char(36) NOT NULL,
      visitId char(36) NOT NULL,
      stage varchar(30) NOT NULL,
      documentType varchar(200) ${exact} NOT NULL,
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
      agreedUntil char(10) NULL,
      because json NOT NULL,
      waitingFor varchar(60) NULL,
      waitingParams json NULL,
      waitingSince datetime(3) NULL,
      waitingUntil datetime(3) NULL,
      refusalGround varchar(60) NULL,
      lastRemarkId char(36) NULL,
      receivedScanHash char(64) NULL,
      scanHash char(64) NULL,
      scanPages int UNSIGNED NULL,
      scanBytes int UNSIGNED NULL,
      certifiedHash char(64) NULL,
      sealedHash char(64) NULL,
      copyHash char(64) NULL,
      formsDroppedAt datetime(3) NULL,
      publicToken varchar(40) NOT NULL,
      signedBy char(36) NULL,
      signerName varchar(200) ${human} NULL,
      signerTitle varchar(200) ${human} NULL,
      deliveredAt datetime(3) NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_dossier_public_token (publicToken),
      UNIQUE INDEX IDX_dossier_code (code),
      INDEX IDX_dossier_visit (visitId),
      INDEX IDX_dossier_scan (scanHash),
      INDEX IDX_dossier_forms_dropped (formsDroppedAt),
      INDEX IDX_dossier_office_accepted (officeId, acceptedAt),
      INDEX IDX_dossier_office_stage_legal_due (officeId, stage, legalDue),
      CONSTRAINT FK_dossier_visit FOREIGN KEY (visitId) REFERENCES visit (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_dossier_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS step_clock (
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
      escalateAt datetime(3) NULL,
      escalatedAt datetime(3) NULL,
      PRIMARY KEY (dossierId, step, round),
      INDEX IDX_step_clock_ended_pace (endedAt, pace),
      CONSTRAINT FK_step_clock_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS pause (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      ground varchar(40) NOT NULL,
      stopsLegal tinyint NOT NULL,
      remarkId char(36) NULL,
      startedBy char(36) NOT NULL,
      startedAt datetime(3) NOT NULL,
      endedBy char(36) NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_pause_dossier_started (dossierId, startedAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS remark (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      actorId char(36) NOT NULL,
      words mediumtext NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX IDX_remark_dossier (dossierId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS letter (
      dossierId char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      due datetime(3) NOT NULL,
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      previousDue datetime(3) NULL,
      reason text ${human} NOT NULL,
      draftedAt datetime(3) NOT NULL,
      body text ${human} NULL,
      editedBy char(36) NULL,
      issuedAt datetime(3) NULL,
      issuedBy char(36) NULL,
      PRIMARY KEY (dossierId, kind, due),
      UNIQUE INDEX IDX_letter_id (id),
      INDEX IDX_letter_office_issued (officeId, issuedAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS opening (
      dossierId char(36) NOT NULL,
      personId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      round int UNSIGNED NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, personId, step, round),
      CONSTRAINT FK_opening_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  // Counters that begin anew each day; written by one atomic statement, so no entity maps it.
  `CREATE TABLE IF NOT EXISTS daily_serial (
      series varchar(80) NOT NULL,
      day char(6) NOT NULL,
      last int UNSIGNED NOT NULL,
      PRIMARY KEY (series, day)
    ) ${table}`,
  // Scans and marks.
  `CREATE TABLE IF NOT EXISTS taken_scan (
      dossierId char(36) NOT NULL,
      archivable tinyint NOT NULL,
      comparedBy char(36) NULL,
      comparedAt datetime(3) NULL,
      PRIMARY KEY (dossierId),
      CONSTRAINT FK_taken_scan_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS received_file (
      dossierId char(36) NOT NULL,
      position int UNSIGNED NOT NULL,
      sha256 char(64) NOT NULL,
      bytes int UNSIGNED NOT NULL,
      kind varchar(10) NOT NULL,
      turn int UNSIGNED NOT NULL,
      PRIMARY KEY (dossierId, position),
      INDEX IDX_received_file_sha256 (sha256),
      CONSTRAINT FK_received_file_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS mark_picture (
      ownerId char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      sha256 char(64) NOT NULL,
      receivedSha256 char(64) NOT NULL,
      width int UNSIGNED NOT NULL,
      height int UNSIGNED NOT NULL,
      setBy char(36) NOT NULL,
      setAt datetime(3) NOT NULL,
      PRIMARY KEY (ownerId, kind)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS dropped_content (
      hash char(64) NOT NULL,
      droppedAt datetime(3) NOT NULL,
      PRIMARY KEY (hash)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS mark_places (
      officeId char(36) NOT NULL,
      places json NOT NULL,
      setBy char(36) NOT NULL,
      setAt datetime(3) NOT NULL,
      PRIMARY KEY (officeId),
      CONSTRAINT FK_mark_places_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  // Keys and signatures.
  `CREATE TABLE IF NOT EXISTS token (
      label varchar(100) ${exact} NOT NULL,
      officeCode varchar(40) NOT NULL,
      purpose varchar(10) NOT NULL,
      certificates json NOT NULL,
      keyId varchar(100) NOT NULL,
      trouble varchar(60) NULL,
      pinTriesLeft int UNSIGNED NULL,
      pinState varchar(10) NULL,
      unlockedAt datetime(3) NULL,
      seenAt datetime(3) NOT NULL,
      PRIMARY KEY (label)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS agent_pairing (
      pairingId char(4) NOT NULL,
      secret char(8) NOT NULL,
      personId char(36) NOT NULL,
      tries int UNSIGNED NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (pairingId),
      INDEX IDX_agent_pairing_person (personId),
      INDEX IDX_agent_pairing_expires (expiresAt),
      CONSTRAINT FK_agent_pairing_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS agent (
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      publicKey varbinary(64) NOT NULL,
      computerName varchar(64) ${human} NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      certificates json NOT NULL,
      pairedAt datetime(3) NOT NULL,
      seenAt datetime(3) NULL,
      removedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_agent_person_removed (personId, removedAt),
      CONSTRAINT FK_agent_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS signing_key (
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      method varchar(10) NOT NULL,
      label varchar(100) ${exact} NOT NULL,
      asks json NOT NULL,
      certificates json NOT NULL,
      chosenAt datetime(3) NOT NULL,
      PRIMARY KEY (personId, officeId, step),
      CONSTRAINT FK_signing_key_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_signing_key_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS prepared_signature (
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      attempt varchar(160) NOT NULL,
      preparedHash char(64) NULL,
      toBeSigned blob NOT NULL,
      mechanism varchar(30) NOT NULL,
      field varchar(60) NOT NULL,
      tokenLabel varchar(100) ${exact} NOT NULL,
      method varchar(10) NOT NULL,
      certificates json NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, step, attempt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS encrypted_pin (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      actorId char(36) NOT NULL,
      ciphertext text NULL,
      typedAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      triedAt datetime(3) NULL,
      acceptedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_encrypted_pin_expires (expiresAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS signature_request (
      id char(36) NOT NULL,
      offerId char(36) NULL,
      method varchar(10) NOT NULL,
      dossierId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      personId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      attempt varchar(160) NOT NULL,
      code varchar(64) NOT NULL,
      initials varchar(32) ${human} NOT NULL,
      pages int UNSIGNED NOT NULL,
      certificate blob NOT NULL,
      mechanism varchar(30) NOT NULL,
      toBeSigned blob NOT NULL,
      askedAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      answeredAt datetime(3) NULL,
      signature blob NULL,
      failure varchar(60) NULL,
      triesLeft int UNSIGNED NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_signature_request_act (dossierId, step, attempt),
      INDEX IDX_signature_request_offer (offerId),
      INDEX IDX_signature_request_person_open (personId, answeredAt, expiresAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS signing_consent (
      stateHash char(64) NOT NULL,
      requestId char(36) NOT NULL,
      codeVerifier varchar(128) NULL,
      expiresAt datetime(3) NOT NULL,
      takenAt datetime(3) NULL,
      PRIMARY KEY (stateHash),
      INDEX IDX_signing_consent_expires (expiresAt),
      CONSTRAINT FK_signing_consent_request FOREIGN KEY (requestId) REFERENCES signature_request (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS batch (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      actorId char(36) NOT NULL,
      action varchar(10) NOT NULL,
      createdAt datetime(3) NOT NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_batch_actor_created (actorId, createdAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS batch_item (
      batchId char(36) NOT NULL,
      position int UNSIGNED NOT NULL,
      dossierId char(36) NOT NULL,
      asked json NULL,
      outcome varchar(60) NULL,
      params json NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (batchId, position),
      UNIQUE INDEX IDX_batch_item_batch_dossier (batchId, dossierId),
      CONSTRAINT FK_batch_item_batch FOREIGN KEY (batchId) REFERENCES batch (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_batch_item_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  // The register.
  `CREATE TABLE IF NOT EXISTS book (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      year int UNSIGNED NOT NULL,
      name varchar(100) ${exact} NOT NULL,
      startNumber int UNSIGNED NOT NULL,
      lastNumber int UNSIGNED NOT NULL,
      logSize int UNSIGNED NOT NULL,
      openedOn date NOT NULL,
      closedOn date NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_book_office_year_name (officeId, year, name)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_entry (
      bookId char(36) NOT NULL,
      number int UNSIGNED NOT NULL,
      numberText varchar(40) ${exact} NOT NULL,
      dossierId char(36) NOT NULL,
      certifiedOn date NOT NULL,
      requesterName varchar(200) ${human} NOT NULL,
      documentName varchar(200) ${human} NOT NULL,
      signerName varchar(200) ${human} NOT NULL,
      signerTitle varchar(200) ${human} NOT NULL,
      copies int UNSIGNED NOT NULL,
      fee int UNSIGNED NOT NULL,
      note varchar(500) ${human} NOT NULL,
      recordedAt datetime(3) NOT NULL,
      salt char(64) NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (bookId, number),
      UNIQUE INDEX IDX_register_entry_dossier (dossierId),
      CONSTRAINT FK_register_entry_book FOREIGN KEY (bookId) REFERENCES book (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_register_entry_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_void (
      bookId char(36) NOT NULL,
      number int UNSIGNED NOT NULL,
      reason varchar(500) ${human} NOT NULL,
      at datetime(3) NOT NULL,
      decision varchar(200) ${human} NULL,
      PRIMARY KEY (bookId, number)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_leaf (
      bookId char(36) NOT NULL,
      position int UNSIGNED NOT NULL,
      number int UNSIGNED NULL,
      leaf varchar(500) ${exact} NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (bookId, position),
      INDEX IDX_register_leaf_number (bookId, number),
      CONSTRAINT FK_register_leaf_book FOREIGN KEY (bookId) REFERENCES book (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_node (
      bookId char(36) NOT NULL,
      level int UNSIGNED NOT NULL,
      position int UNSIGNED NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (bookId, level, position)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_checkpoint (
      bookId char(36) NOT NULL,
      size int UNSIGNED NOT NULL,
      note varchar(1000) ${exact} NOT NULL,
      publicKey char(64) NOT NULL,
      signedAt datetime(3) NOT NULL,
      PRIMARY KEY (bookId, size)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_cosignature (
      bookId char(36) NOT NULL,
      size int UNSIGNED NOT NULL,
      witness varchar(100) NOT NULL,
      line varchar(500) ${exact} NOT NULL,
      receivedAt datetime(3) NOT NULL,
      PRIMARY KEY (bookId, size, witness)
    ) ${table}`,
  // Finished copies.
  `CREATE TABLE IF NOT EXISTS copy_version (
      hash char(64) NOT NULL,
      dossierId char(36) NOT NULL,
      version int UNSIGNED NOT NULL,
      isNewest tinyint NOT NULL,
      stampEndsAt datetime(3) NULL,
      recordedAt datetime(3) NOT NULL,
      PRIMARY KEY (hash),
      UNIQUE INDEX IDX_copy_version_dossier (dossierId, version),
      INDEX IDX_copy_version_stamp_ends (isNewest, stampEndsAt),
      CONSTRAINT FK_copy_version_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS copy_link (
      tokenHash char(64) NOT NULL,
      dossierId char(36) NOT NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      PRIMARY KEY (tokenHash),
      INDEX IDX_copy_link_expires (expiresAt),
      CONSTRAINT FK_copy_link_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS vault_reference (
      id char(36) NOT NULL,
      tokenHash char(64) NOT NULL,
      dossierId char(36) NOT NULL,
      createdBy char(36) NOT NULL,
      label varchar(100) ${human} NOT NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      revokedAt datetime(3) NULL,
      uses int UNSIGNED NOT NULL,
      lastUsedAt datetime(3) NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_vault_reference_token (tokenHash),
      INDEX IDX_vault_reference_dossier (dossierId, createdAt),
      CONSTRAINT FK_vault_reference_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS api_key (
      id char(36) NOT NULL,
      secretHash char(64) NOT NULL,
      name varchar(100) ${human} NOT NULL,
      scopes varchar(200) NOT NULL,
      officeId char(36) NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      revokedAt datetime(3) NULL,
      lastUsedAt datetime(3) NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_api_key_secret (secretHash)
    ) ${table}`,
  // Trace and delivery.
  `CREATE TABLE IF NOT EXISTS audit_event (
      officeId char(36) NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      dossierId char(36) NULL,
      actorId char(36) NULL,
      inSession char(36) NULL,
      action varchar(40) NOT NULL,
      actKey varchar(160) NOT NULL,
      details json NOT NULL,
      at datetime(3) NOT NULL,
      previousHash char(64) NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (officeId, sequence),
      UNIQUE INDEX IDX_audit_event_dossier_act_key (dossierId, actKey),
      INDEX IDX_audit_event_at (at, officeId, sequence),
      INDEX IDX_audit_event_actor_at (actorId, at)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS audit_head (
      officeId char(36) NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      hash char(64) NOT NULL,
      PRIMARY KEY (officeId)
    ) ${table}`,
  // What the audit log adds up to; written by set-based statements, so no entity maps it.
  `CREATE TABLE IF NOT EXISTS folded_head (
      officeId char(36) NOT NULL,
      sequence bigint unsigned NOT NULL,
      PRIMARY KEY (officeId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS folded_hour (
      officeId char(36) NOT NULL,
      day date NOT NULL,
      hour tinyint unsigned NOT NULL,
      accepted int UNSIGNED NOT NULL,
      delivered int UNSIGNED NOT NULL,
      onTime int UNSIGNED NOT NULL,
      returned int UNSIGNED NOT NULL,
      refused int UNSIGNED NOT NULL,
      dropped int UNSIGNED NOT NULL,
      PRIMARY KEY (officeId, day, hour)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS folded_step (
      officeId char(36) NOT NULL,
      day date NOT NULL,
      step varchar(10) NOT NULL,
      personId char(36) NOT NULL,
      bucket smallint NOT NULL,
      rounds int UNSIGNED NOT NULL,
      late int UNSIGNED NOT NULL,
      PRIMARY KEY (officeId, day, step, personId, bucket)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS report (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      branch tinyint NOT NULL,
      fromDay char(10) NOT NULL,
      toDay char(10) NOT NULL,
      asOf datetime(3) NOT NULL,
      askedBy char(36) NOT NULL,
      askedAt datetime(3) NOT NULL,
      progress int UNSIGNED NOT NULL,
      doneAt datetime(3) NULL,
      failure varchar(60) NULL,
      figures json NULL,
      dataHash char(64) NULL,
      workbookHash char(64) NULL,
      pdfHash char(64) NULL,
      PRIMARY KEY (id),
      INDEX IDX_report_office_asked (officeId, askedAt),
      CONSTRAINT FK_report_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS forecast_base (
      officeId char(36) NOT NULL,
      learntAt datetime(3) NOT NULL,
      situations json NOT NULL,
      score json NOT NULL,
      PRIMARY KEY (officeId),
      CONSTRAINT FK_forecast_base_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS notice (
      id char(36) NOT NULL,
      channel varchar(10) NOT NULL,
      template varchar(30) NOT NULL,
      language varchar(2) NOT NULL,
      officeId char(36) NULL,
      subjectKind varchar(10) NOT NULL,
      subjectId char(36) NOT NULL,
      recipientKind varchar(10) NOT NULL,
      recipient varchar(200) NULL,
      address varchar(378) NULL,
      data json NOT NULL,
      dedupKey varchar(200) NOT NULL,
      status varchar(10) NOT NULL,
      attempts int UNSIGNED NOT NULL,
      nextAt datetime(3) NOT NULL,
      claim char(36) NULL,
      leaseUntil datetime(3) NULL,
      refusals int UNSIGNED NOT NULL,
      refusedSince datetime(3) NULL,
      byLink tinyint NOT NULL,
      sentAt datetime(3) NULL,
      lastError mediumtext NULL,
      createdAt datetime(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_notice_dedup_key (dedupKey),
      INDEX IDX_notice_channel_status_next (channel, status, nextAt),
      INDEX IDX_notice_subject_channel (subjectId, channel),
      INDEX IDX_notice_office_channel_next (officeId, channel, nextAt),
      INDEX IDX_notice_recipient_next (recipient, nextAt)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS idempotency (
      actorId char(36) NOT NULL,
      idem_key varchar(80) NOT NULL,
      requestHash char(64) NOT NULL,
      status int UNSIGNED NULL,
      body mediumtext NULL,
      holder char(36) NOT NULL,
      leaseEndsAt datetime(3) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (actorId, idem_key)
    ) ${table}`,
];
