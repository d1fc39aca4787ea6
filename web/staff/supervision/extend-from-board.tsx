import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { ProblemNote } from '../../look/problem-note';
import { dossierQuery } from '../../server/queries';
import { ExtendDialog } from '../dossiers/extend-dialog';

/** "Gia hạn…" with its legal ground, without leaving the board. */
export function ExtendFromBoard({ dossierId }: { dossierId: string }) {
  const [isOpen, setOpen] = useState(false);
  const dossier = useQuery({ ...dossierQuery(dossierId), enabled: isOpen });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Gia hạn…
      </Button>
      {isOpen && <ProblemNote error={dossier.error} />}
      {isOpen && dossier.data && (
        <ExtendDialog dossier={dossier.data} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
