/** How somebody checked a copy on our server: by its file, or by the code printed on it. */
export const checkWays = ['file', 'code'] as const;
export type CheckWay = (typeof checkWays)[number];

export const checkWayWords: Record<CheckWay, string> = {
  file: 'Kiểm tra tệp',
  code: 'Quét mã QR',
};
