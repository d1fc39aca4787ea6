import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import { applyTheme } from '../look/theme';
import { MyPage } from './my-page';

applyTheme();
const root = document.getElementById('root');
if (root) createRoot(root).render(<MyPage />);
