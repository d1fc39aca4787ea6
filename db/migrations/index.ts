/** Every migration; its name's number says when it runs. */
export * from './0001-first-schema';
export * from './0002-papers';
export * from './0003-reports-of-many-kinds';
export * from './0004-bookings';
export * from './0005-work-lists';
export * from './0006-token-holders';
export * from './0013-report-views';
export * from './0016-identity-scans';
export * from './0017-newest-dossiers';
export * from './0018-closed-books';
export * from './0019-book-exports';
export * from './0020-alert-rules';
export * from './0021-earlier-requesters';
export * from './0022-citizens-side';
export * from './0025-cleared-alerts';
export * from './0023-cash-drawers';
export * from './0024-dossiers-of-visits';
