/** The lists that dossiers stand in. */
export const listNames = ['create', 'returned', 'sign', 'seal', 'open', 'all'] as const;
export type ListName = (typeof listNames)[number];
