import { useServerNow } from '../../server/clock';
import type { Counter } from '../../server/shapes';
import { dueWords, sameDay } from '../../text/time';
import type { IntakeDraft } from './intake-draft';

/** 4. When it is due if it is accepted now, and why when that is not today. */
export function DueLine({ counter, draft }: { counter: Counter; draft: IntakeDraft }) {
  const now = useServerNow();
  const extended = draft.extensionGround
    ? counter.dueIfExtended[draft.extensionDays - 1]
    : undefined;
  const { legalDue, appointmentSlip, because } = extended ?? counter.dueIfAcceptedNow;
  const isToday = sameDay(legalDue, now);
  return (
    <section className="due" aria-live="polite">
      <p>
        <i>4</i> Trả trước <b>{dueWords(legalDue, now)}</b>
        {extended && `, đã kéo dài 0${draft.extensionDays} ngày làm việc (lập phiếu hẹn)`}
      </p>
      {(!isToday || appointmentSlip) && (
        <details className="because">
          <summary>
            {isToday ? 'Vì sao' : 'Vì sao không phải hôm nay'}
            {appointmentSlip && ' (hệ thống lập phiếu hẹn khi tiếp nhận)'}
          </summary>
          <ol>
            {because.map((each) => (
              <li key={each.rule}>
                {each.rule} <span className="quiet">({each.citation})</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
