import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AuditLine } from '../../../api/audit/contract';
import { auditActs } from '../../../domain/audit-words';
import { staffPages } from '../../../domain/staff-pages';
import { DateField } from '../../look/date-field';
import { ProblemNote } from '../../look/problem-note';
import { downloadFile } from '../../server/download';
import { dateTime, isoDate } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { type AuditFilter, auditQuery, auditSearch } from './queries';
import '../units/administration.css';
import './audit.css';

/** "Nhật ký": who did what to whom, when, and from which session, in the office and those below it. */
export function AuditPage() {
  return (
    <ForRight needs="audit.read" whose="người điều hành và quản trị viên">
      <Log />
    </ForRight>
  );
}

const daysShown = 30;

function Log() {
  const { office } = useDesk();
  const search = useSearch({ from: staffPages.audit });
  const navigate = useNavigate({ from: staffPages.audit });
  const [today] = useState(() => Date.now());
  const filter: AuditFilter = {
    from: isoDate(today - (daysShown - 1) * 86_400_000),
    to: isoDate(today),
    ...search,
  };
  const log = useInfiniteQuery(auditQuery(office.id, filter));
  const lines = log.data?.pages.flatMap((page) => page.items) ?? [];
  const download = useMutation({
    mutationFn: () => downloadFile(`/audit.xlsx?${auditSearch(office.id, filter)}`, 'nhat-ky.xlsx'),
  });
  const change = (part: AuditFilter) => void navigate({ search: { ...search, ...part } });
  return (
    <div className="board">
      <header className="board-head">
        <h1>Nhật ký</h1>
        <span className="quiet">{office.name} và cấp dưới</span>
        <span className="top-bar-space" />
        <Button loading={download.isPending} onClick={() => download.mutate()}>
          Xuất Excel
        </Button>
      </header>
      <Filter filter={filter} lines={lines} onChange={change} />
      <ProblemNote error={log.error ?? download.error} />
      {log.isPending && <Skeleton className="view-skeleton" active />}
      {log.data && lines.length === 0 && (
        <p className="empty">Không có việc nào khớp. Mở rộng khoảng ngày, hoặc bỏ bớt điều kiện.</p>
      )}
      {lines.length > 0 && <LogTable lines={lines} onPick={change} />}
      {log.hasNextPage && (
        <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Xem tiếp
        </Button>
      )}
    </div>
  );
}

interface FilterProps {
  filter: AuditFilter;
  lines: readonly AuditLine[];
  onChange: (part: AuditFilter) => void;
}

function Filter({ filter, lines, onChange }: FilterProps) {
  const [first] = lines;
  const all: [keyof AuditFilter, string][] = [
    ['unit', first?.office.name ?? 'Một đơn vị'],
    ['actor', `Người làm: ${first?.actor?.name ?? 'đã chọn'}`],
    ['person', `Với người: ${first?.person?.name ?? 'đã chọn'}`],
    ['dossier', `Hồ sơ ${filter.dossier ?? ''}`],
    ['session', 'Một phiên đăng nhập'],
  ];
  const chosen = all.filter(([name]) => filter[name]);
  return (
    <form className="people-filter" role="search" onSubmit={(event) => event.preventDefault()}>
      <DateField
        key={`from ${filter.from}`}
        label="Từ ngày"
        value={filter.from ?? ''}
        onChange={(from) => from && onChange({ from })}
      />
      <DateField
        key={`to ${filter.to}`}
        label="Đến ngày"
        value={filter.to ?? ''}
        onChange={(to) => to && onChange({ to })}
      />
      <label className="field">
        <span>Việc</span>
        <select
          className="input"
          value={filter.action ?? ''}
          onChange={(event) => onChange({ action: event.target.value })}
        >
          <option value="">Tất cả</option>
          {[...auditActs]
            .sort(([, one], [, other]) => one.localeCompare(other, 'vi'))
            .map(([action, words]) => (
              <option key={action} value={action}>
                {words}
              </option>
            ))}
        </select>
      </label>
      <label className="field">
        <span>Phạm vi</span>
        <select
          className="input"
          value={filter.only ?? 'branch'}
          onChange={(event) => onChange({ only: event.target.value })}
        >
          <option value="branch">Đơn vị và cấp dưới</option>
          <option value="office">Chỉ đơn vị này</option>
        </select>
      </label>
      {chosen.map(([name, words]) => (
        <Button
          key={name}
          aria-label={`Bỏ điều kiện ${words}`}
          onClick={() => onChange({ [name]: '' })}
        >
          {words} ✕
        </Button>
      ))}
    </form>
  );
}

interface TableProps {
  lines: readonly AuditLine[];
  /** Narrows the log to what was pointed at. */
  onPick: (part: AuditFilter) => void;
}

function LogTable({ lines, onPick }: TableProps) {
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Thời điểm</th>
            <th scope="col">Việc</th>
            <th scope="col">Người làm</th>
            <th scope="col">Với</th>
            <th scope="col">Đơn vị</th>
            <th scope="col">Phiên</th>
            <th scope="col">Chi tiết</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.office.id} ${line.sequence}`}>
              <td>{dateTime(line.at)}</td>
              <td className="wraps">{line.text}</td>
              <td className="wraps">
                {line.actor ? (
                  <Pick words="việc của" onPick={() => onPick({ actor: line.actor?.id ?? '' })}>
                    {line.actor.name}
                  </Pick>
                ) : (
                  <span className="quiet">Sao Y</span>
                )}
              </td>
              <td className="wraps">
                {line.person && (
                  <Pick words="việc với" onPick={() => onPick({ person: line.person?.id ?? '' })}>
                    {line.person.name}
                  </Pick>
                )}
                {line.dossier && (
                  <Pick words="hồ sơ" onPick={() => onPick({ dossier: line.dossier?.code ?? '' })}>
                    {line.dossier.code}
                  </Pick>
                )}
              </td>
              <td className="wraps">{line.office.name}</td>
              <td className="wraps">
                {line.session && (
                  <Pick words="phiên" onPick={() => onPick({ session: line.session?.id ?? '' })}>
                    {line.session.device ?? `phiên ${line.session.id.slice(0, 8)}`}
                  </Pick>
                )}
              </td>
              <td className="wraps quiet" title={line.changes.join('; ')}>
                {shorten(line.changes.join('; '))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Hashes and ids by their beginning; the whole stands in the title and in Excel. */
function shorten(changes: string): string {
  return changes.replace(/([0-9a-f]{8})[0-9a-f-]{24,}/g, '$1…');
}

function Pick(props: { words: string; children: ReactNode; onPick: () => void }) {
  return (
    <button
      type="button"
      className="plain-button audit-pick"
      title={`Chỉ xem ${props.words} này`}
      onClick={props.onPick}
    >
      {props.children}
    </button>
  );
}
