import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PermissionName } from '../../../domain/permissions';
import { may, useDesk } from './office';

interface Props {
  /** What opens the page. */
  needs: PermissionName;
  /** Whose page it is, in a word. */
  whose: string;
  children: ReactNode;
}

/** A page that a right opens; who came by its address alone is told whose it is. */
export function ForRight({ needs, whose, children }: Props) {
  const { office } = useDesk();
  if (may(office, needs)) return children;
  return (
    <div className="alone">
      <h1>Màn hình này của {whose}</h1>
      <p>Tài khoản của bạn ở {office.name} không có quyền này; cần thì nhờ quản trị viên cấp.</p>
      <p>
        <Link to="/">Về việc của tôi</Link>
      </p>
    </div>
  );
}
