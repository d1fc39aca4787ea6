import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Dossier, Signing } from '../../../api/dossiers/contract';
import type { TokenState } from '../../../api/signing-keys/token-contract';
import { encryptPinFor } from '../../pin/encrypt-for-token';
import { tokenQuery, type TokenPurpose } from '../../server/queries';
import { useDesk } from '../desk/office';
import { tokenNames } from '../../text/labels';
import { focusPin, isShortPin } from '../desk/pin-field';
import { type ConsentVisit, useConsentVisit } from './use-consent-visit';
import { useDossierAct } from '../desk/use-dossier-act';

/** What a form that signs works with, whichever the signing method. */
export interface Signature {
  /** Labels of what is typed here; none where the person's computer or phone asks. */
  fields: string[];
  typed: string[];
  type: (index: number, text: string) => void;
  /** Sends it; where something is still to be typed it goes there instead. */
  /** Does nothing while one is under way, or something is missing. */
  submit: () => void;
  /** The signature that waits for the person's computer or provider. */
  waits: Signing | null;
  isPending: boolean;
  /** The PIN that was typed is too short to be one. */
  isShort: boolean;
  error: unknown;
  /** The token at our server, the person's computer, a provider, or a provider's page. */
  method: TokenState['method'];
  /** The way to the provider's page, where that is where the person consents. */
  visit: ConsentVisit;
}

interface SignatureFacts {
  verb: 'sign' | 'seal';
  purpose: TokenPurpose;
  /** Said when it is done. */
  done: string;
  /** What goes into the request beside the PIN. */
  more?: object;
  /** Whether all that goes into it is there; it is where left out. */
  isReady?: boolean;
}

/** One signature over a dossier, by the signing method that this person chose. */
export function useSignature(
  dossier: Dossier,
  facts: SignatureFacts,
  onDone?: () => void,
): Signature {
  const { office } = useDesk();
  const client = useQueryClient();
  const query = tokenQuery(office.id, facts.purpose);
  const token = useQuery(query).data;
  const asks = token?.asks ?? ['PIN'];
  const [typed, setTyped] = useState<string[]>([]);
  const [isShort, setShort] = useState(false);
  const visit = useConsentVisit(dossier.id);
  const act = useDossierAct(dossier.id, facts.done, ({ signing }) => {
    // Waiting for a computer or a phone it stays open here.
    if (signing?.status !== 'waiting') onDone?.();
    else if (signing.method === 'consent') visit.mutate();
  });
  const { signing } = dossier;
  const waits = signing !== null && signing.status !== 'failed' ? signing : null;
  const submit = () => {
    if (act.isPending || waits !== null || facts.isReady === false) return;
    if (asks.some((_ask, index) => !typed[index])) return focusPin();
    // What is too short to be a PIN must not cost one of the token's tries.
    const isShort = asks.some((ask, index) => ask === 'PIN' && isShortPin(typed[index] ?? ''));
    setShort(isShort);
    if (isShort) return focusPin();
    setTyped([]);
    act.mutate(async () => {
      // A fresh key for each act: what was encrypted once is taken once.
      const fresh = await client.fetchQuery({ ...query, staleTime: 0 });
      const encrypted =
        asks.length > 0 ? { encryptedPin: await encryptPinFor(fresh, typed, dossier.id) } : {};
      return { verb: facts.verb, body: { ...encrypted, ...facts.more } };
    });
  };
  return {
    fields: asks.map((ask) => labelOf(ask, token?.method ?? 'token', facts.purpose)),
    typed,
    type: (index, text) => {
      setShort(false);
      setTyped((known) => asks.map((_ask, i) => (i === index ? text : (known[i] ?? ''))));
    },
    submit,
    waits,
    isPending: act.isPending,
    isShort,
    error: act.error,
    method: token?.method ?? 'token',
    visit,
  };
}

export function submitBy({ submit }: Signature) {
  return (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
}

function labelOf(ask: string, method: Signature['method'], purpose: TokenPurpose): string {
  if (method === 'remote')
    return ask === 'PIN' ? 'Mã PIN ký số từ xa' : `Mã ${ask} từ nhà cung cấp`;
  return `Mã PIN của ${tokenNames[purpose]}`;
}
