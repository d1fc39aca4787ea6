import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DossierProgress, StepRunView } from '../../../api/dossiers/progress-contract';
import type { Stage } from '../../../domain/process';
import { workingTime } from '../../../domain/working-time';
import { ProblemNote } from '../../look/problem-note';
import { progressQuery, timelineQuery, type TimelineEvent } from '../../server/queries';
import { dateTime } from '../../text/time';

const verdicts: Record<StepRunView['verdict'], string> = {
  running: 'đang làm',
  early: 'trước hạn',
  onTime: 'đúng hạn',
  late: 'quá hạn',
};

/**
 * "Xem tiến trình": who did what, when, how long, by which due and why, as one line of time. A step stands where it
 * ended, or at the end while it runs.
 */
export function Timeline({ dossierId, stage }: { dossierId: string; stage: Stage }) {
  const timeline = useQuery(timelineQuery(dossierId));
  const progress = useQuery(progressQuery(dossierId, stage));
  const [isNewestFirst, setNewestFirst] = useState(true);
  const entries = join(timeline.data?.items ?? [], progress.data);
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <h3 id="timeline-title">Tiến trình</h3>
      <ProblemNote error={timeline.error ?? progress.error} />
      {progress.data && <Sum progress={progress.data} />}
      <button
        type="button"
        className="plain-button timeline-turn"
        onClick={() => setNewestFirst(!isNewestFirst)}
      >
        {isNewestFirst ? 'Xem từ đầu' : 'Xem mới nhất trước'}
      </button>
      <ol className="timeline">
        {(isNewestFirst ? entries.toReversed() : entries).map((entry) =>
          'run' in entry ? (
            <Run key={`${entry.run.step} ${entry.run.round}`} run={entry.run} />
          ) : (
            <li key={`${entry.event.at} ${entry.event.action} ${entry.event.text}`}>
              <time dateTime={entry.event.at}>{dateTime(entry.event.at)}</time>
              <span>
                {entry.event.text}
                <span className="quiet"> · {entry.event.actorName ?? 'Hệ thống'}</span>
              </span>
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

/** The whole of it in one sentence: how long, and against which due. */
function Sum({ progress }: { progress: DossierProgress }) {
  const { legalDue, endedAt, isLate, workedMinutes } = progress;
  return (
    <p className={isLate ? 'note note-problem' : 'quiet'}>
      {endedAt ? `Xong lúc ${dateTime(endedAt)}` : 'Chưa xong'}, hạn trả {dateTime(legalDue)}:{' '}
      {isLate ? 'quá hạn' : endedAt ? 'trong hạn' : 'còn trong hạn'}. Đã làm{' '}
      {workingTime(workedMinutes)} làm việc.
    </p>
  );
}

function Run({ run }: { run: StepRunView }) {
  const { label, round, actorName, usedMinutes, budgetMinutes, due, dueByHours, verdict } = run;
  return (
    <li className={`timeline-run timeline-${verdict}`}>
      <time dateTime={run.endedAt ?? run.startedAt}>
        {dateTime(run.startedAt)} – {run.endedAt ? dateTime(run.endedAt) : 'nay'}
      </time>
      <span>
        <b>
          Bước {label.toLocaleLowerCase('vi')}
          {round > 1 && ` (lần ${round})`}
        </b>
        : {workingTime(usedMinutes)} trong {workingTime(budgetMinutes)}, hạn {dateTime(due)},{' '}
        <b>{verdicts[verdict]}</b>
        {actorName && <span className="quiet"> · {actorName}</span>}
      </span>
      <span className="quiet">
        {due < dueByHours
          ? `Hạn theo pháp luật đến trước hạn theo giờ (${dateTime(dueByHours)}). `
          : ''}
        {run.citation}
      </span>
    </li>
  );
}

type Entry = { at: string; event: TimelineEvent } | { at: string; run: StepRunView };

/** In the order of time; a step stands behind the act that ended it. */
function join(events: readonly TimelineEvent[], progress: DossierProgress | undefined): Entry[] {
  const happened = events.map((event): Entry => ({ at: event.at, event }));
  const runs = (progress?.runs ?? []).map((run): Entry => ({
    at: run.endedAt ?? progress?.asOf ?? run.startedAt,
    run,
  }));
  // A stable order: at one instant what happened comes first.
  return [...happened, ...runs].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
