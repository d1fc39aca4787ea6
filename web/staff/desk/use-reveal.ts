import { useMutation } from '@tanstack/react-query';
import { act } from '../../server/client';

/** What is masked elsewhere, asked for by an act of its own that the log names; kept by the one who asked alone. */
export function useReveal<Revealed>(path: string) {
  return useMutation({ mutationFn: () => act<Revealed>(path), gcTime: 0 });
}
