import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { OpenWork } from '../../../api/assignments/contract';
import type { WholePerson } from '../../../api/people/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { openWorkQuery } from './queries';

/** What somebody still holds; where they can no longer go on with it, to whom it is to go. */
export function OpenWorkPart({ person }: { person: WholePerson }) {
  const work = useQuery(openWorkQuery(person.id));
  const items = work.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3>Việc đang giữ</h3>
      {items.map((held) => (
        <HandOver key={held.officeId} person={person} held={held} />
      ))}
    </section>
  );
}

const toAll = '';

function HandOver({ person, held }: { person: WholePerson; held: OpenWork }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [to, setTo] = useState(toAll);
  const mayStillWork =
    person.state === 'active' &&
    person.rights.some(({ officeId, state }) => officeId === held.officeId && state === 'now');
  const handOver = useMutation({
    mutationFn: () =>
      act<{ items: OpenWork[] }>(`/people/${person.id}/open-work`, {
        body: { officeId: held.officeId, to: to === toAll ? null : to },
      }),
    onSuccess: (answer) => {
      client.setQueryData(openWorkQuery(person.id).queryKey, answer);
      const left = answer.items.find(({ officeId }) => officeId === held.officeId)?.open ?? 0;
      void message.success(`Đã giao lại ${held.open - left} hồ sơ.`);
    },
  });
  return (
    <div className={mayStillWork ? 'act' : 'act note note-near'}>
      <p>
        {held.officeName}: <b>{held.open} hồ sơ</b> đang chờ người này.
        {!mayStillWork && ' Người này không còn xử lý được: giao cho người khác.'}
      </p>
      <div className="filter-line">
        <select
          className="input"
          aria-label="Giao lại cho"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        >
          <option value={toAll}>Trả về việc chung</option>
          {held.others.map(({ id, name, open }) => (
            <option key={id} value={id}>
              {name} (đang giữ {open})
            </option>
          ))}
        </select>
        <Button loading={handOver.isPending} onClick={() => handOver.mutate()}>
          Giao lại
        </Button>
      </div>
      <ProblemNote error={handOver.error} />
    </div>
  );
}
