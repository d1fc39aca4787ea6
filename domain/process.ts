/**
 * The process as one declaration: steps, rights, stages, acts and transitions.
 * The workflow's validators, the lists, the documentation and the audit check all read it here.
 */

/** The three steps that carry a time budget (1287/QĐ-UBND, steps 2–4). */
export const steps = ['create', 'sign', 'seal'] as const;
export type Step = (typeof steps)[number];

/** A value for each step. */
export function bySteps<Value>(valueOf: (step: Step) => Value): Record<Step, Value> {
  return { create: valueOf('create'), sign: valueOf('sign'), seal: valueOf('seal') };
}

/** What a person may do in an office. One person may hold several (5438/VPCP-KSTT). */
export const rights = [
  'create',
  'sign',
  'seal',
  'supervise',
  'administer',
  'open-accounts',
] as const;
export type Right = (typeof rights)[number];

/** Who holds a right: a lane of the diagram. */
export const rightDeclarations: Record<Right, { vi: string; en: string }> = {
  create: { vi: 'Người tạo bản sao', en: 'Officer who creates the copy' },
  sign: { vi: 'Người ký bản sao', en: 'Leader who signs the copy' },
  seal: { vi: 'Người đóng dấu bản sao', en: 'Clerk who numbers and seals the copy' },
  supervise: { vi: 'Người điều hành', en: 'Supervisor' },
  administer: { vi: 'Người quản trị', en: 'Administrator' },
  'open-accounts': { vi: 'Người tạo tài khoản công dân', en: 'Who opens accounts of citizens' },
};

interface StepDeclaration {
  /** Who holds the step: is reminded of it, and takes its act. */
  right: Right;
  /** The act that people do in it; its clock hangs there in the diagram. */
  act: Action;
  vi: string;
  en: string;
}

export const stepDeclarations: Record<Step, StepDeclaration> = {
  create: { right: 'create', act: 'submit', vi: 'Tạo bản sao', en: 'Create the copy' },
  sign: { right: 'sign', act: 'sign', vi: 'Ký số', en: 'Sign' },
  seal: { right: 'seal', act: 'seal', vi: 'Cấp số, đóng dấu', en: 'Number and seal' },
};

export const stages = [
  'accepted',
  'awaiting-signature',
  'awaiting-seal',
  'completing',
  'delivering',
  'delivered',
  'returned',
  'refused',
  'cancelled',
  'withdrawn',
] as const;
export type Stage = (typeof stages)[number];

export const actions = [
  'accept',
  'submit',
  'sign',
  'seal',
  'complete',
  'deliver',
  'return',
  'refuse',
  'cancel',
  'withdraw',
  'sign-again',
  'hand-over',
] as const;
export type Action = (typeof actions)[number];

/** Acts that leave the stage as it is: no transitions, but declared and permitted like them. */
export const stayingActs = [
  'scan',
  'correct',
  'stop-signing',
  'try-again',
  'extend',
  'pause',
  'resume',
  'rederive',
  'resend-mail',
  'take-fee',
  'give-back-fee',
  'revoke',
] as const;
export type StayingAct = (typeof stayingActs)[number];

/** Everything that may be done to a dossier. */
export const acts = [...actions, ...stayingActs] as const;
export type Act = Action | StayingAct;

interface StageDeclaration {
  /** The step whose clock runs while the dossier stands here, if any. */
  step: Step | null;
  /** Vietnamese label, as the national portal says it where it has a word. */
  vi: string;
  en: string;
}

/**
 * *returned* ("Hồ sơ bị từ chối" in the portal) is internal; *refused* (từ chối chứng thực) is legal.
 * *completing*: sealed, while revocation data and the document time stamp are gathered.
 */
export const stageDeclarations: Record<Stage, StageDeclaration> = {
  accepted: { step: 'create', vi: 'Đang tạo bản sao', en: 'Being created' },
  'awaiting-signature': { step: 'sign', vi: 'Chờ ký', en: 'Awaiting signature' },
  'awaiting-seal': { step: 'seal', vi: 'Chờ đóng dấu', en: 'Awaiting seal' },
  completing: { step: 'seal', vi: 'Đang hoàn tất chứng cứ', en: 'Completing its proof' },
  delivering: { step: null, vi: 'Đang gửi', en: 'Delivering' },
  delivered: { step: null, vi: 'Đã gửi', en: 'Delivered' },
  returned: { step: 'create', vi: 'Bị trả lại', en: 'Returned' },
  refused: { step: null, vi: 'Từ chối chứng thực', en: 'Refused' },
  cancelled: { step: null, vi: 'Đã hủy', en: 'Cancelled' },
  withdrawn: { step: null, vi: 'Người yêu cầu rút', en: 'Withdrawn' },
};

interface ActDeclaration {
  /** Stages the act may be taken from; none for the first. */
  from: readonly Stage[];
  /** Rights of which one is needed in the dossier's office; none: Sao Y itself acts. */
  rights: readonly Right[];
  vi: string;
  en: string;
}

interface ActionDeclaration extends ActDeclaration {
  to: Stage;
}

export const actionDeclarations: Record<Action, ActionDeclaration> = {
  accept: { from: [], to: 'accepted', rights: ['create'], vi: 'Tiếp nhận', en: 'Accept' },
  submit: {
    from: ['accepted', 'returned'],
    to: 'awaiting-signature',
    rights: ['create'],
    vi: 'Trình ký',
    en: 'Submit for signature',
  },
  sign: {
    from: ['awaiting-signature'],
    to: 'awaiting-seal',
    rights: ['sign'],
    vi: 'Ký số',
    en: 'Sign',
  },
  seal: {
    from: ['awaiting-seal'],
    to: 'completing',
    rights: ['seal'],
    vi: 'Cấp số và đóng dấu',
    en: 'Number and seal',
  },
  complete: {
    from: ['completing'],
    to: 'delivering',
    rights: [],
    vi: 'Hoàn tất chứng cứ',
    en: 'Complete its proof',
  },
  deliver: { from: ['delivering'], to: 'delivered', rights: [], vi: 'Gửi kết quả', en: 'Deliver' },
  return: {
    from: ['awaiting-signature', 'awaiting-seal'],
    to: 'returned',
    rights: ['sign', 'seal'],
    vi: 'Trả lại',
    en: 'Return',
  },
  refuse: {
    from: ['accepted', 'returned', 'awaiting-signature'],
    to: 'refused',
    rights: ['create', 'sign'],
    vi: 'Từ chối chứng thực',
    en: 'Refuse',
  },
  cancel: {
    from: ['accepted', 'returned'],
    to: 'cancelled',
    rights: ['create'],
    vi: 'Hủy hồ sơ',
    en: 'Cancel',
  },
  withdraw: {
    from: ['accepted', 'returned', 'awaiting-signature', 'awaiting-seal'],
    to: 'withdrawn',
    rights: ['create'],
    vi: 'Người yêu cầu rút hồ sơ',
    en: 'Withdraw',
  },
  'sign-again': {
    from: ['completing'],
    to: 'awaiting-signature',
    rights: ['sign', 'seal'],
    vi: 'Đưa về ký lại',
    en: 'Back to signature, the number kept',
  },
  'hand-over': {
    from: ['delivering'],
    to: 'delivered',
    rights: ['seal', 'create'],
    vi: 'Trao tại quầy',
    en: 'Hand over at the counter',
  },
};

/** Where people work on it; what Sao Y does by itself waits for nobody. */
const workedOn: readonly Stage[] = ['accepted', 'returned', 'awaiting-signature', 'awaiting-seal'];

const stayingActDeclarations: Record<StayingAct, ActDeclaration> = {
  scan: {
    from: ['accepted', 'returned'],
    rights: ['create'],
    vi: 'Đính kèm bản quét',
    en: 'Attach the scan',
  },
  correct: {
    from: ['accepted', 'returned'],
    rights: ['create'],
    vi: 'Sửa thông tin tiếp nhận',
    en: 'Correct what was taken down',
  },
  'stop-signing': {
    from: ['awaiting-signature', 'awaiting-seal'],
    rights: ['sign', 'seal'],
    vi: 'Dừng yêu cầu ký',
    en: 'Take back a signature request',
  },
  'try-again': {
    from: ['awaiting-signature', 'awaiting-seal', 'completing', 'delivering'],
    rights: ['create', 'sign', 'seal', 'supervise'],
    vi: 'Thử lại ngay',
    en: 'Try now what the dossier waits for',
  },
  extend: {
    from: [...workedOn, 'completing'],
    rights: ['create', 'supervise'],
    vi: 'Gia hạn',
    en: 'Extend the legal due',
  },
  pause: {
    from: workedOn,
    rights: ['create', 'supervise'],
    vi: 'Tạm dừng',
    en: 'Pause the clocks by a rule of the policy',
  },
  resume: {
    from: workedOn,
    rights: ['create', 'supervise'],
    vi: 'Tiếp tục',
    en: 'Let the clocks go on',
  },
  rederive: {
    from: [...workedOn, 'completing', 'delivering'],
    rights: [],
    vi: 'Tính lại hạn theo lịch mới',
    en: 'Compute the dues anew by a new calendar',
  },
  'resend-mail': {
    from: ['delivering', 'delivered', 'refused'],
    rights: ['create', 'seal', 'supervise'],
    vi: 'Gửi lại thư',
    en: 'Send the mail again',
  },
  'take-fee': {
    from: [...workedOn, 'completing', 'delivering', 'delivered'],
    rights: ['create'],
    vi: 'Thu phí',
    en: 'Take the fee',
  },
  'give-back-fee': {
    from: stages,
    rights: ['create'],
    vi: 'Trả lại phí',
    en: 'Give the fee back',
  },
  revoke: {
    from: ['delivered'],
    rights: ['sign', 'supervise'],
    vi: 'Thu hồi bản sao',
    en: 'Revoke the copy',
  },
};

export const actDeclarations: Record<Act, ActDeclaration> = {
  ...actionDeclarations,
  ...stayingActDeclarations,
};

/** Acts that Sao Y takes by itself: nobody is permitted them. */
export const ownActs = ['complete', 'deliver', 'rederive'] as const satisfies readonly Act[];

/** Acts that lead on from where Sao Y itself works: they are offered while it waits for something only. */
export const waysOn: readonly Action[] = ['sign-again', 'hand-over'];

/** Acts that may be taken while a dossier waits for somebody else's server; they end that wait. */
export const waysOut: readonly Action[] = ['return', 'refuse', 'cancel', 'withdraw', ...waysOn];

/** Whether `act` may be taken at `stage`. Pure; serves validators, buttons and the audit check. */
export function mayAct(act: Act, stage: Stage): boolean {
  return actDeclarations[act].from.includes(stage);
}

/** Stages at which a dossier's life is over and its workflow has ended. */
export function isFinal(stage: Stage): boolean {
  return !Object.values(actionDeclarations).some((action) => action.from.includes(stage));
}

/** One arrow of the process. `from` is null where a dossier's life begins. */
export interface DeclaredTransition {
  action: Action;
  from: Stage | null;
  to: Stage;
}

/** Every transition there may be, in the order of the declaration. */
export const transitions: readonly DeclaredTransition[] = actions.flatMap((action) => {
  const { from, to } = actionDeclarations[action];
  const sources: readonly (Stage | null)[] = from.length === 0 ? [null] : from;
  return sources.map((stage) => ({ action, from: stage, to }));
});
