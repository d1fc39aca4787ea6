import { readEmailAddress } from '../../../domain/email-address';
import { type LetterRanges, readLine } from '../../../domain/text';
import { newIdempotencyKey } from '../../server/client';

/** What is typed at the counter for one original. */
export interface IntakeDraft {
  kind: 'account' | 'no-account';
  identifier: string;
  fullName: string;
  email: string;
  documentType: string;
  originalPages: string;
  /** Typed by hand: the scan's own number no longer takes its place. */
  pagesTyped: boolean;
  copies: string;
  refusalGround: string;
  explanation: string;
  extensionGround: string;
  extensionDays: 1 | 2;
  scanCompared: boolean;
  /** Another original of a visit that was begun. */
  visitId: string;
  /** The appointment that the requester came by. */
  bookingId: string;
  /** The hour of that appointment; empty without one. */
  bookedAt: string;
  /** Names this acceptance: sent twice, it is taken once. */
  key: string;
}

export function newIntake(): IntakeDraft {
  return {
    kind: 'account',
    identifier: '',
    fullName: '',
    email: '',
    documentType: '',
    originalPages: '1',
    pagesTyped: false,
    copies: '1',
    refusalGround: '',
    explanation: '',
    extensionGround: '',
    extensionDays: 2,
    scanCompared: false,
    visitId: '',
    bookingId: '',
    bookedAt: '',
    key: newIdempotencyKey(),
  };
}

/** The next original of the same person in the same visit. */
export function nextOfVisit(done: IntakeDraft, visitId: string): IntakeDraft {
  const { kind, identifier, fullName, email } = done;
  return { ...newIntake(), kind, identifier, fullName, email, visitId };
}

export type IntakeField =
  'identifier' | 'fullName' | 'email' | 'documentType' | 'originalPages' | 'copies';

export interface IntakeFault {
  field: IntakeField;
  text: string;
}

/**
 * The first thing that is missing or wrong, in the order of the talk at the counter.
 * @param printable letters that the attestation page has; none while the server has not told them
 * @param withRequester false where the requester stays as taken down
 */
export function findIntakeFault(
  draft: IntakeDraft,
  printable: LetterRanges | undefined,
  withRequester = true,
): IntakeFault | null {
  const fault = (field: IntakeField, text: string) => ({ field, text });
  const unfit = findUnfitField(draft, printable);
  if (unfit) return unfit;
  if (!withRequester) {
    // Masked, and as it was taken down.
  } else if (draft.kind === 'account') {
    if (!/^\d{9,13}$/.test(draft.identifier)) {
      return fault('identifier', 'Nhập CMND (9 số), CCCD (12 số) hoặc MST (10 hay 13 số).');
    }
  } else {
    if (!draft.fullName.trim()) return fault('fullName', 'Nhập họ tên người yêu cầu.');
    const email = readEmailAddress(draft.email);
    if ('fault' in email) return fault('email', email.fault);
  }
  if (!draft.documentType.trim()) return fault('documentType', 'Chọn hoặc ghi loại giấy tờ.');
  if (!isCount(draft.originalPages, 10_000)) {
    return fault('originalPages', 'Số trang bản chính là số nguyên từ 1.');
  }
  if (!isCount(draft.copies, 1_000)) return fault('copies', 'Số bản là số nguyên từ 1 đến 1.000.');
  return null;
}

/** What is typed already and cannot be taken: said while it is typed, for a stranger's paste hides much. */
export function findUnfitField(
  draft: IntakeDraft,
  printable: LetterRanges | undefined,
): IntakeFault | null {
  const name = draft.kind === 'no-account' && findUnfit(draft.fullName, printable);
  if (name) return { field: 'fullName', text: `Họ và tên ${name}.` };
  const type = findUnfit(draft.documentType, printable);
  return type ? { field: 'documentType', text: `Loại giấy tờ ${type}.` } : null;
}

/** By the rules that the server goes by. */
function findUnfit(text: string, printable: LetterRanges | undefined): string | undefined {
  const read = readLine(text, { min: 0, max: 200 }, printable);
  return 'fault' in read ? read.fault : undefined;
}

/** A whole number from 1 to `max`, or null. */
export function countOf(text: string, max: number): number | null {
  return isCount(text, max) ? Number(text) : null;
}

function isCount(text: string, max: number): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= max;
}

/** The body of `POST /dossiers`. */
export function acceptBody(draft: IntakeDraft, officeId: string): object {
  return {
    officeId,
    ...(draft.visitId ? { visitId: draft.visitId } : {}),
    ...(draft.bookingId ? { bookingId: draft.bookingId } : {}),
    ...correctBody(draft),
    ...(draft.extensionGround
      ? { extension: { ground: draft.extensionGround, days: draft.extensionDays } }
      : {}),
    scanCompared: draft.scanCompared,
    // Who is refused on the spot pays nothing.
    ...(draft.refusalGround ? { refusedAtOnce: true } : {}),
  };
}

/** What may be put right later, as `POST /dossiers/{id}/correct` takes it. */
export function correctBody(draft: IntakeDraft) {
  return {
    requester:
      draft.kind === 'account'
        ? { kind: 'account', identifier: draft.identifier }
        : { kind: 'no-account', fullName: draft.fullName.trim(), email: draft.email.trim() },
    documentType: draft.documentType.trim(),
    originalPages: Number(draft.originalPages),
    copies: Number(draft.copies),
  };
}

/** That the scan has other pages than were declared, and the way on. */
export function pagesFault(declared: string, scanPages: number, mustAgree: boolean): IntakeFault {
  const way = mustAgree
    ? 'Sửa số trang, hoặc quét lại cho đủ.'
    : `Sửa số trang; nếu bản chính đúng là ${declared} trang thì gửi lần nữa.`;
  const text = `Bản quét có ${scanPages} trang, ở đây ghi ${declared}. ${way}`;
  return { field: 'originalPages', text };
}
