import type { Batch } from '../../../api/batches/contract';
import { Dialog } from '../../look/dialog';
import type { SteadyRow } from '../dossiers/steady-rows';
import { BatchForm } from './batch-form';
import { BatchProgress } from './batch-progress';
import { batchWords, type BatchAction } from './batch-words';

interface Props {
  action: BatchAction;
  chosen: readonly SteadyRow[];
  /** The one that runs or has just run. */
  batch: Batch | undefined;
  onStarted: (batch: Batch) => void;
  onClose: () => void;
  onOpenFirst: () => void;
}

/** One PIN for what is chosen; then a line per dossier as it lands. Closing it changes nothing. */
export function BatchDialog({ batch, ...props }: Props) {
  const { action, onClose } = props;
  return (
    <Dialog title={batchWords[action].title} onClose={onClose}>
      {batch ? <BatchProgress batch={batch} onClose={onClose} /> : <BatchForm {...props} />}
    </Dialog>
  );
}
