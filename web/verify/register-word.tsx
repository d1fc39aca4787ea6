import { lazy, Suspense, type ReactNode } from 'react';
import type { PublicCopy } from '../server/shapes';
import { dateOnly, dateTime } from '../text/time';
import { Pair } from '../look/pair';

/** Checks signatures: loaded when it is wanted, so that the page comes at once. */
const RegisterProof = lazy(() => import('./register-proof'));

interface Props {
  copy: PublicCopy;
  /** What to do next. */
  children?: ReactNode;
}

/** What the register says of a copy: in force, or revoked, why and when. */
export function RegisterWord({ copy, children }: Props) {
  const { revocation } = copy;
  return (
    <section className="card" aria-labelledby="register-title">
      <h2 id="register-title">Sổ chứng thực ghi</h2>
      <p className={`tag ${revocation ? 'tag-no' : 'tag-yes'}`}>
        {revocation ? '✕ Đã bị thu hồi' : '✓ Đang có hiệu lực'}
      </p>
      <dl className="pairs">
        {revocation && (
          <>
            <Pair name="Thu hồi lúc" value={dateTime(revocation.at)} />
            <Pair name="Lý do" value={revocation.reason} />
            <Pair name="Quyết định" value={revocation.decision ?? 'không rõ'} />
          </>
        )}
        <Pair name="Số chứng thực" value={copy.registerNumber} />
        <Pair name="Ngày chứng thực" value={dateOnly(copy.certifiedOn)} />
        <Pair name="Cơ quan" value={copy.officeName} />
        <Pair name="Loại giấy tờ" value={copy.documentType} />
      </dl>
      <Suspense fallback={<p className="quiet">Đang tìm số trong sổ công khai…</p>}>
        <RegisterProof copy={copy} />
      </Suspense>
      {children && <p className="quiet">{children}</p>}
    </section>
  );
}
