import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { WholeUnit } from '../../../api/offices/contract';
import { officeKindDeclarations } from '../../../domain/offices';
import { Fact } from '../../look/fact';
import { ProblemNote } from '../../look/problem-note';
import { downloadFile } from '../../server/download';
import { dayToText } from '../../text/day';
import { RightsTable } from '../people/rights-table';
import { CloseDialog } from './close-dialog';
import { ImportDialog } from '../units/import-dialog';
import { MergeDialog } from './merge-dialog';
import { OfficeForm } from './office-form';
import { TokenTable } from './token-table';

interface Props {
  unit: WholeUnit;
  onChoose: (id: string) => void;
}

type Open = 'add' | 'change' | 'merge' | 'close' | 'import' | null;

const levels = ['Cấp cao', 'Cấp 1', 'Cấp 2', 'Cấp 3'];

/** One office: what it is, what stands around it, what may be done to it, and who holds which right. */
export function OfficeView({ unit, onChoose }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const download = useMutation({
    mutationFn: (format: 'xlsx' | 'csv') =>
      downloadFile(`/offices/${unit.id}/export?format=${format}`, `don-vi.${format}`),
  });
  const isStanding = unit.validTo === null;
  return (
    <section className="unit" aria-labelledby="unit-name">
      <header>
        <p className="quiet">
          {unit.path.map(({ id, name }) => (
            <span key={id}>{name} › </span>
          ))}
        </p>
        <h2 id="unit-name">{unit.name}</h2>
      </header>
      {isStanding && (
        <div className="unit-tables">
          <Button type="primary" onClick={() => setOpen('add')}>
            Thêm đơn vị cấp dưới
          </Button>
          <Button onClick={() => setOpen('change')}>Sửa</Button>
          <Button onClick={() => setOpen('merge')}>Sáp nhập…</Button>
          <Button onClick={() => setOpen('close')}>Kết thúc hiệu lực…</Button>
        </div>
      )}
      <Facts unit={unit} onChoose={onChoose} />
      <div className="unit-tables">
        {isStanding && <Button onClick={() => setOpen('import')}>Nhập từ Excel/CSV…</Button>}
        <Button loading={download.isPending} onClick={() => download.mutate('xlsx')}>
          Xuất Excel
        </Button>
        <Button loading={download.isPending} onClick={() => download.mutate('csv')}>
          Xuất CSV
        </Button>
      </div>
      <p>
        <Link to="/audit" search={{ unit: unit.id, only: 'office' }}>
          Nhật ký của đơn vị
        </Link>
      </p>
      <ProblemNote error={download.error} />
      {isStanding ? (
        <>
          <RightsTable officeId={unit.id} officeName={unit.name} />
          <TokenTable officeId={unit.id} />
        </>
      ) : (
        <p className="empty">
          Đơn vị đã hết hiệu lực. Hồ sơ đã xong vẫn giữ tên cũ; người của đơn vị kế thừa xem được.
        </p>
      )}
      {open === 'add' && (
        <OfficeForm above={unit} onClose={close} onDone={(made) => onChoose(made.id)} />
      )}
      {open === 'change' && <OfficeForm unit={unit} onClose={close} onDone={() => undefined} />}
      {open === 'merge' && <MergeDialog unit={unit} onClose={close} onDone={onChoose} />}
      {open === 'close' && <CloseDialog unit={unit} onClose={close} />}
      {open === 'import' && (
        <ImportDialog
          title={`Nhập đơn vị cấp dưới của ${unit.name}`}
          path={`/offices/${unit.id}/import`}
          columns="Mã định danh, Tên đơn vị, Loại đơn vị, Mã đơn vị cấp trên, Hiệu lực từ, Tiền tố mã hồ sơ"
          changed={['units']}
          onClose={close}
        />
      )}
    </section>
  );
}

function Facts({ unit, onChoose }: Props) {
  return (
    <dl className="facts unit-facts">
      <Fact name="Mã định danh">{unit.code}</Fact>
      <Fact name="Loại">{officeKindDeclarations[unit.kind].vi}</Fact>
      <Fact name="Cấp quản trị">{levels[unit.level] ?? `Cấp ${unit.level}`}</Fact>
      <Fact name="Hiệu lực">
        từ {dayToText(unit.validFrom)}
        {unit.validTo && ` đến trước ${dayToText(unit.validTo)}`}
      </Fact>
      <Fact name="In trên văn bản">{unit.parentName || '–'}</Fact>
      <Fact name="Chính sách">
        {unit.choices.policies.find(({ id }) => id === unit.policyId)?.name ?? unit.policyId}
      </Fact>
      <Fact name="Lịch làm việc">{unit.calendarId}</Fact>
      <Fact name="Tiền tố mã hồ sơ">{unit.codePrefix}</Fact>
      {unit.successorId && (
        <Fact name="Đơn vị kế thừa">
          <Jump id={unit.successorId} name={unit.successor ?? ''} onChoose={onChoose} />
        </Fact>
      )}
      {unit.predecessors.length > 0 && (
        <Fact name="Tiền thân">
          {unit.predecessors.map(({ id, name, validTo }) => (
            <span key={id}>
              <Jump id={id} name={name} onChoose={onChoose} />
              {validTo && ` (đến ${dayToText(validTo)}) `}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  );
}

function Jump({ id, name, onChoose }: { id: string; name: string; onChoose: Props['onChoose'] }) {
  return (
    <button type="button" className="plain-button" onClick={() => onChoose(id)}>
      {name}
    </button>
  );
}
