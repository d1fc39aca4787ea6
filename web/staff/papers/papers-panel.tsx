import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { OfferedPaper, Paper } from '../../../api/papers/contract';
import type { Dossier } from '../../../api/dossiers/contract';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { dateTime } from '../../text/time';
import { PaperDialog } from './paper-dialog';
import { PaperPreview } from './paper-preview';
import { paperFileQuery, papersQuery, printPapers, refreshPapers } from './queries';
import './papers.css';

/** "Giấy tờ": what was handed out, who printed it when, and what can be made now. */
export function PapersPanel({ dossier }: { dossier: Dossier }) {
  const papers = useQuery(papersQuery(dossier.id, dossier.stage));
  const [chosen, setChosen] = useState<OfferedPaper | null>(null);
  const [open, setOpen] = useState<Paper | null>(null);
  const { items = [], offered = [] } = papers.data ?? {};
  return (
    <section className="panel" aria-labelledby="papers-title">
      <h3 id="papers-title">Giấy tờ</h3>
      <ProblemNote error={papers.error} />
      {papers.isSuccess && items.length === 0 && (
        <p className="quiet">Chưa phát hành giấy tờ nào của hồ sơ này.</p>
      )}
      <ul className="papers">
        {items.map((paper) => (
          <li key={paper.id}>
            <b>{paper.label}</b> số {paper.numberText}
            {paper.isOfVisit && <span className="quiet"> · cả lượt tiếp nhận</span>}
            <span className="quiet paper-issued">
              Phát hành {dateTime(paper.issuedAt)}, {paper.issuedBy}
            </span>
            <Prints prints={paper.prints} />
            <button
              type="button"
              className="plain-button"
              aria-label={`Xem ${paper.label} số ${paper.numberText}`}
              onClick={() => setOpen(paper)}
            >
              Xem, in lại
            </button>
          </li>
        ))}
      </ul>
      {offered.length > 0 && (
        <div className="paper-offers" role="group" aria-label="Lập giấy tờ">
          {offered.map((each) => (
            <Button key={each.kind} size="small" onClick={() => setChosen(each)}>
              {each.label}…
            </Button>
          ))}
        </div>
      )}
      {chosen && (
        <PaperDialog dossierId={dossier.id} paper={chosen} onClose={() => setChosen(null)} />
      )}
      {open && <IssuedPaper paper={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Prints({ prints }: Pick<Paper, 'prints'>) {
  if (prints.length === 0) return <span className="quiet">Chưa in</span>;
  return (
    <ol className="paper-prints" aria-label="Các lần in">
      {prints.map(({ ordinal, at, by }) => (
        <li key={ordinal}>
          {ordinal === 1 ? 'In' : `In lại lần ${ordinal}`}: {dateTime(at)}, {by}
        </li>
      ))}
    </ol>
  );
}

/** An issued paper: its words stay; another print says that it is one. */
function IssuedPaper({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const client = useQueryClient();
  const file = useQuery(paperFileQuery(paper.id));
  const again = useMutation({
    mutationFn: () => printPapers([paper.id]),
    onSuccess: onClose,
    onSettled: () => refreshPapers(client),
  });
  const count = paper.prints.length;
  return (
    <Dialog title={`${paper.label} số ${paper.numberText}`} onClose={onClose} isWide>
      <div className="act">
        <p className="quiet">
          {count === 0
            ? 'Chưa in lần nào.'
            : `Đã in ${count} lần. Bản in tiếp theo ghi rõ là bản in lại lần ${count + 1}.`}
        </p>
        <ProblemNote error={again.error ?? file.error} />
        <PaperPreview file={file.data} isPending={file.isPending} label={paper.label} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Đóng</Button>
          <Button
            type="primary"
            loading={again.isPending && { delay: 300 }}
            onClick={() => {
              if (!again.isPending) again.mutate();
            }}
          >
            {count === 0 ? 'In' : `In lại lần ${count + 1}`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
