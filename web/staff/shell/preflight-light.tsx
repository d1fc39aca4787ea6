import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { tokenQuery, type TokenPurpose } from '../../server/queries';
import { useDesk } from '../desk/office';
import { PreflightLines } from '../desk/preflight-lines';

const names: Record<TokenPurpose, string> = { leader: 'Token ký', agency: 'Token dấu' };

/** Whether my token can sign now: one light, with its checks behind it. */
export function PreflightLight({ purpose }: { purpose: TokenPurpose }) {
  const { office } = useDesk();
  const token = useQuery(tokenQuery(office.id, purpose));
  if (token.isPending) return null;
  const checks = token.data?.preflight ?? [];
  const failing = token.isError ? 1 : checks.filter((check) => !check.ok).length;
  const words = failing === 0 ? 'sẵn sàng' : 'chưa sẵn sàng';
  return (
    <Popover
      trigger={['click']}
      placement="bottomRight"
      title={names[purpose]}
      content={<PreflightLines officeId={office.id} purpose={purpose} />}
    >
      <button type="button" className={`light ${failing ? 'light-fails' : 'light-holds'}`}>
        <i aria-hidden="true" />
        {names[purpose]} {words}
      </button>
    </Popover>
  );
}
