import {
  AlertOutlined,
  AimOutlined,
  ApiOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BarsOutlined,
  BellOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  CommentOutlined,
  DashboardOutlined,
  EditOutlined,
  ExperimentOutlined,
  FileAddOutlined,
  FormOutlined,
  HistoryOutlined,
  KeyOutlined,
  MailOutlined,
  RollbackOutlined,
  TeamOutlined,
  UserAddOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PermissionName } from '../../../domain/permissions';
import type { ListName } from '../../../domain/work-lists';
import { countsQuery, type Counts } from '../../server/queries';
import { may, useDesk } from '../desk/office';

interface Place {
  label: string;
  icon: ReactNode;
  to:
    | '/counter'
    | '/supervision'
    | '/forecast'
    | '/reports'
    | '/alerts'
    | '/targets'
    | '/letters'
    | '/corrections'
    | '/books'
    | '/notices'
    | '/my-token'
    | '/bookings'
    | '/drawer'
    | '/api-keys'
    | '/offices'
    | '/people'
    | '/citizen-accounts'
    | '/audit'
    | ListName;
  /** What opens it; a list of work, its act. */
  needs: PermissionName;
  count?: Exclude<keyof Counts, 'mine' | 'unassigned'>;
}

interface Group {
  title: string;
  places: readonly Place[];
}

/**
 * Every place of the staff application, in groups; a place shows to whom a right opens it.
 */
const groups: readonly Group[] = [
  {
    title: 'Tạo bản sao',
    places: [
      { label: 'Tiếp nhận', icon: <FileAddOutlined />, to: '/counter', needs: 'counter.read' },
      {
        label: 'Lịch hẹn chờ duyệt',
        icon: <CalendarOutlined />,
        to: '/bookings',
        needs: 'booking.list',
      },
      {
        label: 'Yêu cầu đính chính',
        icon: <CommentOutlined />,
        to: '/corrections',
        needs: 'correction.list',
      },
      { label: 'Quỹ thu', icon: <WalletOutlined />, to: '/drawer', needs: 'drawer.read' },
      {
        label: 'Đang tạo',
        icon: <FormOutlined />,
        to: 'create',
        needs: 'dossier.submit',
        count: 'create',
      },
      {
        label: 'Bị trả lại',
        icon: <RollbackOutlined />,
        to: 'returned',
        needs: 'dossier.submit',
        count: 'returned',
      },
    ],
  },
  {
    title: 'Ký và đóng dấu',
    places: [
      { label: 'Chờ ký', icon: <EditOutlined />, to: 'sign', needs: 'dossier.sign', count: 'sign' },
      {
        label: 'Chờ đóng dấu',
        icon: <AuditOutlined />,
        to: 'seal',
        needs: 'dossier.seal',
        count: 'seal',
      },
      { label: 'Sổ chứng thực', icon: <BookOutlined />, to: '/books', needs: 'book.list' },
      {
        label: 'Token của tôi',
        icon: <KeyOutlined />,
        to: '/my-token',
        needs: 'signing-key.list',
      },
    ],
  },
  {
    title: 'Theo dõi',
    places: [
      {
        label: 'Điều hành',
        icon: <DashboardOutlined />,
        to: '/supervision',
        needs: 'board.read',
      },
      { label: 'Cảnh báo', icon: <AlertOutlined />, to: '/alerts', needs: 'alert.read' },
      { label: 'Dự báo', icon: <ExperimentOutlined />, to: '/forecast', needs: 'what-if.ask' },
      { label: 'Báo cáo', icon: <BarChartOutlined />, to: '/reports', needs: 'report.read' },
      { label: 'Chỉ tiêu', icon: <AimOutlined />, to: '/targets', needs: 'target.read' },
      {
        label: 'Phiếu hẹn, xin lỗi',
        icon: <MailOutlined />,
        to: '/letters',
        needs: 'letter.list',
      },
      { label: 'Thông báo', icon: <BellOutlined />, to: '/notices', needs: 'notice.list' },
      { label: 'Theo dõi hồ sơ', icon: <BarsOutlined />, to: 'all', needs: 'dossier.list' },
    ],
  },
  {
    title: 'Quản trị',
    places: [
      { label: 'Đơn vị', icon: <ApartmentOutlined />, to: '/offices', needs: 'unit.list' },
      { label: 'Người dùng', icon: <TeamOutlined />, to: '/people', needs: 'person.list' },
      { label: 'Nhật ký', icon: <HistoryOutlined />, to: '/audit', needs: 'audit.read' },
      {
        label: 'Tài khoản công dân',
        icon: <UserAddOutlined />,
        to: '/citizen-accounts',
        needs: 'desk-account.list',
      },
      {
        label: 'Khóa của phần mềm',
        icon: <ApiOutlined />,
        to: '/api-keys',
        needs: 'api-key.list',
      },
    ],
  },
];

export function Rail() {
  const { office } = useDesk();
  const counts = useQuery({
    ...countsQuery(office.id),
    enabled: may(office, 'dossier.list'),
  }).data;
  return (
    <nav className="rail" aria-label="Các màn hình">
      {groups.map((group) => {
        const open = group.places.filter((place) => may(office, place.needs));
        if (open.length === 0) return null;
        return (
          <section key={group.title}>
            <h2>{group.title}</h2>
            <ul>
              {open.map((place) => (
                <li key={place.to}>
                  <PlaceLink place={place} count={place.count && counts?.[place.count]} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function PlaceLink({ place, count }: { place: Place; count: number | undefined }) {
  const inside = (
    <>
      <span className="rail-icon" aria-hidden="true">
        {place.icon}
      </span>
      <span className="rail-label">{place.label}</span>
      {count ? <span className="rail-count">{count}</span> : null}
    </>
  );
  const active = { className: 'active', 'aria-current': 'page' as const };
  if (!isListName(place.to)) {
    return (
      <Link to={place.to} activeProps={active} title={place.label}>
        {inside}
      </Link>
    );
  }
  return (
    <Link
      to="/work/$list/{-$dossierId}"
      params={{ list: place.to, dossierId: undefined }}
      activeProps={active}
      activeOptions={{ includeSearch: false }}
      title={place.label}
    >
      {inside}
    </Link>
  );
}

function isListName(to: Place['to']): to is ListName {
  return !to.startsWith('/');
}
