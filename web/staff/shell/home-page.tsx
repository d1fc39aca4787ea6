import { Navigate } from '@tanstack/react-router';
import { may, useDesk } from '../desk/office';

/** Leads to the place where this person's own work waits. */
export function HomePage() {
  const { office } = useDesk();
  if (may(office, 'counter.read')) return <Navigate to="/counter" replace />;
  if (may(office, 'dossier.sign')) return <ToList list="sign" />;
  if (may(office, 'dossier.seal')) return <ToList list="seal" />;
  if (may(office, 'board.read')) return <Navigate to="/supervision" replace />;
  if (may(office, 'unit.list')) return <Navigate to="/offices" replace />;
  if (may(office, 'desk-account.list')) return <Navigate to="/citizen-accounts" replace />;
  return <ToList list="all" />;
}

function ToList({ list }: { list: 'sign' | 'seal' | 'all' }) {
  return (
    <Navigate to="/work/$list/{-$dossierId}" params={{ list, dossierId: undefined }} replace />
  );
}
