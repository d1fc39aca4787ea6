import { Button } from 'antd';
import type { Dossier, RevealedRequester } from '../../../api/dossiers/contract';
import { Fact } from '../../look/fact';
import { ProblemNote } from '../../look/problem-note';
import { may, useDesk } from '../desk/office';
import { useReveal } from '../desk/use-reveal';

/** The requester's numbers and addresses: masked, until whoever has a reason asks for them. */
export function RequesterFacts({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const reveal = useReveal<RevealedRequester>(`/dossiers/${dossier.id}/requester`);
  const { data } = reveal;
  const hasAny = dossier.requesterIdentifier !== null || dossier.requesterEmail !== null;
  return (
    <>
      <Fact name="CMND/CCCD/MST">
        {(data?.identifier ?? dossier.requesterIdentifier) || 'Không có tài khoản'}
      </Fact>
      <Fact name="Email">
        {(data?.email ?? dossier.requesterEmail) || 'Không có'}
        {!data && hasAny && may(office, 'dossier.reveal') && (
          <>
            {' '}
            <Button
              size="small"
              loading={reveal.isPending}
              title="Lần xem được ghi vào nhật ký"
              aria-label="Hiện đủ số định danh, email, điện thoại"
              onClick={() => reveal.mutate()}
            >
              Hiện đủ
            </Button>
          </>
        )}
        <ProblemNote error={reveal.error} />
      </Fact>
      {data?.phone && <Fact name="Điện thoại">{data.phone}</Fact>}
    </>
  );
}
