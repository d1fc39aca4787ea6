import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type FormEvent, useState } from 'react';
import type { MergeCounts, Unit, WholeUnit } from '../../../api/offices/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { OfficePicker } from '../units/office-picker';
import { mergeQuery } from '../units/queries';

interface Props {
  unit: WholeUnit;
  onClose: () => void;
  /** Hears the successor. */
  onDone: (id: string) => void;
}

/** The successor is chosen, what would pass on is read, and then it is one act. */
export function MergeDialog({ unit, onClose, onDone }: Props) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [successor, setSuccessor] = useState<Unit | null>(null);
  const preview = useQuery({
    ...mergeQuery(unit.id, successor?.id ?? ''),
    enabled: successor !== null,
  });
  const merging = useMutation({
    mutationFn: (successorId: string) =>
      act<MergeCounts>(`/offices/${unit.id}/merge`, { body: { successorId } }),
    onSuccess: async (_counts, successorId) => {
      await client.invalidateQueries({ queryKey: ['units'] });
      await client.invalidateQueries({ queryKey: ['people'] });
      void message.success(`Đã sáp nhập ${unit.name} vào ${successor?.name ?? ''}.`);
      onDone(successorId);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (successor && preview.data) merging.mutate(successor.id);
  };
  return (
    <Dialog title={`Sáp nhập: ${unit.name}`} onClose={onClose}>
      <form className="act" onSubmit={submit}>
        <OfficePicker
          label="Đơn vị kế thừa"
          except={unit.id}
          chosen={successor}
          onChoose={setSuccessor}
        />
        <ProblemNote error={preview.error ?? merging.error} />
        {successor && preview.data && <Preview counts={preview.data} into={successor.name} />}
        <DialogActions
          onClose={onClose}
          isPending={merging.isPending}
          disabled={!successor || !preview.data}
        >
          Sáp nhập
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Preview({ counts, into }: { counts: MergeCounts; into: string }) {
  return (
    <div role="status">
      <p>
        Chuyển sang <b>{into}</b>:
      </p>
      <ul>
        <li>
          {counts.people} người và {counts.rights} quyền
        </li>
        <li>{counts.openDossiers} hồ sơ đang xử lý, cùng phiếu hẹn và thư chưa gửi</li>
        <li>{counts.children} đơn vị cấp dưới</li>
      </ul>
      <p>
        Giữ nguyên dưới tên cũ, người của {into} xem và làm tiếp được: {counts.finishedDossiers} hồ
        sơ đã xong, {counts.books} sổ chứng thực, con dấu.
      </p>
      {counts.rightsEnded > 0 && (
        <p className="note note-near">
          {counts.rightsEnded} quyền kết thúc, không chuyển: quyền quản trị, và quyền mà bạn không
          được gán ở {into}.
        </p>
      )}
      <p className="quiet">Có hiệu lực ngay hôm nay và không hoàn tác được.</p>
    </div>
  );
}
