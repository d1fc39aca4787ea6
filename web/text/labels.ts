import type { Right, Stage, Step } from '../../domain/process';

/** Words of the national portal for each stage; the types make the table complete. */
export const stageLabels: Record<Stage, string> = {
  accepted: 'Đang tạo bản sao',
  'awaiting-signature': 'Chờ ký',
  'awaiting-seal': 'Chờ đóng dấu',
  completing: 'Đang hoàn tất chứng cứ',
  delivering: 'Đang gửi',
  delivered: 'Đã gửi',
  returned: 'Bị trả lại',
  refused: 'Từ chối chứng thực',
  cancelled: 'Đã hủy',
  withdrawn: 'Người yêu cầu rút',
};

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
};
