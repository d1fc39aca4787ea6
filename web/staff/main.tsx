import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
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
import { router } from './router';

const client = new QueryClient({
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

function Staff() {
  const theme = useTheme();
  return (
    <ConfigProvider locale={viVN} theme={antdTheme(theme)} wave={{ disabled: true }}>
      <App component={false} message={{ top: 52, maxCount: 2 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

applyTheme();
listenForKeys();
const root = document.getElementById('root');
if (root) createRoot(root).render(<Staff />);
