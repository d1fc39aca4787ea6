import type { ReactNode } from 'react';
import { publicPages, publicPageTitles } from '../../domain/public-pages';

const names = Object.keys(publicPages) as (keyof typeof publicPages)[];

/** Head and foot of the public pages. */
export function PlainFrame({ children, nav }: { children: ReactNode; nav?: ReactNode }) {
  return (
    <>
      <header className="plain-head no-print">
        <div>
          <img src="/mark.svg" alt="" width={32} height={32} />
          <b>Sao Y</b>
          <nav aria-label="Trang khác">{nav}</nav>
        </div>
      </header>
      <main className="plain-main">{children}</main>
      <footer className="plain-foot">
        <nav className="no-print" aria-label="Các trang cho người dân">
          {names.map((name) => (
            <a key={name} href={publicPages[name]}>
              {publicPageTitles[name]}
            </a>
          ))}
        </nav>
        Chứng thực bản sao điện tử từ bản chính theo Nghị định 45/2020/NĐ-CP.
      </footer>
    </>
  );
}
