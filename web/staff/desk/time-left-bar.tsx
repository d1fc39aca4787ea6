import type { TimeLeft } from '../../text/time-left';

/** A bar that empties, and the same in words. */
export function TimeLeftBar({ left }: { left: TimeLeft }) {
  if (left.mark === 'over') return null;
  return (
    <span className={`time-left time-left-${left.mark}`}>
      <span>{left.words}</span>
      <meter
        aria-hidden="true"
        min={0}
        max={1}
        value={left.mark === 'late' ? 1 : Math.max(0.02, left.share)}
      />
    </span>
  );
}
