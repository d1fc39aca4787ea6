import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { PdfPages } from '../../pdf/pdf-pages';
import { sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { dossierQuery, type ListName } from '../../server/queries';
import { stageLabel } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { ActionPanel } from './action-panel';
import { AttestationPreview } from './attestation-preview';
import { DossierFacts } from './dossier-facts';
import { TimeLeftBar } from './time-left-bar';
import { Timeline } from './timeline';
import { useOpening } from './use-opening';

interface Props {
  id: string;
  list: ListName;
  /** Opens the next dossier of the list. */
  onNext: () => void;
}

/** One dossier: its pages in the middle; on the right what is to be done, what it is, how it went. */
export function DossierView({ id, list, onNext }: Props) {
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
      <Heading dossier={dossier} />
      <Pages dossier={dossier} />
      <aside className="dossier-side" aria-label="Xử lý hồ sơ">
        <ActionPanel dossier={dossier} list={list} onNext={onNext} />
        <DossierFacts dossier={dossier} />
        <Timeline dossierId={dossier.id} />
      </aside>
    </article>
  );
}

function Heading({ dossier }: { dossier: Dossier }) {
  const left = computeTimeLeft(dossier, useServerNow());
  return (
    <header className="dossier-head">
      <div>
        <h2 id="dossier-title">{dossier.requesterName}</h2>
        <p className="quiet">
          {dossier.documentType} · {dossier.code}
        </p>
      </div>
      <span className={`stage stage-${dossier.stage}`}>{stageLabel(dossier.stage)}</span>
      <TimeLeftBar left={left} />
    </header>
  );
}

/** The finished copy where there is one, the scan before that; a switch between the two. */
function Pages({ dossier }: { dossier: Dossier }) {
  const [chosen, setChosen] = useState<'scan' | 'copy' | null>(null);
  const shown = chosen ?? (dossier.hasCopy ? 'copy' : 'scan');
  /** Scan and attestation page side by side, as long as they can still be sent back. */
  const isToSign = shown === 'scan' && dossier.actions.includes('sign');
  const has = shown === 'copy' ? dossier.hasCopy : dossier.scan !== null;
  return (
    <div className="dossier-pages">
      {dossier.hasCopy && dossier.scan && (
        <div className="switch" role="group" aria-label="Tài liệu đang xem">
          <button type="button" aria-pressed={shown === 'copy'} onClick={() => setChosen('copy')}>
            Bản sao chứng thực
          </button>
          <button type="button" aria-pressed={shown === 'scan'} onClick={() => setChosen('scan')}>
            Bản quét
          </button>
        </div>
      )}
      {has ? (
        <div className={isToSign ? 'pages-beside' : 'pages-alone'}>
          <PdfPages
            // A scan that was replaced or a copy that was finished is another document.
            key={`${shown} ${dossier.scan?.bytes ?? 0} ${dossier.stage}`}
            source={`/api/dossiers/${dossier.id}/${shown}`}
            label={shown === 'copy' ? 'Bản sao chứng thực' : 'Bản chính (scan)'}
          />
          {isToSign && <AttestationPreview dossier={dossier} />}
        </div>
      ) : (
        <p className="empty">Chưa có bản quét. Đính kèm bản quét ở khung bên phải.</p>
      )}
    </div>
  );
}
