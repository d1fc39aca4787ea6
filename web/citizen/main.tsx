import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import { applyTheme } from '../look/theme';
import { listenForActs } from '../server/idle';
import { providerReturnPath } from '../../domain/provider-page';
import { citizenPages } from '../../domain/citizen-pages';
import { ForgottenPage } from './forgotten-page';
import { MyPage } from './my-page';
import { RegisterPage } from './register-page';
import { ProviderReturn } from './provider-return';

applyTheme();
listenForActs();
const root = document.getElementById('root');
if (root) createRoot(root).render(page());

/** What the provider led back with leaves the address at once: it is good for one sign-in. */
function page() {
  if (location.pathname === citizenPages.register) return <RegisterPage />;
  if (location.pathname === citizenPages.forgotten) return <ForgottenPage />;
  if (location.pathname !== providerReturnPath) return <MyPage />;
  const { search } = location;
  history.replaceState(null, '', providerReturnPath);
  return <ProviderReturn search={search} />;
}
