import { LoadingOutlined } from '@ant-design/icons';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import viVN from 'antd/locale/vi_VN';
import { createRoot } from 'react-dom/client';
import { listenForKeys } from '../keys/use-keys';
import { antdTheme } from '../look/antd-theme';
import '../look/fonts';
import '../look/tokens.css';
import '../look/staff.css';
import { applyTheme, useTheme } from '../look/theme';
import { ApiProblem } from '../server/client';
import { listenForLeaving } from '../server/held-act';
import { listenForActs } from '../server/idle';
import { expiredQuery } from '../server/queries';
import { router } from './router';

/** An ended session is asked for again over the page, which keeps all that was typed and chosen. */
function noticeEnd(error: unknown): void {
  if (error instanceof ApiProblem && error.problem.code === 'sign-in-needed') {
    client.setQueryData(expiredQuery.queryKey, true);
  }
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only a lost connection or a failing server is asked again.
      retry: (failures, error) =>
        failures < 2 &&
        (!(error instanceof ApiProblem) ||
          error.problem.status === 0 ||
          error.problem.status >= 500),
    },
  },
});

/**
 * A button that is at work keeps its name. antd's own sign is read as "loading", and where it leaves
 * before it has wholly come, unseen, it stays for good.
 */
const busyIcon = <LoadingOutlined aria-hidden />;

function Staff() {
  const theme = useTheme();
  return (
    <ConfigProvider
      locale={viVN}
      theme={antdTheme(theme)}
      wave={{ disabled: true }}
      button={{ loadingIcon: busyIcon }}
    >
      <App component={false} message={{ top: 52, maxCount: 2 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

applyTheme();
listenForActs();
listenForKeys();
listenForLeaving();
const root = document.getElementById('root');
if (root) createRoot(root).render(<Staff />);
