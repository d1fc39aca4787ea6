/** Pages for everybody, which the server writes: nobody signs in, and no script is needed. */
export const publicPages = {
  start: '/cong-dan',
  offices: '/co-quan',
  bring: '/can-mang-gi',
  fee: '/tinh-phi',
  guide: '/huong-dan',
} as const;

/** As the pages of the public name each other. */
export const publicPageTitles: Record<keyof typeof publicPages, string> = {
  start: 'Dành cho người dân',
  offices: 'Cơ quan và giờ làm việc',
  bring: 'Cần mang gì',
  fee: 'Tính phí',
  guide: 'Hướng dẫn từng bước',
};
