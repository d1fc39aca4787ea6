import { consentReturnPath } from './consent-page';

/** Addresses of the staff's application, as its router writes them: the server knows no others. */
export const staffPages = {
  home: '/',
  counter: '/counter',
  bookings: '/bookings',
  drawer: '/drawer',
  work: '/work/$list/{-$dossierId}',
  supervision: '/supervision',
  alerts: '/alerts',
  forecast: '/forecast',
  reports: '/reports',
  targets: '/targets',
  letters: '/letters',
  corrections: '/corrections',
  books: '/books',
  apiKeys: '/api-keys',
  notices: '/notices',
  myToken: '/my-token',
  mySessions: '/my-sessions',
  secondFactor: '/second-factor',
  offices: '/offices',
  people: '/people',
  citizenAccounts: '/citizen-accounts',
  audit: '/audit',
  consentReturn: consentReturnPath,
} as const;
