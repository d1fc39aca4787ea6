import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { NoticeChoice } from '../../../api/notices/contract';
import { noticeKinds } from '../../../domain/notices';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { choicesQuery } from './queries';

/** Where each kind of notice comes; a change is kept at once. */
export function NoticeChoices({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const choices = useQuery(choicesQuery);
  const choose = useMutation({
    mutationFn: (choice: NoticeChoice) =>
      act<{ items: NoticeChoice[] }>('/my-notice-choices', {
        method: 'PUT',
        body: { items: [choice] },
      }),
    onSuccess: async (answer) => {
      client.setQueryData(choicesQuery.queryKey, answer);
      void message.success('Đã lưu lựa chọn');
      await client.invalidateQueries({ queryKey: ['notices'] });
    },
  });
  return (
    <>
      <p className="quiet">Thư điện tử gửi đến địa chỉ trong tài khoản của bạn.</p>
      <ProblemNote error={choices.error ?? choose.error} />
      <table className="table notice-choices">
        <thead>
          <tr>
            <th scope="col">Loại thông báo</th>
            <th scope="col">Trên trang</th>
            <th scope="col">Thư điện tử</th>
          </tr>
        </thead>
        <tbody>
          {choices.data?.items.map((choice) => {
            const { vi } = noticeKinds[choice.kind];
            return (
              <tr key={choice.kind}>
                <th scope="row">{vi}</th>
                {(['onPage', 'byMail'] as const).map((where) => (
                  <td key={where}>
                    <input
                      type="checkbox"
                      aria-label={`${vi}: ${where === 'onPage' ? 'trên trang' : 'thư điện tử'}`}
                      checked={choice[where]}
                      onChange={(event) =>
                        choose.mutate({ ...choice, [where]: event.target.checked })
                      }
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="dialog-actions">
        <Button onClick={onDone}>Xong</Button>
      </div>
    </>
  );
}
