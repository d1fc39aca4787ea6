import { randomUUID } from 'node:crypto';
import { recordMarkPicture } from '../../db/marks/record-marks';
import { intakeMark } from '../../documents/attestation/intake-mark';
import { usualScanLimits } from '../../documents/scan/child/run-bounded';
import type { MarkKind } from '../../domain/attestation-layout';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { openFile, takeUpload } from '../http/read-upload';

/** A signature is some hundred kilobytes; what unpacks to more than this is none. */
const bytesMax = 2 * 1024 * 1024;

/**
 * Reads, checks and keeps the picture of a signature or a seal, as received and as unpacked anew.
 * @throws SaoyError `picture-unsuitable`
 */
export async function takeMark(
  c: AppContext,
  { db, store, now }: ApiDeps,
  mark: { kind: MarkKind; ownerId: string; setBy: string; officeIds: readonly string[] },
): Promise<void> {
  const tooLarge = () => new SaoyError('picture-unsuitable', { reason: 'too-large' });
  const received = await takeUpload(c, { bytesMax, filesMax: 1, tooLarge }, openFile);
  const { png, width, height } = await intakeMark(received, usualScanLimits);
  const keep = async () => [await store.put(received), await store.put(png)] as const;
  const [receivedSha256, sha256] = await keep();
  const { kind, ownerId, setBy, officeIds } = mark;
  const actKey = `mark:${randomUUID()}`;
  await recordMarkPicture(
    db.manager,
    { kind, ownerId, sha256, receivedSha256, width, height, setBy, setAt: new Date(now()) },
    officeIds,
    actKey,
  );
  // The same picture, replaced once, may have been tidied away before it was recorded again.
  await keep();
}
