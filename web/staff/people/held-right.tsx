import type { HeldRight } from '../../../api/people/contract';
import { dayToText } from '../../text/day';
import { rightLabels } from '../../text/labels';
import { dateTime } from '../../text/time';

/** A right with its time, what it rests on, and what it lets one give on. */
export function HeldRightText({
  right,
  withOffice = false,
}: {
  right: HeldRight;
  withOffice?: boolean;
}) {
  const { basis, passesOn, until } = right;
  return (
    <span className={`held held-${right.state}`}>
      {withOffice ? `${rightLabels[right.right]} ở ${right.officeName}` : 'Có'}
      <small>
        {right.state === 'later' ? 'Sẽ có từ ' : 'từ '}
        {dateTime(right.from)}
        {until && ` đến ${dateTime(until)}`}
        {basis && `; theo văn bản ${basis.number} ngày ${dayToText(basis.day)}`}
        {passesOn.length > 0 &&
          `; được gán: ${passesOn.map((each) => rightLabels[each].toLowerCase()).join(', ')}`}
      </small>
    </span>
  );
}
