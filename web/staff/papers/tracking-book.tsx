import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { useServerNow } from '../../server/clock';
import { downloadFile } from '../../server/download';
import { isoDate } from '../../text/time';
import { may, useDesk } from '../desk/office';

type Format = 'pdf' | 'xlsx';

/** "Sổ theo dõi hồ sơ": the book of what was taken in between two days, by its form. */
export function TrackingBook() {
  const { office } = useDesk();
  const [isOpen, setOpen] = useState(false);
  if (!may(office, 'tracking-book.read')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Sổ theo dõi hồ sơ…
      </Button>
      {isOpen && <Ask onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const { office } = useDesk();
  const today = isoDate(new Date(useServerNow()).toISOString());
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const [format, setFormat] = useState<Format>('pdf');
  const fetching = useMutation({
    mutationFn: () =>
      downloadFile(
        `/offices/${office.id}/tracking-book.${format}?from=${from}&to=${to}`,
        `so-theo-doi-${from}-${to}.${format}`,
      ),
    onSuccess: onClose,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!fetching.isPending) fetching.mutate();
  };
  return (
    <Dialog title="Sổ theo dõi hồ sơ" onClose={onClose}>
      <form className="act" onSubmit={send}>
        <label className="field">
          <span>Tiếp nhận từ ngày</span>
          <input
            className="input"
            type="date"
            required
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className="field">
          <span>Đến ngày</span>
          <input
            className="input"
            type="date"
            required
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <fieldset className="grounds">
          <legend>Tải về dạng</legend>
          {(['pdf', 'xlsx'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="format"
                checked={format === each}
                onChange={() => setFormat(each)}
              />
              <span>
                {each === 'pdf' ? 'PDF để in (nhiều nhất 93 ngày)' : 'Excel (nhiều nhất một năm)'}
              </span>
            </label>
          ))}
        </fieldset>
        <ProblemNote error={fetching.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Thôi</Button>
          <Button type="primary" htmlType="submit" loading={fetching.isPending && { delay: 300 }}>
            Tải sổ
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
