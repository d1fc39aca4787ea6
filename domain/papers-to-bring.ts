/** What a citizen brings to have a copy certified, in plain Vietnamese, each line with its source. Pure. */
export interface AdviceLine {
  vi: string;
  citation: string;
}

/** Of every paper. */
export const everyPaper: readonly AdviceLine[] = [
  {
    vi: 'Bản chính của giấy tờ cần chứng thực. Bản photo, ảnh chụp hay bản sao đã chứng thực không thay được bản chính.',
    citation: 'NĐ 23/2015/NĐ-CP Đ20.1',
  },
  {
    vi: 'Căn cước, hoặc ứng dụng VNeID, để ghi đúng tên người yêu cầu vào sổ.',
    citation: 'TT 01/2020/TT-BTP (mẫu Sổ chứng thực bản sao từ bản chính, cột 3)',
  },
  {
    vi: 'Địa chỉ thư điện tử hoặc tài khoản định danh: bản sao điện tử được gửi về đó.',
    citation: 'CV 5438/VPCP-KSTT ngày 06/7/2020',
  },
  {
    vi: 'Không phải nộp thêm giấy tờ nào khác. Ai mang bản chính đến đều được, không cần giấy ủy quyền; nơi nào có thẩm quyền cũng nhận, không kể nơi cư trú.',
    citation: 'TT 01/2020/TT-BTP Đ2.2; NĐ 23/2015/NĐ-CP Đ8.1',
  },
];

/** Of a type of paper more; those not named here need nothing more. Names as the rules suggest them. */
const ofType: Readonly<Record<string, readonly AdviceLine[]>> = {
  'Học bạ': [
    {
      vi: 'Mang cả quyển: bản sao phải có đủ mọi trang có nội dung, kể cả bìa.',
      citation: 'TT 01/2020/TT-BTP Đ10',
    },
  ],
  'Hộ chiếu': [
    {
      vi: 'Mang cả quyển: bản sao phải có đủ mọi trang có thông tin.',
      citation: 'TT 01/2020/TT-BTP Đ10',
    },
    {
      vi: 'Hộ chiếu nước ngoài không phải hợp pháp hóa lãnh sự để chứng thực bản sao.',
      citation: 'TT 01/2020/TT-BTP Đ6',
    },
  ],
  'Căn cước công dân': [
    { vi: 'Bản sao có cả hai mặt của thẻ.', citation: 'TT 01/2020/TT-BTP Đ10' },
  ],
  'Giấy phép lái xe': [{ vi: 'Bản sao có cả hai mặt của thẻ.', citation: 'TT 01/2020/TT-BTP Đ10' }],
  'Bằng tốt nghiệp': [
    {
      vi: 'Bằng do nước ngoài cấp không phải hợp pháp hóa lãnh sự để chứng thực bản sao.',
      citation: 'TT 01/2020/TT-BTP Đ6',
    },
  ],
  'Giấy chứng nhận quyền sử dụng đất': [
    {
      vi: 'Mang cả trang bổ sung, trang ghi biến động: bản sao phải có đủ mọi trang có thông tin.',
      citation: 'TT 01/2020/TT-BTP Đ10',
    },
  ],
};

export function adviceOfType(documentType: string): readonly AdviceLine[] {
  return ofType[documentType] ?? [];
}

/** Of papers from abroad. */
export const foreignPaper: AdviceLine = {
  vi: 'Giấy tờ do nước ngoài cấp phải được hợp pháp hóa lãnh sự trước, trừ khi điều ước quốc tế hoặc nguyên tắc có đi có lại miễn cho; giấy tờ tùy thân, bằng, chứng chỉ cũng được miễn.',
  citation: 'NĐ 23/2015/NĐ-CP Đ20.1; TT 01/2020/TT-BTP Đ6',
};
