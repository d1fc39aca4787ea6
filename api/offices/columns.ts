import type { TableColumn } from '../tables/read-table';

export type ColumnKey = 'code' | 'name' | 'kind' | 'parent' | 'validFrom' | 'codePrefix';

/** Of a table of offices, as it is exported and imported. */
export const columns: readonly TableColumn<ColumnKey>[] = [
  { key: 'code', titles: ['Mã định danh', 'Mã đơn vị'], isNeeded: true },
  { key: 'name', titles: ['Tên đơn vị', 'Đơn vị'], isNeeded: true },
  { key: 'kind', titles: ['Loại đơn vị', 'Loại', 'Cấp'], isNeeded: true },
  { key: 'parent', titles: ['Mã đơn vị cấp trên', 'Đơn vị cấp trên'], isNeeded: false },
  { key: 'validFrom', titles: ['Hiệu lực từ', 'Ngày hiệu lực'], isNeeded: false },
  { key: 'codePrefix', titles: ['Tiền tố mã hồ sơ'], isNeeded: false },
];
