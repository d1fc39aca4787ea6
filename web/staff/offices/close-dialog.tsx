import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { FormEvent } from 'react';
import type { WholeUnit } from '../../../api/offices/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';

/** Ends an office in which nothing is under way. */
export function CloseDialog({ unit, onClose }: { unit: WholeUnit; onClose: () => void }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const closing = useMutation({
    mutationFn: () => act<WholeUnit>(`/offices/${unit.id}/close`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['units'] });
      void message.success(`${unit.name} đã hết hiệu lực.`);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    closing.mutate();
  };
  return (
    <Dialog title={`Kết thúc hiệu lực: ${unit.name}`} onClose={onClose}>
      <form className="act" onSubmit={submit}>
        <p>
          Từ hôm nay đơn vị không tiếp nhận hồ sơ nữa. Chỉ kết thúc được khi không còn hồ sơ đang xử
          lý, đơn vị cấp dưới hay quyền đang có hiệu lực; nếu có đơn vị kế thừa, dùng “Sáp nhập”.
        </p>
        <ProblemNote error={closing.error} />
        <DialogActions onClose={onClose} isPending={closing.isPending}>
          Kết thúc hiệu lực
        </DialogActions>
      </form>
    </Dialog>
  );
}
