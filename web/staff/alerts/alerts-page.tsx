import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { AlertRuleView, AlertsView } from '../../../api/alerts/contract';
import { type AlertKind, alertDeclarations } from '../../../domain/alert-rules';
import { type Step, stepDeclarations } from '../../../domain/process';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson } from '../../server/client';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';

/** "Cảnh báo": what stands as the office's rules say, and the rules. */
export function AlertsPage() {
  return (
    <ForRight needs="alert.read" whose="người điều hành">
      <Alerts />
    </ForRight>
  );
}

/** Alerts are looked for every five minutes. */
const againMs = 60_000;

function Alerts() {
  const { office } = useDesk();
  const [changed, setChanged] = useState<AlertRuleView | null>(null);
  const view = useQuery({
    queryKey: ['alerts', office.id],
    queryFn: ({ signal }) =>
      getJson<AlertsView>(`/supervision/alerts?officeId=${office.id}`, signal),
    refetchInterval: againMs,
  });
  return (
    <div className="board">
      <header className="board-head">
        <h1>Cảnh báo</h1>
        <p className="quiet">Hệ thống xét theo quy tắc của đơn vị, 5 phút một lần</p>
      </header>
      <ProblemNote error={view.error} />
      {view.isPending && <Skeleton className="view-skeleton" active />}
      {view.data && (
        <>
          <h2>Đang có</h2>
          {view.data.alerts.length === 0 ? (
            <p className="empty">Không có cảnh báo nào. Việc chạm quy tắc bên dưới hiện ở đây.</p>
          ) : (
            <AlertTable alerts={view.data.alerts} />
          )}
          <h2>Quy tắc</h2>
          <RuleTable
            rules={view.data.rules}
            onChange={may(office, 'alert.set') ? setChanged : null}
          />
        </>
      )}
      {changed && view.data && (
        <RuleForm
          rule={changed}
          hasWebhook={view.data.hasWebhook}
          onClose={() => setChanged(null)}
        />
      )}
    </div>
  );
}

function AlertTable({ alerts }: Pick<AlertsView, 'alerts'>) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Cảnh báo đang có">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Từ lúc</th>
            <th scope="col">Cảnh báo</th>
            <th scope="col">Về</th>
            <th scope="col">Mức</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map(({ kind, subject, dossier, value, raisedAt }) => (
            <tr key={`${kind} ${subject ?? dossier?.id} ${raisedAt}`}>
              <td>{dateTime(raisedAt)}</td>
              <td className="wraps">{alertDeclarations[kind].vi}</td>
              <td>
                {dossier ? (
                  <Link
                    to="/work/$list/{-$dossierId}"
                    params={{ list: 'all', dossierId: dossier.id }}
                  >
                    {dossier.code}
                  </Link>
                ) : (
                  subjectWords(kind, subject ?? '')
                )}
              </td>
              <td>{value === null ? '–' : `${value} ${unitOf(kind)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function subjectWords(kind: AlertKind, subject: string): string {
  return kind === 'queue' ? stepDeclarations[subject as Step].vi : subject;
}

function unitOf(kind: AlertKind): string {
  return alertDeclarations[kind].threshold?.unit ?? '';
}

interface RulesProps {
  rules: readonly AlertRuleView[];
  /** Null: they are only read. */
  onChange: ((rule: AlertRuleView) => void) | null;
}

function RuleTable({ rules, onChange }: RulesProps) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Quy tắc cảnh báo">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Cảnh báo khi</th>
            <th scope="col">Ngưỡng</th>
            <th scope="col">Báo bằng</th>
            <th scope="col">Người đặt</th>
            {onChange && <th scope="col">Thao tác</th>}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.kind}>
              <td className="wraps">{alertDeclarations[rule.kind].vi}</td>
              <td>{thresholdWords(rule)}</td>
              <td className="wraps">{rule.isOn ? waysWords(rule) : 'Đã tắt'}</td>
              <td className="wraps">
                {rule.changed ? `${rule.changed.by}, ${dateTime(rule.changed.at)}` : 'Mặc định'}
              </td>
              {onChange && (
                <td>
                  <button
                    type="button"
                    className="plain-button"
                    aria-label={`Sửa quy tắc ${alertDeclarations[rule.kind].vi}`}
                    onClick={() => onChange(rule)}
                  >
                    Sửa
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function thresholdWords({ kind, threshold }: AlertRuleView): string {
  const declared = alertDeclarations[kind].threshold;
  return declared === null ? '–' : `${declared.vi} ${threshold} ${declared.unit}`;
}

function waysWords({ onPage, byMail, byWebhook }: AlertRuleView): string {
  const ways = [
    onPage && 'thông báo trên trang',
    byMail && 'email tổng hợp',
    byWebhook && 'webhook',
  ].filter(Boolean);
  return ways.join(', ') || 'chỉ hiện ở trang này';
}

function RuleForm({
  rule,
  hasWebhook,
  onClose,
}: {
  rule: AlertRuleView;
  hasWebhook: boolean;
  onClose: () => void;
}) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { kind } = rule;
  const declared = alertDeclarations[kind].threshold;
  const [ways, setWays] = useState(rule);
  const [threshold, setThreshold] = useState(String(rule.threshold ?? ''));
  const saving = useMutation({
    mutationFn: () => {
      const { isOn, onPage, byMail, byWebhook } = ways;
      const number = declared === null ? null : Number(threshold);
      const body = { kind, isOn, threshold: number, onPage, byMail, byWebhook };
      return act('/supervision/alert-rules', { body: { officeId: office.id, ...body } });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['alerts'] });
      void message.success('Đã lưu quy tắc. Áp dụng từ lần xét sau.');
      onClose();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  const check = (name: 'isOn' | 'onPage' | 'byMail' | 'byWebhook', words: string) => (
    <label className="check">
      <input
        type="checkbox"
        checked={ways[name]}
        disabled={name !== 'isOn' && !ways.isOn}
        onChange={({ target }) => setWays({ ...ways, [name]: target.checked })}
      />{' '}
      {words}
    </label>
  );
  return (
    <Dialog title={alertDeclarations[kind].vi} onClose={onClose}>
      <form className="act" onSubmit={send}>
        {check('isOn', 'Dùng quy tắc này')}
        {declared && (
          <label className="field">
            <span>
              {declared.vi} ({declared.unit})
            </span>
            <input
              className="input"
              type="number"
              required
              min={declared.min}
              max={declared.max}
              value={threshold}
              onChange={({ target }) => setThreshold(target.value)}
            />
          </label>
        )}
        {check('onPage', 'Thông báo trên trang (chuông)')}
        {check('byMail', 'Email tổng hợp cho người điều hành, nhiều nhất mỗi giờ một thư')}
        {check('byWebhook', 'Webhook (ký số, gửi lại khi lỗi)')}
        {ways.byWebhook && !hasWebhook && (
          <p className="note note-near" role="status">
            Hệ thống chưa đặt địa chỉ webhook nào: nhờ quản trị viên đặt WEBHOOKS.
          </p>
        )}
        <ProblemNote error={saving.error} />
        <DialogActions onClose={onClose} isPending={saving.isPending}>
          Lưu
        </DialogActions>
      </form>
    </Dialog>
  );
}
