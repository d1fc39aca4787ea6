import { useEffect, useState } from 'react';

/** How long a place is kept. Said aloud once a minute at most: the words change no more often. */
export function TimeLeft({ until }: { until: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.ceil((Date.parse(until) - now) / 60_000);
  return (
    <p className="quiet" role="status">
      {minutes > 0
        ? `Chỗ này được giữ cho ông/bà thêm ${minutes} phút.`
        : 'Đã hết thời gian giữ chỗ. Nội dung đã nhập vẫn còn: gửi ngay, nếu chưa ai lấy chỗ thì vẫn được.'}
    </p>
  );
}
