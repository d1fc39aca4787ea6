import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import type { Action } from '../../../domain/process';
import { refreshLists } from '../../server/events';
import { ownAct } from '../../server/own-acts';
import { dossierQuery } from '../../server/queries';

type Verb =
  | Exclude<Action, 'accept' | 'complete' | 'deliver'>
  | 'extend'
  | 'try-again'
  | 'resume'
  | 'take-fee'
  | 'give-back-fee';

export interface DossierAct {
  verb: Verb;
  body?: object;
}

/** One act on a dossier: sends it, takes up the answer, says what was done, has lists read again. */
export function useDossierAct(id: string, done: string, onDone?: (dossier: Dossier) => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async (prepare: () => DossierAct | Promise<DossierAct>) => {
      const { verb, body } = await prepare();
      return ownAct<Dossier>(`/dossiers/${id}/${verb}`, body ? { body } : {}, isDone);
    },
    onSuccess: (dossier) => {
      client.setQueryData(dossierQuery(id).queryKey, dossier);
      void client.invalidateQueries({ queryKey: ['timeline', id] });
      // What can be made follows the dossier's money, too.
      void client.invalidateQueries({ queryKey: ['papers', id] });
      refreshLists(client);
      if (isDone(dossier))
        void message.success(`${done}: ${dossier.requesterName}, ${dossier.code}`);
      // It may have been signed before this answer came.
      else void client.invalidateQueries({ queryKey: ['dossier', id] });
      onDone?.(dossier);
    },
    onError: () => {
      // Somebody else may have acted: show where the dossier stands now.
      void client.invalidateQueries({ queryKey: ['dossier', id] });
    },
  });
}

/** What waits for a computer or a phone is not done yet. */
function isDone({ signing }: Dossier): boolean {
  return signing?.status !== 'waiting';
}
