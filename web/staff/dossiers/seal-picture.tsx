import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Marks } from '../../../api/marks/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { marksQuery } from '../../server/marks';
import { useDesk } from '../desk/office';
import { PictureButton } from './attestation-preview';

/** "Quản lý con dấu": the picture that the seal is shown by; without one, a plain red box. */
export function SealPicture() {
  const { office } = useDesk();
  const client = useQueryClient();
  const marks = useQuery(marksQuery(office.id));
  const upload = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.set('file', file);
      return act<Marks>(`/offices/${office.id}/seal-picture`, { method: 'PUT', body });
    },
    onSuccess: (answer) => client.setQueryData(marksQuery(office.id).queryKey, answer),
  });
  const hash = marks.data?.sealPicture;
  return (
    <div className="seal-picture">
      {hash ? (
        <img
          src={`/api/offices/${office.id}/seal-picture?v=${hash.slice(0, 12)}`}
          alt="Ảnh con dấu sẽ đóng"
          width={64}
          height={64}
        />
      ) : (
        <span className="quiet">Chưa có ảnh con dấu: bản sao mang khung đỏ có tên cơ quan.</span>
      )}
      <PictureButton
        label={hash ? 'Đổi ảnh con dấu…' : 'Chọn ảnh con dấu…'}
        onFile={(file) => upload.mutate(file)}
      />
      <ProblemNote error={upload.error} />
    </div>
  );
}
