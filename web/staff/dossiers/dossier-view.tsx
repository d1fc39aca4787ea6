import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { Switch } from '../../look/switch';
import { PdfPages } from '../../pdf/pdf-pages';
import { sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import type { ListName } from '../../../domain/work-lists';
import { dossierQuery } from '../../server/queries';
import { stageLabel } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { ActionPanel } from './action-panel';
import type { Selection } from '../batches/use-selection';
import { AttestationPreview } from './attestation-preview';
import { DossierFacts } from './dossier-facts';
import { DossierFile } from './dossier-file';
import { PapersPanel } from '../papers/papers-panel';
import { TimeLeftBar } from '../desk/time-left-bar';
import { Timeline } from './timeline';
import { useOpening } from './use-opening';

interface Props {
  id: string;
  list: ListName;
  /** Where several can be taken together. */
  selection: Selection | undefined;
  /** Opens the next dossier of the list. */
  onNext: () => void;
  onList: () => void;
}

/** One dossier: its pages in the middle; on the right what is to be done, what it is, how it went. */
export function DossierView({ id, list, selection, onNext, onList }: Props) {
  const query = useQuery(dossierQuery(id));
  useOpening(query.data);
  if (query.isPending)
    return <Skeleton className="view-skeleton" active paragraph={{ rows: 10 }} />;
  if (query.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(query.error)}
      </p>
    );
  }
  const dossier = query.data;
  return (
    <article className="dossier" aria-labelledby="dossier-title">
      <Heading dossier={dossier} selection={selection} onList={onList} />
      <Pages dossier={dossier} />
      <aside className="dossier-side" aria-label="Xử lý hồ sơ">
        <ActionPanel dossier={dossier} list={list} onNext={onNext} />
        <DossierFacts dossier={dossier} />
        <PapersPanel dossier={dossier} />
        <Timeline dossierId={dossier.id} stage={dossier.stage} />
        <DossierFile dossier={dossier} />
      </aside>
    </article>
  );
}

type HeadingProps = Pick<Props, 'selection' | 'onList'> & { dossier: Dossier };

function Heading({ dossier, selection, onList }: HeadingProps) {
  const left = computeTimeLeft(dossier, useServerNow());
  return (
    <header className="dossier-head">
      <button type="button" className="to-list" onClick={onList}>
        ‹ Danh sách
      </button>
      <div>
        <h2 id="dossier-title">{dossier.requesterName}</h2>
        <p className="quiet">
          {dossier.documentType} · {dossier.code}
        </p>
      </div>
      <span className={`stage stage-${dossier.stage}`}>{stageLabel(dossier.stage)}</span>
      {selection && (
        <label className="take-along">
          <input
            type="checkbox"
            checked={selection.ids.has(dossier.id)}
            onChange={() => selection.toggle(dossier.id)}
          />
          Chọn vào lượt
        </label>
      )}
      <TimeLeftBar left={left} />
    </header>
  );
}

type Paper = 'scan' | 'signed' | 'copy';

const paperNames: Record<Paper, string> = {
  copy: 'Bản sao chứng thực',
  signed: 'Bản đã ký',
  scan: 'Bản chính (scan)',
};

/** The finished copy where there is one, else what the leader signed, else the scan; and a switch. */
function Pages({ dossier }: { dossier: Dossier }) {
  const [chosen, setChosen] = useState<Paper | null>(null);
  const papers = listPapers(dossier);
  const shown = papers.find((paper) => paper === chosen) ?? papers[0];
  /** Scan and attestation page side by side, as long as they can still be sent back. */
  const isToSign = shown === 'scan' && dossier.actions.includes('sign');
  return (
    <div className="dossier-pages">
      {papers.length > 1 && (
        <Switch
          label="Tài liệu đang xem"
          words={paperNames}
          choices={papers}
          value={shown}
          onChoose={setChosen}
        />
      )}
      {shown ? (
        <div className={isToSign ? 'pages-beside' : 'pages-alone'}>
          <PdfPages
            // A scan that was replaced or a copy that was finished is another document.
            key={`${shown} ${dossier.scan?.bytes ?? 0} ${dossier.stage}`}
            source={`/api/dossiers/${dossier.id}/${shown}`}
            label={paperNames[shown]}
            // Number, signature and seal stand on the attestation page, the last one.
            atEnd={shown !== 'scan'}
          />
          {isToSign && <AttestationPreview dossier={dossier} />}
        </div>
      ) : (
        <p className="empty">Chưa có bản quét. Đính kèm bản quét ở khung bên phải.</p>
      )}
    </div>
  );
}

/** What there is to look at, the latest first; of the copy's two states the later one. */
function listPapers({ hasCopy, hasSigned, scan }: Dossier): Paper[] {
  const latest: Paper[] = hasCopy ? ['copy'] : hasSigned ? ['signed'] : [];
  return scan ? [...latest, 'scan'] : latest;
}
