import { Link } from '@tanstack/react-router';
import type { Notice } from '../../../api/notices/contract';

/** Opens what a notice is about, in the list of all. */
export function DossierLink({ dossier }: Pick<Notice, 'dossier'>) {
  if (!dossier) return '–';
  return (
    <Link to="/work/$list/{-$dossierId}" params={{ list: 'all', dossierId: dossier.id }}>
      {dossier.code}
    </Link>
  );
}
