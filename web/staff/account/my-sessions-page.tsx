import { MySessions } from '../../sessions/my-sessions';
import './account.css';

export function MySessionsPage() {
  return (
    <div className="account">
      <MySessions />
    </div>
  );
}
