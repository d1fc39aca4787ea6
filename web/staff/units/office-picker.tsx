import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Unit } from '../../../api/offices/contract';
import { ProblemNote } from '../../look/problem-note';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { unitSearchQuery } from './queries';

interface Props {
  label: string;
  /** Not to be chosen. */
  except?: string;
  chosen: Unit | null;
  onChoose: (unit: Unit | null) => void;
}

/** An office that stands, found by some letters of its name or identifier. */
export function OfficePicker({ label, except, chosen, onChoose }: Props) {
  const { office } = useDesk();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), 250);
  const groupId = useId();
  const found = useInfiniteQuery({ ...unitSearchQuery(office.id, q), enabled: q !== '' });
  const units = (found.data?.pages[0]?.items ?? [])
    .filter(({ id, validTo }) => id !== except && validTo === null)
    .slice(0, 8);
  return (
    <div className="picker">
      <label className="field">
        <span>{label}: gõ vài chữ của tên hoặc mã định danh</span>
        <input
          className="input"
          type="search"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            onChoose(null);
          }}
        />
      </label>
      <ProblemNote error={found.error} />
      {q !== '' && found.data && units.length === 0 && (
        <p className="empty">Không có đơn vị nào đang có hiệu lực khớp với “{q}”.</p>
      )}
      {units.length > 0 && (
        <fieldset className="picker-found">
          <legend className="quiet">Chọn một đơn vị</legend>
          {units.map((unit) => (
            <label key={unit.id}>
              <input
                type="radio"
                name={groupId}
                checked={chosen?.id === unit.id}
                onChange={() => onChoose(unit)}
              />
              <span>
                {unit.name} <span className="quiet">{unit.code}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
