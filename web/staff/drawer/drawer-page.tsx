import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { DrawerView, OfficeDrawersView } from '../../../api/drawers/drawer-contract';
import { expectedCash } from '../../../domain/cash';
import { DateField } from '../../look/date-field';
import { ExcelButton } from '../../look/excel-button';
import { Switch } from '../../look/switch';
import { fetchFile, sentenceOf } from '../../server/client';
import { dayToText } from '../../text/day';
import { dong } from '../../text/dong';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { CloseDialog } from './close-dialog';
import { Cashiers, Closings, Movements, ToGiveBack } from './drawer-tables';
import { dayIn, drawerQuery, officeDrawersQuery } from './queries';
import './drawer.css';

const wholes = { mine: 'Của tôi', all: 'Cả cơ quan' } as const;
type Whose = keyof typeof wholes;

/** "Quỹ thu": what was taken of fees and given back, by whom; one's own drawer is counted and closed here. */
export function DrawerPage() {
  return (
    <ForRight needs="drawer.read" whose="cán bộ tiếp nhận và người điều hành">
      <Drawers />
    </ForRight>
  );
}

function Drawers() {
  const { office } = useDesk();
  const mayWatch = may(office, 'drawer.watch');
  const [chosen, setChosen] = useState<Whose | null>(null);
  const [day, setDay] = useState('');
  // Who takes no money themselves comes for the others'.
  const whose = mayWatch ? (chosen ?? (may(office, 'drawer.close') ? 'mine' : 'all')) : 'mine';
  return (
    <div className="board drawer">
      <header className="board-head">
        <h1>Quỹ thu</h1>
        <span className="top-bar-space" />
        <DateField label="Ngày" value={day} onChange={setDay} />
        <ExcelButton
          size="small"
          load={() =>
            fetchFile(
              `/offices/${office.id}/${whose === 'mine' ? 'drawer' : 'drawers'}.xlsx${dayIn(day)}`,
            )
          }
          fallbackName="quy-thu.xlsx"
        />
        {mayWatch && (
          <Switch label="Quỹ của ai" words={wholes} value={whose} onChoose={setChosen} />
        )}
      </header>
      {whose === 'mine' ? <Mine day={day} /> : <OfOffice day={day} />}
    </div>
  );
}

function Mine({ day }: { day: string }) {
  const { office } = useDesk();
  const drawer = useQuery(drawerQuery(office.id, day));
  const [isClosing, setClosing] = useState(false);
  if (!drawer.data) return <Missing error={drawer.error} />;
  const view = drawer.data;
  const { open } = view;
  const inside = expectedCash({ ...open, opening: view.lastOpening });
  return (
    <>
      <ul className="counts">
        <Sum label="Phải có trong ngăn" amount={inside} />
        <Sum label={`Thu ${nameOf(view)}`} amount={view.sums.taken} />
        <Sum label={`Trả lại ${nameOf(view)}`} amount={view.sums.returned} />
        <li>
          <b>{view.sums.movements}</b>
          <span>khoản {nameOf(view)}</span>
        </li>
      </ul>
      <p className="drawer-open">
        <span className="quiet">{openWords(view)}</span>
        {may(office, 'drawer.close') && (
          <Button type="primary" disabled={open.movements === 0} onClick={() => setClosing(true)}>
            Chốt quỹ…
          </Button>
        )}
      </p>
      <ToGiveBack items={view.toGiveBack} />
      <Movements items={view.movements} day={nameOf(view)} />
      <Closings items={view.closings} />
      {isClosing && <CloseDialog view={view} onClose={() => setClosing(false)} />}
    </>
  );
}

function openWords({ open, lastOpening }: DrawerView): string {
  if (open.movements === 0 || open.since === null) {
    return 'Chưa có khoản nào từ lần chốt trước, nên chưa có gì để chốt.';
  }
  const change = lastOpening > 0 ? `, gồm ${dong(lastOpening)} tiền lẻ ban đầu` : '';
  return `${open.movements} khoản chưa chốt, từ ${dateTime(open.since)}${change}.`;
}

function OfOffice({ day }: { day: string }) {
  const { office } = useDesk();
  const drawers = useQuery(officeDrawersQuery(office.id, day));
  if (!drawers.data) return <Missing error={drawers.error} />;
  const view = drawers.data;
  const open = view.cashiers.filter((each) => each.open.movements > 0);
  return (
    <>
      <ul className="counts">
        <Sum label={`Thu ${nameOf(view)}`} amount={view.sums.taken} />
        <Sum label={`Trả lại ${nameOf(view)}`} amount={view.sums.returned} />
        <Sum label="Còn lại" amount={view.sums.taken - view.sums.returned} />
        <li>
          <b>{open.length}</b>
          <span>ngăn chưa chốt</span>
        </li>
      </ul>
      <Cashiers items={view.cashiers} day={nameOf(view)} today={view.today} />
      <ToGiveBack items={view.toGiveBack} />
      <Movements items={view.movements} day={nameOf(view)} withCashier />
      <Closings items={view.closings} withCashier />
    </>
  );
}

function Sum({ label, amount }: { label: string; amount: number }) {
  return (
    <li>
      <b>{dong(amount)}</b>
      <span>{label}</span>
    </li>
  );
}

function nameOf({ day, today }: DrawerView | OfficeDrawersView): string {
  return day === today ? 'hôm nay' : `ngày ${dayToText(day)}`;
}

function Missing({ error }: { error: Error | null }) {
  if (!error) return <Skeleton className="view-skeleton" active />;
  return (
    <p className="note note-problem view-note" role="alert">
      {sentenceOf(error)}
    </p>
  );
}
