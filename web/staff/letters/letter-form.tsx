import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { WrittenLetter } from '../../../api/letters/contract';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { dateTime } from '../../text/time';
import { PaperPreview } from '../papers/paper-preview';
import { previewQuery, printPapers, refreshPapers } from '../papers/queries';
import '../papers/papers.css';
import { letterQuery } from './queries';

/** One letter: its text to be changed until it is issued, printed at any time. */
export function LetterForm({ id, onClose }: { id: string; onClose: () => void }) {
  const letter = useQuery(letterQuery(id));
  return (
    <Dialog title={letter.data?.title ?? 'Đang mở…'} onClose={onClose} isWide>
      <ProblemNote error={letter.error} />
      {letter.data && <Text letter={letter.data} onClose={onClose} />}
    </Dialog>
  );
}

function Text({ letter, onClose }: { letter: WrittenLetter; onClose: () => void }) {
  const [body, setBody] = useState(letter.body);
  const client = useQueryClient();
  const { message } = App.useApp();
  const take = (written: WrittenLetter) => {
    client.setQueryData(letterQuery(letter.id).queryKey, written);
    void client.invalidateQueries({ queryKey: ['letters'] });
    void client.invalidateQueries({ queryKey: ['timeline', letter.dossierId] });
  };
  const isIssued = letter.state === 'issued';
  const isChanged = body !== letter.body;
  const path = `/letters/${letter.id}`;
  const save = () => act<WrittenLetter>(path, { method: 'PUT', body: { body } });
  const saving = useMutation({ mutationFn: save, onSuccess: take });
  const issuing = useMutation({
    mutationFn: async () => {
      if (isChanged) take(await save());
      // Issued before papers were kept, it gets its number now.
      const issued = letter.paper ? letter : await act<WrittenLetter>(`${path}/issue`);
      if (issued.paper) await printPapers([issued.paper.id]);
      return issued;
    },
    onSuccess: (written) => {
      take(written);
      refreshPapers(client);
      void message.success(`Đã in: ${written.title}, ${written.dossierCode}`);
      onClose();
    },
  });
  const [shown, setShown] = useState<{ body: string } | null>(null);
  const preview = useQuery(previewQuery(`${path}/preview`, shown));
  const error = saving.error ?? issuing.error ?? preview.error;
  return (
    <div className="act">
      <p className="quiet">
        {letter.dossierCode} · {letter.requesterName} · {letter.citation}
      </p>
      <label className="field">
        <span>{isIssued ? 'Nội dung đã phát hành' : 'Nội dung'}</span>
        <textarea
          className="input"
          rows={12}
          maxLength={8000}
          value={body}
          readOnly={isIssued}
          onChange={(event) => setBody(event.target.value)}
        />
      </label>
      {isIssued && letter.issuedAt && (
        <p role="status">
          Phát hành lúc {dateTime(letter.issuedAt)}
          {letter.issuedBy && `, ${letter.issuedBy}`}
          {letter.paper &&
            `, số ${letter.paper.numberText}, đã in ${letter.paper.prints.length} lần`}
          .
        </p>
      )}
      <ProblemNote error={error} />
      {shown && (
        <PaperPreview file={preview.data} isPending={preview.isFetching} label={letter.title} />
      )}
      <div className="dialog-actions">
        <Button onClick={() => setShown({ body })}>Xem trước</Button>
        {isIssued ? (
          <Button type="primary" loading={issuing.isPending} onClick={() => issuing.mutate()}>
            {letter.paper?.prints.length ? `In lại lần ${letter.paper.prints.length + 1}` : 'In'}
          </Button>
        ) : (
          <>
            <Button
              disabled={!isChanged}
              loading={saving.isPending}
              onClick={() => saving.mutate()}
            >
              Lưu bản nháp
            </Button>
            <Button type="primary" loading={issuing.isPending} onClick={() => issuing.mutate()}>
              Phát hành và in
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
