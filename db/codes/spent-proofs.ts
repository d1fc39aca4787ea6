import type { DataSource } from 'typeorm';

/** Takes a proof of work. @returns false where it was taken before */
export async function spendProof(
  { manager }: Pick<DataSource, 'manager'>,
  proofHash: string,
  expiresAt: Date,
): Promise<boolean> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    'INSERT IGNORE INTO spent_proof (proofHash, expiresAt) VALUES (?, ?)',
    [proofHash, expiresAt],
  );
  return affectedRows === 1;
}
