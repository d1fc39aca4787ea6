import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import { applyTheme } from '../look/theme';
import { RegisterPage } from './register-page';

applyTheme();
const bookId = /^\/so\/([^/]+)$/.exec(location.pathname)?.[1];
const root = document.getElementById('root');
if (root) createRoot(root).render(<RegisterPage bookId={bookId ?? ''} />);
