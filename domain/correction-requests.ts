import { SaoyError } from './problem';

/** What a citizen asks to be put right of a copy that they have (yêu cầu đính chính). Pure; for server and pages. */
export const correctionKinds = ['name', 'document', 'pages', 'other'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

export const correctionKindWords: Record<CorrectionKind, string> = {
  name: 'Sai họ tên hoặc số định danh',
  document: 'Sai tên giấy tờ',
  pages: 'Thiếu trang, thừa trang hoặc trang không đọc được',
  other: 'Sai sót khác',
};

/** `asked` waits for the office; the others are its ends. */
export const correctionStates = ['asked', 'accepted', 'refused', 'withdrawn'] as const;
export type CorrectionState = (typeof correctionStates)[number];

export const correctionStateWords: Record<CorrectionState, string> = {
  asked: 'Đang chờ cơ quan trả lời',
  accepted: 'Cơ quan đã chấp nhận',
  refused: 'Cơ quan không chấp nhận',
  withdrawn: 'Đã rút yêu cầu',
};

/** What the law lets an office do where a copy is wrong: a sealed file itself is never changed. */
export const correctionOutcomes = ['new-dossier', 'reissue', 'amendment'] as const;
export type CorrectionOutcome = (typeof correctionOutcomes)[number];

export const correctionOutcomeWords: Record<
  CorrectionOutcome,
  { office: string; citizen: string; citation: string }
> = {
  'new-dossier': {
    office: 'Chứng thực lại từ bản chính',
    citizen: 'Mang bản chính đến cơ quan để được chứng thực lại.',
    citation: 'NĐ 23/2015/NĐ-CP Đ20',
  },
  reissue: {
    office: 'Thu hồi bản sao này rồi chứng thực lại',
    citizen:
      'Bản sao này sẽ bị thu hồi vì chứng thực không đúng. Mang bản chính đến cơ quan để được cấp bản sao đúng.',
    citation: 'TT 01/2020/TT-BTP Đ7',
  },
  amendment: {
    office: 'Ghi đính chính trong sổ chứng thực',
    citizen: 'Cơ quan ghi đính chính trong sổ chứng thực; tệp bản sao giữ nguyên giá trị.',
    citation: 'NĐ 23/2015/NĐ-CP Đ13; TT 01/2020/TT-BTP (mẫu sổ, cột Ghi chú)',
  },
};

export type CorrectionAct = 'accept' | 'refuse' | 'withdraw';

const ends: Record<CorrectionAct, CorrectionState> = {
  accept: 'accepted',
  refuse: 'refused',
  withdraw: 'withdrawn',
};

/** @throws SaoyError `correction-request-over` for one that has ended otherwise; the same act again changes nothing */
export function decideCorrection(state: CorrectionState, act: CorrectionAct): CorrectionState {
  const next = ends[act];
  if (state === 'asked' || state === next) return next;
  throw new SaoyError('correction-request-over', { state: correctionStateWords[state] });
}
