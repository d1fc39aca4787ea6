import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type FormEvent, useState } from 'react';
import type { WholeUnit } from '../../../api/offices/contract';
import { officeKindDeclarations, type OfficeKind, officeKinds } from '../../../domain/offices';
import { DateField } from '../../look/date-field';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { Choice, TextField } from '../units/fields';

type Props = { onClose: () => void; onDone: (unit: WholeUnit) => void } & (
  { above: WholeUnit; unit?: undefined } | { unit: WholeUnit; above?: undefined }
);

/** A new office below another, or an office as it is to be from now on. */
export function OfficeForm({ above, unit, onClose, onDone }: Props) {
  const shown = unit ?? above;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [code, setCode] = useState('');
  const [name, setName] = useState(unit?.name ?? '');
  const [kind, setKind] = useState<OfficeKind>(unit?.kind ?? 'commune');
  const [parentName, setParentName] = useState(unit?.parentName ?? above?.name ?? '');
  const [validFrom, setValidFrom] = useState(unit?.validFrom ?? '');
  const [policyId, setPolicyId] = useState(shown.policyId);
  const [calendarId, setCalendarId] = useState(shown.calendarId);
  const [codePrefix, setCodePrefix] = useState(shown.codePrefix);
  const saving = useMutation({
    mutationFn: () => {
      const body = {
        ...{ name, kind, parentName, policyId, calendarId, codePrefix },
        ...(validFrom && { validFrom }),
      };
      return unit
        ? act<WholeUnit>(`/offices/${unit.id}`, { method: 'PATCH', body })
        : act<WholeUnit>(`/offices/${shown.id}/children`, { body: { ...body, code: code.trim() } });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['units'] });
      void message.success(unit ? `Đã lưu ${saved.name}.` : `Đã thêm ${saved.name}.`);
      onDone(saved);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={unit ? `Sửa: ${unit.name}` : `Thêm đơn vị dưới ${shown.name}`} onClose={onClose}>
      <form className="act" onSubmit={submit}>
        {!unit && (
          <label className="field">
            <span>Mã định danh (dạng 000.00.00.H54)</span>
            <input
              className="input"
              required
              pattern="\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}"
              title="Ba số, hai số, hai số, rồi một chữ hoa và hai số: 000.00.00.H54"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
        )}
        <TextField label="Tên đơn vị" value={name} onChange={setName} required />
        <label className="field">
          <span>Loại</span>
          <select
            className="input"
            value={kind}
            onChange={(event) => setKind(event.target.value as OfficeKind)}
          >
            {officeKinds.map((each) => (
              <option key={each} value={each}>
                {officeKindDeclarations[each].vi}
              </option>
            ))}
          </select>
        </label>
        <TextField
          label="Tên cơ quan cấp trên, in trên văn bản"
          value={parentName}
          onChange={setParentName}
        />
        <DateField
          label={unit ? 'Hiệu lực từ' : 'Hiệu lực từ (để trống: hôm nay)'}
          value={validFrom}
          onChange={setValidFrom}
        />
        <Choice
          label="Chính sách"
          value={policyId}
          options={shown.choices.policies.map((each) => [each.id, each.name])}
          onChange={setPolicyId}
        />
        <Choice
          label="Lịch làm việc"
          value={calendarId}
          options={shown.choices.calendars.map((each) => [each, each])}
          onChange={setCalendarId}
        />
        <TextField
          label="Tiền tố mã hồ sơ (như G22.99)"
          value={codePrefix}
          onChange={setCodePrefix}
          required
        />
        <ProblemNote error={saving.error} />
        <DialogActions onClose={onClose} isPending={saving.isPending}>
          {unit ? 'Lưu lại' : 'Thêm đơn vị'}
        </DialogActions>
      </form>
    </Dialog>
  );
}
