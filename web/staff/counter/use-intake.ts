import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { act } from '../../server/client';
import { refreshLists } from '../../server/events';
import { acceptBody, type IntakeDraft } from './intake-draft';
import type { HandedFile } from './handed-files';
import { putScan } from './put-scan';

export type IntakeEnd = 'submit' | 'accept-only' | 'refuse';

interface Work {
  draft: IntakeDraft;
  scan: readonly HandedFile[];
  end: IntakeEnd;
}

/**
 * Takes one original from the form to where it goes: accepted, its scan put to it, submitted for
 * signature (or refused). What was done stays done: after a failure the next try goes on from there.
 */
export function useIntake(officeId: string, onDone: (dossier: Dossier, end: IntakeEnd) => void) {
  const client = useQueryClient();
  const [accepted, setAccepted] = useState<Dossier | null>(null);
  const [doing, setDoing] = useState('');
  const mutation = useMutation({
    mutationFn: async ({ draft, scan, end }: Work): Promise<Dossier> => {
      setDoing('Đang ghi nhận hồ sơ…');
      let dossier = accepted;
      if (!dossier) {
        dossier = await act<Dossier>('/dossiers', {
          body: acceptBody(draft, officeId),
          idempotencyKey: draft.key,
        });
        setAccepted(dossier);
      }
      if (end === 'refuse') {
        setDoing('Đang lập văn bản từ chối…');
        const { refusalGround: ground, explanation } = draft;
        return act<Dossier>(`/dossiers/${dossier.id}/refuse`, { body: { ground, explanation } });
      }
      if (scan.length > 0) {
        setDoing('Đang tải bản quét lên và kiểm tra…');
        dossier = await putScan(dossier.id, scan, draft.scanCompared);
        setAccepted(dossier);
      }
      if (end === 'accept-only') return dossier;
      setDoing('Đang chuyển hồ sơ tới lãnh đạo…');
      return act<Dossier>(`/dossiers/${dossier.id}/submit`);
    },
    onSuccess: (dossier, { end }) => {
      setAccepted(null);
      onDone(dossier, end);
    },
    onSettled: () => refreshLists(client),
  });
  /** Leaves an accepted dossier to its list and frees the form. */
  const setAside = () => {
    setAccepted(null);
    mutation.reset();
  };
  return { mutation, accepted, doing, setAside };
}
