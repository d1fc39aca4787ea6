import { IsNull, type EntityManager } from 'typeorm';
import { CopyVersion } from '../copies/entity';
import { DeskAccount } from '../desk-accounts/entity';
import { Dossier } from '../dossiers/entity';
import { MarkPicture } from '../marks/entity';
import { BookExport } from '../registers/entity';
import { Report } from '../reports/entity';
import { ReceivedFile } from '../scans/entity';

/**
 * Whether anything needs content that was dropped once: two dossiers may hold the same scan, and people hand in what
 * they downloaded. Signed forms are asked for as copies alone: the others are of one dossier, whose address their pages
 * hold, and a scan with a signature is refused.
 */
export async function isContentNeeded(manager: EntityManager, hash: string): Promise<boolean> {
  return (
    (await manager.existsBy(CopyVersion, { hash })) ||
    (await manager.existsBy(ReceivedFile, { sha256: hash })) ||
    (await manager.existsBy(DeskAccount, { scanHash: hash, scanDroppedAt: IsNull() })) ||
    (await manager.existsBy(MarkPicture, [{ sha256: hash }, { receivedSha256: hash }])) ||
    (await manager.existsBy(Report, [{ workbookHash: hash }, { pdfHash: hash }])) ||
    (await manager.existsBy(BookExport, { workbookHash: hash })) ||
    (await manager.existsBy(Dossier, { scanHash: hash, formsDroppedAt: IsNull() }))
  );
}
