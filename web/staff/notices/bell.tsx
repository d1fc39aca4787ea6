import { BellOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { ShownNotices } from '../../../api/notices/contract';
import { useKeys } from '../../keys/use-keys';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act, sentenceOf } from '../../server/client';
import { dateTime } from '../../text/time';
import { useDesk } from '../desk/office';
import { NoticeChoices } from './notice-choices';
import './notices.css';
import { noticesQuery } from './queries';

/** "Thông báo" in the top bar: how many are unread, and the newest of them one key away. */
export function Bell() {
  const { office } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const unread = useQuery(noticesQuery(office.id)).data?.unread ?? 0;
  useKeys([{ key: 'b', label: 'Thông báo', run: () => setOpen(true) }]);
  const words = unread > 0 ? `Thông báo, ${unread} chưa đọc` : 'Thông báo';
  return (
    <>
      <button
        type="button"
        className="bell"
        aria-label={words}
        title={`${words} (B)`}
        onClick={() => setOpen(true)}
      >
        <BellOutlined aria-hidden="true" />
        {unread > 0 && <b aria-hidden="true">{unread > 99 ? '99+' : unread}</b>}
      </button>
      <span className="unseen" role="status">
        {unread > 0 ? `${unread} thông báo chưa đọc` : ''}
      </span>
      {isOpen && <BellDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function BellDialog({ onClose }: { onClose: () => void }) {
  const { office } = useDesk();
  const navigate = useNavigate();
  const notices = useQuery(noticesQuery(office.id));
  const read = useReadNotices(office.id);
  const [isChoosing, setChoosing] = useState(false);
  const items = notices.data?.items ?? [];
  const open = (notice: ShownNotices['items'][number]) => {
    if (!notice.read) read.mutate([notice.id]);
    if (!notice.dossier) return;
    onClose();
    void navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list: 'all', dossierId: notice.dossier.id },
    });
  };
  return (
    <Dialog title="Thông báo" onClose={onClose}>
      <div className="act">
        {isChoosing ? (
          <NoticeChoices onDone={() => setChoosing(false)} />
        ) : (
          <>
            <ProblemNote error={notices.error} />
            {notices.isSuccess && items.length === 0 && (
              <p className="empty">
                Chưa có thông báo nào. Việc được giao cho bạn và hồ sơ sắp đến hạn hiện ở đây.
              </p>
            )}
            <ul className="notices">
              {items.slice(0, shownMax).map((notice) => (
                <li key={notice.id}>
                  <button
                    type="button"
                    className={notice.read ? 'notice' : 'notice notice-unread'}
                    onClick={() => open(notice)}
                  >
                    <span className="notice-title">
                      {!notice.read && <span className="unseen">Chưa đọc: </span>}
                      {notice.title}
                    </span>
                    <span className="quiet">{notice.text}</span>
                    <span className="quiet">{dateTime(notice.at)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <div className="dialog-actions">
              <Button onClick={() => setChoosing(true)}>Chọn loại thông báo…</Button>
              <Link to="/notices" onClick={onClose} className="plain-button">
                Xem tất cả
              </Link>
              <Button
                type="primary"
                disabled={(notices.data?.unread ?? 0) === 0}
                onClick={() => read.mutate(null)}
              >
                Đã đọc tất cả
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** The rest stands on the page of notices. */
const shownMax = 20;

/** Marks some as read, or all; the page shows it at once, whatever the connection does. */
export function useReadNotices(officeId: string) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { queryKey } = noticesQuery(officeId);
  return useMutation({
    mutationFn: (ids: string[] | null) => act('/notices/readings', { body: { officeId, ids } }),
    onMutate: async (ids) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (shown) => shown && markRead(shown, ids));
    },
    onError: (error) => void message.error(sentenceOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

function markRead(shown: ShownNotices, ids: string[] | null): ShownNotices {
  const isNow = (id: string) => ids === null || ids.includes(id);
  const fresh = shown.items.filter(({ id, read }) => !read && isNow(id)).length;
  return {
    items: shown.items.map((notice) => (isNow(notice.id) ? { ...notice, read: true } : notice)),
    unread: ids === null ? 0 : shown.unread - fresh,
  };
}
