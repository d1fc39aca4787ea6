import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  Dossier,
  countsSchema,
  dossierListSchema,
  timelineEventSchema,
} from '../../api/dossiers/contract';
import type { DossierProgress } from '../../api/dossiers/progress-contract';
import type { Session } from '../../api/sessions/contract';
import type { Stage } from '../../domain/process';
import type { Agent } from '../../api/agents/contract';
import type { SigningKeys } from '../../api/signing-keys/contract';
import type { TokenState } from '../../api/signing-keys/token-contract';
import type { Board } from '../../api/supervision/contract';
import type { Odds } from '../../api/supervision/odds-contract';
import type { Staffing } from '../../api/supervision/what-if-contract';
import type { ListName } from '../../domain/work-lists';
import { act, ApiProblem, getJson, keepCsrfToken } from './client';
import { keepServerTime } from './clock';
import type { Book, Counter, FeeQuote, RequesterAccount } from './shapes';

type DossierList = z.infer<typeof dossierListSchema>;

/** A stretch of a list, and how long the list is. */
export interface DossierWindow extends Pick<DossierList, 'items' | 'total' | 'isMore'> {
  /** How many lines are before its first. */
  start: number;
}
export type Counts = z.infer<typeof countsSchema>;
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/** What a list is narrowed by [M-01, M-02]. Dates as yyyy-MM-dd. */
export interface ListFilter {
  q?: string;
  subject?: string;
  /** `mine`, `none`, or a person's id. */
  holder?: string;
  from?: string;
  to?: string;
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return welcome(await getJson<Session>('/session', signal));
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.status === 401) return null;
      throw error;
    }
  },
});

/** Whether the server has stopped knowing the session that this page still works under. */
export const expiredQuery = queryOptions({
  queryKey: ['session-expired'],
  staleTime: Infinity,
  queryFn: () => false,
  initialData: false,
});

/** Takes up a session's token and clock. */
export function welcome(session: Session): Session {
  keepCsrfToken(session.csrfToken);
  keepServerTime(session.serverTime);
  return session;
}

/** Lines of one question: a list is read in windows, those that are looked at alone. */
export const windowLines = 100;

/** A list's lines from `window * windowLines` on. */
export function windowQuery(officeId: string, list: ListName, filter: ListFilter, window: number) {
  return queryOptions({
    queryKey: ['dossiers', officeId, list, filter, window],
    queryFn: async ({ signal }): Promise<DossierWindow> => {
      const page = { limit: windowLines, offset: window * windowLines };
      const answer = await readList(officeId, list, filter, page, signal);
      keepServerTime(answer.serverTime);
      const { items, total, isMore } = answer;
      return { start: window * windowLines, items, total, isMore };
    },
  });
}

/** Words may be a name: they go in the body, for an address is written down on its way. */
function readList(
  officeId: string,
  list: ListName,
  filter: ListFilter,
  page: { limit: number; offset: number },
  signal: AbortSignal,
): Promise<DossierList> {
  if (filter.q) {
    return act<DossierList>('/dossiers/search', { body: { officeId, list, ...filter, ...page } });
  }
  const query = listAddress(officeId, list, filter);
  for (const [name, value] of Object.entries(page)) query.set(name, String(value));
  return getJson<DossierList>(`/dossiers?${query}`, signal);
}

/** A list with its conditions, as the API is asked for it where no words are among them. */
export function listAddress(officeId: string, list: ListName, filter: ListFilter): URLSearchParams {
  const query = new URLSearchParams({ officeId, list });
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
  return query;
}

export function countsQuery(officeId: string) {
  return queryOptions({
    queryKey: ['counts', officeId],
    queryFn: ({ signal }) => getJson<Counts>(`/dossiers/counts?officeId=${officeId}`, signal),
  });
}

export function dossierQuery(id: string) {
  return queryOptions({
    queryKey: ['dossier', id],
    queryFn: ({ signal }) => getJson<Dossier>(`/dossiers/${id}`, signal),
  });
}

export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: ['timeline', id],
    queryFn: ({ signal }) =>
      getJson<{ items: TimelineEvent[] }>(`/dossiers/${id}/timeline`, signal),
  });
}

/** @param stage runs end with it */
export function progressQuery(id: string, stage: Stage) {
  return queryOptions({
    queryKey: ['timeline', id, 'progress', stage],
    queryFn: ({ signal }) => getJson<DossierProgress>(`/dossiers/${id}/progress`, signal),
  });
}

export function counterQuery(officeId: string) {
  return queryOptions({
    queryKey: ['counter', officeId],
    // The due time is live: it turns over at the cut-off while the page stands open.
    refetchInterval: 60_000,
    queryFn: ({ signal }) => getJson<Counter>(`/offices/${officeId}/counter`, signal),
  });
}

export function feeQuery(
  officeId: string,
  originalPages: number,
  copies: number,
  dossierId?: string,
) {
  const query = new URLSearchParams({
    officeId,
    originalPages: String(originalPages),
    copies: String(copies),
    ...(dossierId === undefined ? {} : { dossierId }),
  });
  return queryOptions({
    queryKey: ['fee', officeId, originalPages, copies, dossierId ?? ''],
    staleTime: 300_000,
    queryFn: ({ signal }) => getJson<FeeQuote>(`/fees/quote?${query}`, signal),
  });
}

/** The portal account of an identifier; null when there is none. */
export function requesterQuery(officeId: string, identifier: string) {
  return queryOptions({
    queryKey: ['requester', officeId, identifier],
    staleTime: 60_000,
    queryFn: async (): Promise<RequesterAccount | null> => {
      try {
        return await act<RequesterAccount>('/requesters/search', {
          body: { officeId, identifier },
        });
      } catch (error) {
        if (error instanceof ApiProblem && error.problem.code === 'requester-unknown') return null;
        throw error;
      }
    },
  });
}

export type TokenPurpose = 'leader' | 'agency';

export function tokenQuery(officeId: string, purpose: TokenPurpose) {
  return queryOptions({
    queryKey: ['token', officeId, purpose],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => getJson<TokenState>(`/tokens/${purpose}?officeId=${officeId}`, signal),
  });
}

/** How the person signs in an office, and the certificates to choose from. */
export function signingKeysQuery(officeId: string) {
  return queryOptions({
    queryKey: ['signing-keys', officeId],
    // A computer that was just paired tells what its tokens hold.
    refetchInterval: 5_000,
    queryFn: ({ signal }) => getJson<SigningKeys>(`/signing-keys?officeId=${officeId}`, signal),
  });
}

/** The person's own computers that sign. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  refetchInterval: 5_000,
  queryFn: ({ signal }) => getJson<{ items: Agent[] }>('/agents', signal),
});

export function booksQuery(officeId: string) {
  return queryOptions({
    queryKey: ['books', officeId],
    queryFn: ({ signal }) => getJson<{ items: Book[] }>(`/books?officeId=${officeId}`, signal),
  });
}

export function oddsQuery(officeId: string) {
  return queryOptions({
    queryKey: ['odds', officeId],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => getJson<Odds>(`/supervision/odds?officeId=${officeId}`, signal),
  });
}

/** What a question "Nếu…" starts from. */
export function staffingQuery(officeId: string) {
  return queryOptions({
    queryKey: ['staffing', officeId],
    // What was typed over it stays.
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      getJson<Staffing>(`/supervision/staffing?officeId=${officeId}`, signal),
  });
}

/** Nobody is called for what offices below do: their board is asked for every two seconds. */
const branchEveryMs = 2_000;

export function boardQuery(officeId: string, branch: boolean) {
  return queryOptions({
    queryKey: ['board', officeId, branch],
    refetchInterval: branch ? branchEveryMs : 30_000,
    queryFn: ({ signal }) =>
      getJson<Board>(`/supervision/board?officeId=${officeId}&branch=${branch}`, signal),
  });
}
