import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../server/client';
import { timelineQuery } from '../../server/queries';
import { dateTime } from '../../text/time';

/** "Xem tiến trình": what happened, newest first. */
export function Timeline({ dossierId }: { dossierId: string }) {
  const timeline = useQuery(timelineQuery(dossierId));
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <h3 id="timeline-title">Tiến trình</h3>
      {timeline.isError && <p role="alert">{sentenceOf(timeline.error)}</p>}
      <ol className="timeline">
        {timeline.data?.items
          .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
          .map((event) => (
            <li key={`${event.at} ${event.action}`}>
              <time dateTime={event.at}>{dateTime(event.at)}</time>
              <span>
                {event.text}
                {event.actorName && <span className="quiet"> · {event.actorName}</span>}
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}
