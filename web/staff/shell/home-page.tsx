import { Navigate } from '@tanstack/react-router';
import { holds, useDesk } from '../desk/office';

/** The first thing a person has to do: the list of the right that waits longest without them. */
export function HomePage() {
  const { office } = useDesk();
  if (holds(office, 'create')) return <Navigate to="/counter" replace />;
  if (holds(office, 'sign')) return <ToList list="sign" />;
  if (holds(office, 'seal')) return <ToList list="seal" />;
  if (holds(office, 'supervise')) return <Navigate to="/supervision" replace />;
  return <ToList list="all" />;
}

function ToList({ list }: { list: 'sign' | 'seal' | 'all' }) {
  return (
    <Navigate to="/work/$list/{-$dossierId}" params={{ list, dossierId: undefined }} replace />
  );
}
