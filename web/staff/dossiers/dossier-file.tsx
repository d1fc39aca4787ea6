import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import { ProblemNote } from '../../look/problem-note';
import { downloadFile } from '../../server/download';
import { may, useDesk } from '../desk/office';

/** "Hồ sơ cho thanh tra": everything about one dossier, to be read and as data. */
export function DossierFile({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const fetching = useMutation({
    mutationFn: (format: 'pdf' | 'json') =>
      downloadFile(`/dossiers/${dossier.id}/file.${format}`, `ho-so-${dossier.code}.${format}`),
    // That it was taken stands in the history.
    onSettled: () => void client.invalidateQueries({ queryKey: ['timeline', dossier.id] }),
  });
  if (!may(office, 'dossier.export')) return null;
  return (
    <section className="panel" aria-labelledby="file-title">
      <h3 id="file-title">Hồ sơ cho thanh tra</h3>
      <p className="quiet">
        Toàn bộ về hồ sơ này: thời hạn và căn cứ, tiến trình, người tham gia, giấy tờ, mã băm, bằng
        chứng. Việc tải được ghi vào nhật ký.
      </p>
      <ProblemNote error={fetching.error} />
      <div className="paper-offers">
        {(['pdf', 'json'] as const).map((format) => (
          <Button
            key={format}
            size="small"
            loading={fetching.isPending && fetching.variables === format && { delay: 300 }}
            onClick={() => {
              if (!fetching.isPending) fetching.mutate(format);
            }}
          >
            {format === 'pdf' ? 'Tải PDF' : 'Tải JSON'}
          </Button>
        ))}
      </div>
    </section>
  );
}
