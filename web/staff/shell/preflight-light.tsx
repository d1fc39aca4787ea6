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
  // One that could not be asked is asked again when its lines are opened: the light stays.
  if (token.isPending && token.errorUpdateCount === 0) return null;
  const isReady = token.isSuccess && token.data.preflight.every((check) => check.ok);
  const words = isReady ? 'sẵn sàng' : 'chưa sẵn sàng';
  return (
    <Popover
      trigger={['click']}
      placement="bottomRight"
      title={names[purpose]}
      content={<PreflightLines officeId={office.id} purpose={purpose} />}
    >
      <button type="button" className={`light ${isReady ? 'light-holds' : 'light-fails'}`}>
        <i aria-hidden="true" />
        {names[purpose]} {words}
      </button>
    </Popover>
  );
}
