export type BatchAction = 'sign' | 'seal';

/** What a batch is called, by what it does. */
export const batchWords = {
  sign: {
    title: 'Ký số nhiều hồ sơ',
    button: 'Ký số hàng loạt',
    running: 'Đang ký',
    done: 'Đã ký',
    purpose: 'leader',
  },
  seal: {
    title: 'Cấp số và đóng dấu nhiều hồ sơ',
    button: 'Đóng dấu hàng loạt',
    running: 'Đang đóng dấu',
    done: 'Đã đóng dấu',
    purpose: 'agency',
  },
} as const;
