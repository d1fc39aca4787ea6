import { openPdf } from './open-pdf';

/**
 * What a chosen PDF is, as far as the browser can tell: its number of pages, or why it cannot be used;
 * null where it could not be looked into (the reader did not come).
 */
export async function inspectPdf(file: File): Promise<number | 'locked' | 'broken' | null> {
  const opening = openPdf(file);
  try {
    const document = await opening.promise;
    const { info } = await document.getMetadata();
    // Opens without a word, and is locked against changes all the same.
    const isLocked = (info as { EncryptFilterName?: string | null }).EncryptFilterName != null;
    return isLocked ? 'locked' : document.numPages;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'PasswordException') return 'locked';
    return name === 'InvalidPDFException' ? 'broken' : null;
  } finally {
    opening.close();
  }
}
