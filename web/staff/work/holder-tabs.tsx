import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ListName } from '../../../domain/work-lists';
import { countsQuery, type ListFilter } from '../../server/queries';
import { useDesk } from '../desk/office';
import { placeOf } from '../../server/list-place';
import { holdersQuery } from './queries';
import { may } from '../desk/office';

interface Props {
  list: ListName;
  filter: ListFilter;
}

/** Whose work is shown: the office's, mine, or what nobody has claimed; each with how much there is. */
export function HolderTabs({ list, filter }: Props) {
  const { office } = useDesk();
  const counts = useQuery(countsQuery(office.id)).data;
  const { holder, ...rest } = filter;
  const countOf = (of: 'mine' | 'unassigned' | null) => {
    if (!counts || list === 'all') return null;
    return of === null ? counts[list] : counts[of][list];
  };
  const tabs = [
    { value: undefined, label: 'Của cơ quan', count: countOf(null) },
    { value: 'mine', label: 'Của tôi', count: countOf('mine') },
    { value: 'none', label: 'Chưa ai nhận', count: countOf('unassigned') },
  ];
  return (
    <nav className="holder-tabs" aria-label="Việc của ai">
      {tabs.map(({ value, label, count }) => (
        <Link
          key={label}
          to="/work/$list/{-$dossierId}"
          params={{ list, dossierId: undefined }}
          {...placeOf(value ? { ...rest, holder: value } : rest)}
          aria-current={holder === value ? 'page' : undefined}
        >
          {label}
          {count !== null && <b>{count}</b>}
        </Link>
      ))}
      {holder && holder !== 'mine' && holder !== 'none' && <OfPerson id={holder} />}
    </nav>
  );
}

function OfPerson({ id }: { id: string }) {
  const { office } = useDesk();
  const holders = useQuery({ ...holdersQuery(office.id), enabled: may(office, 'work.assign') });
  const person = holders.data?.items.find((holder) => holder.id === id);
  return <span aria-current="page">{person?.name ?? 'Một người'}</span>;
}
