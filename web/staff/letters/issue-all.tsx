import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Letter, WrittenLetter } from '../../../api/letters/contract';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { printPapers, refreshPapers } from '../papers/queries';

/** All letters that wait, each on a sheet of its own, printed in one go and issued. */
export function IssueAll({ items }: { items: readonly Letter[] }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isAsked, setAsked] = useState(false);
  const issue = useMutation({
    mutationFn: async () => {
      const papers: string[] = [];
      for (const { id } of items) {
        const { paper } = await act<WrittenLetter>(`/letters/${id}/issue`);
        if (paper) papers.push(paper.id);
      }
      await printPapers(papers);
      return items.length;
    },
    onSuccess: (count) => {
      setAsked(false);
      void message.success(`Đã phát hành ${count} văn bản`);
    },
    onSettled: () => {
      refreshPapers(client);
    },
  });
  if (items.length === 0) return null;
  return (
    <>
      <Button onClick={() => setAsked(true)}>In và phát hành tất cả ({items.length})</Button>
      {isAsked && (
        <Dialog title={`In và phát hành ${items.length} văn bản?`} onClose={() => setAsked(false)}>
          <div className="act">
            <p>Mỗi văn bản in trên một tờ. Văn bản đã phát hành không sửa được nữa.</p>
            <ProblemNote error={issue.error} />
            <div className="dialog-actions">
              <Button onClick={() => setAsked(false)}>Thôi</Button>
              <Button
                type="primary"
                loading={issue.isPending && { delay: 300 }}
                onClick={() => {
                  if (!issue.isPending) issue.mutate();
                }}
              >
                In và phát hành
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
