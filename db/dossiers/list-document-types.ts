import type { DataSource } from 'typeorm';

/** The document types an office typed most since an instant, most used first. */
export async function listDocumentTypes(
  db: DataSource,
  officeId: string,
  since: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ documentType: string }[]>(
    `SELECT documentType FROM dossier WHERE officeId = ? AND acceptedAt >= ?
     GROUP BY documentType ORDER BY COUNT(*) DESC, documentType LIMIT ?`,
    [officeId, since, limit],
  );
  return rows.map(({ documentType }) => documentType);
}
