import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Right } from '../../../domain/process';
import { holds, useDesk } from './office';

interface Props {
  /** One of these opens the page. */
  right: Right | readonly Right[];
  /** Whose page it is, in a word. */
  whose: string;
  children: ReactNode;
}

/** A page that a right opens; who came by its address alone is told whose it is. */
export function ForRight({ right, whose, children }: Props) {
  const { office } = useDesk();
  const rights = typeof right === 'string' ? [right] : right;
  if (rights.some((each) => holds(office, each))) return children;
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
