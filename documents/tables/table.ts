/** What stands above and below the tables of an official paper. */
export interface Frame {
  /** "Cơ quan cấp trên", then the agency itself. */
  agency: [above: string, own: string];
  title: string;
  /** Under the title: the time it is about, as of when. */
  lines: string[];
  /** Who signs, from left to right. */
  signers: string[];
}

export const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập – Tự do – Hạnh phúc'] as const;
export const signHint = '(Ký, ghi rõ họ tên)';
