import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import { applyTheme } from '../look/theme';
import { VerifyPage } from './verify-page';

applyTheme();
const token = /^\/x\/([^/]+)$/.exec(location.pathname)?.[1];
const root = document.getElementById('root');
if (root) createRoot(root).render(<VerifyPage publicToken={token ?? null} />);
