import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { act } from '../../server/client';

export type ConsentVisit = UseMutationResult<void, Error, void>;

/** Sends the person to the provider's page, where they consent to a dossier's signature. */
export function useConsentVisit(dossierId: string): ConsentVisit {
  return useMutation({
    mutationFn: async () => {
      const { url } = await act<{ url: string }>(`/dossiers/${dossierId}/consent`);
      location.assign(url);
    },
  });
}
