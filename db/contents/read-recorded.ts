import type { DataSource } from 'typeorm';

/** What content is recorded as; `dropped` and `earlier` (of a round before a return) may be there or not. */
export type RecordedAs =
  | 'received'
  | 'scan'
  | 'prepared'
  | 'certified'
  | 'sealed'
  | 'copy'
  | 'picture'
  | 'report'
  | 'identity'
  | 'earlier'
  | 'dropped';

export interface RecordedContent {
  hash: string;
  as: RecordedAs;
  /** The dossier, the owner of a picture or an account, the report; null where it is of nobody any more. */
  ownerId: string | null;
}

const held = 'd.formsDroppedAt IS NULL';
/** What a row says was signed or sealed; the same for MariaDB and MySQL. */
const signed = (name: string) =>
  `CONVERT(JSON_UNQUOTE(JSON_EXTRACT(e.details, '$.${name}')) USING ascii) COLLATE ascii_bin`;
const ofDossiers = (column: string, as: RecordedAs) =>
  `SELECT d.${column}, '${as}', d.id FROM dossier d WHERE d.${column} IS NOT NULL AND ${held}`;
const ofEarlier = (action: string, name: string) =>
  `SELECT ${signed(name)}, 'earlier', d.id FROM audit_event e JOIN dossier d ON d.id = e.dossierId
   WHERE e.action = '${action}' AND ${held}`;

const recorded = [
  "SELECT hash, 'copy' AS kind, dossierId AS ownerId FROM copy_version",
  "SELECT sha256, 'received', dossierId FROM received_file",
  "SELECT sha256, 'picture', ownerId FROM mark_picture",
  "SELECT receivedSha256, 'picture', ownerId FROM mark_picture",
  "SELECT workbookHash, 'report', id FROM report WHERE workbookHash IS NOT NULL",
  "SELECT pdfHash, 'report', id FROM report WHERE pdfHash IS NOT NULL",
  "SELECT workbookHash, 'report', id FROM book_export WHERE workbookHash IS NOT NULL",
  "SELECT scanHash, 'identity', personId FROM desk_account WHERE scanDroppedAt IS NULL",
  ofDossiers('scanHash', 'scan'),
  ofDossiers('certifiedHash', 'certified'),
  ofDossiers('sealedHash', 'sealed'),
  `SELECT w.preparedHash, 'prepared', d.id FROM prepared_signature w JOIN dossier d ON d.id = w.dossierId
   WHERE w.preparedHash IS NOT NULL AND ${held}`,
  ofEarlier('sign', 'certifiedHash'),
  ofEarlier('seal', 'sealedHash'),
  "SELECT hash, 'dropped', NULL FROM dropped_content",
].join('\nUNION ALL\n');

/** All content that the database knows of, in the order of the hashes; sorted there, and read as it is asked for. */
export async function* readRecorded(db: DataSource): AsyncGenerator<RecordedContent> {
  const runner = db.createQueryRunner();
  try {
    // Whoever reads may wait for the storage in between.
    await runner.query('SET SESSION net_write_timeout = 3600');
    const rows = await runner.stream(
      `SELECT hash, kind, ownerId FROM (${recorded}) c ORDER BY hash`,
    );
    for await (const row of rows) {
      const { hash, kind, ownerId } = row as { hash: string; kind: RecordedAs; ownerId: string };
      yield { hash, as: kind, ownerId };
    }
  } finally {
    await runner.release();
  }
}

/** Whether it is recorded so still: asked again of what was not found. */
export async function isStillRecorded(db: DataSource, content: RecordedContent): Promise<boolean> {
  const rows = await db.query<unknown[]>(
    `SELECT 1 FROM (${recorded}) c WHERE hash = ? AND kind = ? LIMIT 1`,
    [content.hash, content.as],
  );
  return rows.length > 0;
}
