import type { Unit } from '../../../api/offices/contract';

/** A name, and whether it stands no more. */
export function UnitName({ unit }: { unit: Pick<Unit, 'name' | 'validTo' | 'successor'> }) {
  return (
    <span className={unit.validTo === null ? undefined : 'unit-ended'}>
      {unit.name}
      {unit.validTo !== null && (
        <em> {unit.successor ? `(đã sáp nhập vào ${unit.successor})` : '(hết hiệu lực)'}</em>
      )}
    </span>
  );
}
