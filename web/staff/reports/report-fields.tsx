import { type ReportKind, reportKindDeclarations, reportKinds } from '../../../domain/report-kinds';

/** Which report. */
export function KindField({
  kind,
  onKind,
}: {
  kind: ReportKind;
  onKind: (kind: ReportKind) => void;
}) {
  return (
    <label className="field">
      <span>Báo cáo</span>
      <select
        className="input"
        value={kind}
        onChange={(event) => onKind(event.target.value as ReportKind)}
      >
        {reportKinds.map((each) => (
          <option key={each} value={each}>
            {reportKindDeclarations[each].vi}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Whether it is of the offices below as well. */
export function BranchField({
  branch,
  onBranch,
}: {
  branch: boolean;
  onBranch: (branch: boolean) => void;
}) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={branch}
        onChange={(event) => onBranch(event.target.checked)}
      />{' '}
      gồm các đơn vị cấp dưới
    </label>
  );
}
