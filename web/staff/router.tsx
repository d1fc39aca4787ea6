import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { listNames, type ListName } from '../../domain/work-lists';
import { staffPages } from '../../domain/staff-pages';
import { AlertsPage } from './alerts/alerts-page';
import { AuditPage } from './audit/audit-page';
import { type AuditFilter, auditFilterNames } from './audit/queries';
import { MySessionsPage } from './account/my-sessions-page';
import { SecondFactorPage } from './account/second-factor-page';
import { CitizenAccountsPage } from './citizen-accounts/citizen-accounts-page';
import { BookingsPage } from './bookings/bookings-page';
import { BooksPage } from './books/books-page';
import { DrawerPage } from './drawer/drawer-page';
import { CounterPage } from './counter/counter-page';
import { HomePage } from './shell/home-page';
import { KeysPage } from './keys/keys-page';
import { CorrectionsPage } from './correction-requests/corrections-page';
import { LettersPage } from './letters/letters-page';
import { OfficesPage } from './offices/offices-page';
import { PeoplePage } from './people/people-page';
import { NoticesPage } from './notices/notices-page';
import { ConsentReturn } from './signing-keys/consent-return';
import { MyTokenPage } from './signing-keys/my-token-page';
import { Shell } from './shell/shell';
import { ReportsPage } from './reports/reports-page';
import { TargetsPage } from './targets/targets-page';
import { BoardPage } from './supervision/board-page';
import { ForecastPage } from './supervision/forecast-page';
import { WorkPage } from './dossiers/work-page';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: HomePage });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.home,
  component: HomePage,
});

const counterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.counter,
  component: CounterPage,
});

interface WorkSearch {
  subject?: string;
  holder?: string;
  from?: string;
  to?: string;
}

const workRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.work,
  params: {
    parse: ({ list, dossierId }) => ({ list: listOf(list), dossierId }),
    stringify: ({ list, dossierId }) => ({ list, dossierId }),
  },
  validateSearch: (search: Record<string, unknown>): WorkSearch => {
    const known: WorkSearch = {};
    for (const name of ['subject', 'holder', 'from', 'to'] as const) {
      if (typeof search[name] === 'string' && search[name]) known[name] = search[name];
    }
    return known;
  },
  component: WorkPage,
});

const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.supervision,
  component: BoardPage,
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.alerts,
  component: AlertsPage,
});

const forecastRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.forecast,
  component: ForecastPage,
});

const targetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.targets,
  component: TargetsPage,
});

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.reports,
  component: ReportsPage,
});

const lettersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.letters,
  component: LettersPage,
});

const correctionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.corrections,
  component: CorrectionsPage,
});

const drawerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.drawer,
  component: DrawerPage,
});

const bookingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.bookings,
  component: BookingsPage,
});

const booksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.books,
  component: BooksPage,
});

const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.notices,
  component: NoticesPage,
});

const myTokenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.myToken,
  component: MyTokenPage,
});

const mySessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.mySessions,
  component: MySessionsPage,
});

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.secondFactor,
  component: SecondFactorPage,
});

const apiKeysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.apiKeys,
  component: KeysPage,
});

const officesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.offices,
  component: OfficesPage,
});

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.people,
  component: PeoplePage,
});

const citizenAccountsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.citizenAccounts,
  component: CitizenAccountsPage,
});

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.audit,
  validateSearch: (search: Record<string, unknown>): AuditFilter => {
    const known: AuditFilter = {};
    for (const name of auditFilterNames) {
      const value = search[name];
      if (typeof value === 'string' && value) known[name] = value;
    }
    return known;
  },
  component: AuditPage,
});

const consentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: staffPages.consentReturn,
  component: ConsentReturn,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    counterRoute,
    workRoute,
    boardRoute,
    alertsRoute,
    forecastRoute,
    reportsRoute,
    targetsRoute,
    lettersRoute,
    correctionsRoute,
    bookingsRoute,
    drawerRoute,
    booksRoute,
    noticesRoute,
    myTokenRoute,
    mySessionsRoute,
    apiKeysRoute,
    secondFactorRoute,
    officesRoute,
    peopleRoute,
    citizenAccountsRoute,
    auditRoute,
    consentRoute,
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function listOf(name: string): ListName {
  return listNames.find((known) => known === name) ?? 'all';
}
