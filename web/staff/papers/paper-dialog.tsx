import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { OfferedPaper, PaperRequest } from '../../../api/papers/contract';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { onCtrlEnter } from '../desk/reason-dialog';
import { PaperPreview } from './paper-preview';
import { issuePaper, previewQuery, printPapers, refreshPapers } from './queries';

interface Props {
  dossierId: string;
  paper: Pick<OfferedPaper, 'kind' | 'label' | 'asks'> & { citation?: string };
  onClose: () => void;
}

/** A paper before it is issued: what is asked for it, how it looks, and then its number and the printer. */
export function PaperDialog({ dossierId, paper, onClose }: Props) {
  const { kind, asks } = paper;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [shown, setShown] = useState<PaperRequest | null>(asks === null ? { kind } : null);
  const preview = useQuery(previewQuery(`/dossiers/${dossierId}/papers/preview`, shown));
  const asked: PaperRequest = asks === null ? { kind } : { kind, text };
  const issue = useMutation({
    mutationFn: async () => {
      const issued = await issuePaper(dossierId, asked);
      await printPapers([issued.id]);
      return issued;
    },
    onSuccess: ({ label, numberText }) => {
      void message.success(`Đã phát hành và in: ${label} số ${numberText}`);
      onClose();
    },
    onSettled: () => refreshPapers(client),
  });
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!issue.isPending) issue.mutate();
  };
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // One more key, and it is on its way.
    if (asks === null && preview.isSuccess) first.current?.focus();
  }, [asks, preview.isSuccess]);
  return (
    <Dialog title={paper.label} onClose={onClose} isWide>
      <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
        {paper.citation && <p className="quiet">{paper.citation}</p>}
        {asks !== null && (
          <label className="field">
            <span>{asks} (bắt buộc)</span>
            <textarea
              className="input"
              rows={4}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        )}
        <ProblemNote error={issue.error ?? preview.error} />
        <PaperPreview file={preview.data} isPending={preview.isFetching} label={paper.label} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Thôi</Button>
          {asks !== null && <Button onClick={() => setShown(asked)}>Xem trước</Button>}
          <Button
            ref={first}
            type="primary"
            htmlType="submit"
            loading={issue.isPending && { delay: 300 }}
          >
            Phát hành và in <kbd>Ctrl ↵</kbd>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
