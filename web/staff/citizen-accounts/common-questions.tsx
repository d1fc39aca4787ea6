import './citizen-accounts.css';

/** "Một số vấn đề thường gặp" [O-09]. */
export function CommonQuestions() {
  return (
    <section className="common-questions" aria-labelledby="common-questions">
      <h2 id="common-questions">Một số vấn đề thường gặp</h2>
      {questions.map(({ question, answers }) => (
        <details key={question}>
          <summary>{question}</summary>
          <ul>
            {answers.map((answer) => (
              <li key={answer}>{answer}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

const questions = [
  {
    question: 'Không chọn được đơn vị',
    answers: [
      'Tài khoản của bạn chưa được gán vào “Bộ phận Một cửa”: nhờ quản trị viên gán ở “Thay đổi đơn vị”.',
      'Bộ phận Một cửa chưa được đặt tên đúng: tên đơn vị phải chứa “Bộ phận Một cửa”, không phân biệt chữ hoa, chữ thường.',
    ],
  },
  {
    question: 'Công dân không nhận được mã OTP',
    answers: [
      'Số điện thoại nhập không đúng: kiểm tra lại từng số rồi gửi lại.',
      'Lỗi mạng hoặc thiết bị: bấm “Gửi mã OTP” lần nữa; gửi nhiều lần vẫn không được thì đề nghị công dân khởi động lại điện thoại.',
    ],
  },
  {
    question: 'Công dân không nhận được mật khẩu, hoặc không đăng nhập được bằng mật khẩu đã nhận',
    answers: [
      'Tin nhắn đến chậm do lỗi mạng hoặc thiết bị: đề nghị công dân chờ thêm ít phút.',
      'Hướng dẫn công dân đổi mật khẩu: mở trang đăng nhập, chọn “Quên mật khẩu” và làm theo từng bước.',
    ],
  },
];
