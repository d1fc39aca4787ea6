import type { Board } from '../../../api/supervision/contract';
import type { Step } from '../../../domain/process';
import { stepLabels } from '../../text/labels';

type OpenDossier = Board['open'][number];
const steps: readonly Step[] = ['create', 'sign', 'seal'];
const chipsMax = 120;

interface Props {
  open: readonly OpenDossier[];
  chosen?: Step | null;
  onChoose?: (step: Step | null) => void;
}

/** Each step as a lane: a chip per dossier, the most urgent first. */
export function Lanes({ open, chosen = null, onChoose }: Props) {
  return (
    <div className="lanes" role="group" aria-label="Lọc theo bước">
      {steps.map((step) => {
        const rows = open.filter((row) => row.clock?.step === step);
        return (
          <button
            key={step}
            type="button"
            className="lane"
            aria-pressed={chosen === step}
            onClick={() => onChoose?.(chosen === step ? null : step)}
          >
            <span className="lane-head">
              <b>{stepLabels[step]}</b>
              <span>{laneWords(rows)}</span>
            </span>
            <span className="chips" aria-hidden="true">
              {rows.slice(0, chipsMax).map((row) => (
                <i key={row.id} className={`chip chip-${row.mark}`} title={row.code} />
              ))}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function laneWords(rows: readonly OpenDossier[]): string {
  const late = rows.filter(({ mark }) => mark === 'late').length;
  const near = rows.filter(({ mark }) => mark === 'near').length;
  const words = [`${rows.length} hồ sơ`];
  if (late > 0) words.push(`${late} trễ`);
  if (near > 0) words.push(`${near} sắp đến hạn`);
  return words.join(' · ');
}
