import type { NewNotice, WorkMessage } from '../../domain/notices';
import type { StepClock } from '../dossiers/entity';

/** On the page of the person whom it concerns. */
export function workNotice(
  template: WorkMessage,
  personId: string,
  {
    actorId,
    actKey,
    clock,
  }: { actorId: string; actKey: string; clock: Pick<StepClock, 'step' | 'due'> },
): NewNotice {
  return {
    ...{ channel: 'portal', template, recipientKind: 'person', recipient: personId },
    occasion: actKey,
    data: { by: actorId, step: clock.step, due: clock.due.getTime() },
  };
}
