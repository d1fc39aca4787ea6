import { stageDeclarations, type Right, type Stage, type Step } from '../../domain/process';

/** The national portal's word for a stage. */
export function stageLabel(stage: Stage): string {
  return stageDeclarations[stage].vi;
}

export const stepLabels: Record<Step, string> = {
  create: 'Tạo bản sao',
  sign: 'Ký số',
  seal: 'Cấp số, đóng dấu',
};

export const rightLabels: Record<Right, string> = {
  create: 'Quyền tạo bản sao',
  sign: 'Quyền ký bản sao',
  seal: 'Quyền đóng dấu bản sao',
  supervise: 'Điều hành',
  administer: 'Quản trị',
  'open-accounts': 'Quyền tạo tài khoản cho công dân',
};

/** Whose token, as people call it. */
export const tokenNames: Record<'leader' | 'agency', string> = {
  leader: 'token ký',
  agency: 'token dấu',
};
