import { createRoot } from 'react-dom/client';
import '../look/fonts';
import '../look/tokens.css';
import '../look/plain.css';
import './booking.css';
import { bookingPages } from '../../domain/bookings';
import { applyTheme } from '../look/theme';
import { listenForActs } from '../server/idle';
import { BookPage } from './book-page';
import { KeptPage } from './kept-page';

applyTheme();
listenForActs();
const root = document.getElementById('root');
const isKept = location.pathname === bookingPages.kept;
if (root) createRoot(root).render(isKept ? <KeptPage /> : <BookPage />);
