import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Popconfirm } from 'antd';
import { act, sentenceOf } from '../../server/client';
import type { Book } from '../../server/shapes';
import { useDesk } from '../desk/office';

/** Deletes a book that has given no number [S-06]. */
export function RemoveBook({ book }: { book: Book }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const removing = useMutation({
    mutationFn: () => act(`/offices/${office.id}/books/${book.id}`, { method: 'DELETE' }),
    onSuccess: () => void message.success(`Đã xóa sổ ${book.name}.`),
    onError: (error) => void message.error(sentenceOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['books'] }),
  });
  return (
    <Popconfirm
      title={`Xóa sổ ${book.name}?`}
      description="Sổ chưa cấp số nào. Việc xóa được ghi vào nhật ký."
      okText="Xóa sổ"
      cancelText="Thôi"
      onConfirm={() => removing.mutate()}
    >
      <button type="button" className="plain-button" aria-label={`Xóa sổ ${book.name}`}>
        Xóa
      </button>
    </Popconfirm>
  );
}
