import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { personStateDeclarations } from '../../../domain/people';
import { rights } from '../../../domain/process';
import { ProblemNote } from '../../look/problem-note';
import { rightLabels } from '../../text/labels';
import { matrixQuery } from '../units/queries';
import { HeldRightText } from './held-right';
import { PersonDialog } from './person-dialog';

interface Props {
  officeId: string;
  officeName: string;
}

/** Who holds which right in one office, now or later: a line for each person. */
export function RightsTable({ officeId, officeName }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const matrix = useQuery(matrixQuery(officeId));
  if (matrix.isPending) return <Skeleton active />;
  if (!matrix.data) return <ProblemNote error={matrix.error} />;
  const { people, holders, holdersMax, citation } = matrix.data;
  const countOf = (right: string) => holders.find((one) => one.right === right)?.count;
  return (
    <section aria-labelledby="rights-title">
      <h3 id="rights-title">Bảng quyền</h3>
      {people.length === 0 ? (
        <p className="empty">
          {officeName} chưa có ai. Thêm người ở màn hình “Người dùng”, rồi gán quyền.
        </p>
      ) : (
        <div className="table-frame">
          <table className="table rights-table">
            <thead>
              <tr>
                <th scope="col">Người dùng</th>
                {rights.map((right) => (
                  <th key={right} scope="col">
                    {rightLabels[right]}
                    {countOf(right) !== undefined && (
                      <small title={citation}>
                        {' '}
                        {countOf(right)}/{holdersMax}
                      </small>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <th scope="row" className="wraps">
                    <button
                      type="button"
                      className="plain-button"
                      onClick={() => setOpen(person.id)}
                    >
                      {person.fullName}
                    </button>
                    <div className="quiet">
                      {person.title ?? ''}
                      {person.state !== 'active' &&
                        ` · ${personStateDeclarations[person.state].vi}`}
                    </div>
                  </th>
                  {rights.map((right) => (
                    <td key={right} className="wraps">
                      {person.rights
                        .filter((held) => held.right === right)
                        .map((held) => (
                          <HeldRightText key={held.id} right={held} />
                        ))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <PersonDialog key={open} id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}
