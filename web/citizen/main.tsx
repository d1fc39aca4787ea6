import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import { applyTheme } from '../look/theme';
import { listenForActs } from '../server/idle';
import { MyPage } from './my-page';

applyTheme();
listenForActs();
const root = document.getElementById('root');
if (root) createRoot(root).render(<MyPage />);
