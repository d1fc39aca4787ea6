import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { act, sentenceOf } from '../../server/client';

interface Props {
  dossierId: string;
  officeId: string;
}

/** "Nhắc": a notice to those who hold the step that the dossier stands in. */
export function NudgeButton({ dossierId, officeId }: Props) {
  const nudge = useMutation({
    mutationFn: () => act<unknown>('/supervision/nudges', { body: { officeId, dossierId } }),
  });
  if (nudge.isSuccess) return <span role="status">Đã nhắc</span>;
  return (
    <>
      <Button
        size="small"
        loading={nudge.isPending && { delay: 300 }}
        onClick={() => nudge.mutate()}
      >
        Nhắc
      </Button>
      {nudge.isError && (
        <small className="row-reason" role="alert">
          {sentenceOf(nudge.error)}
        </small>
      )}
    </>
  );
}
