import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { DeskCodeSent } from '../../../api/desk-accounts/contract';
import { DateField } from '../../look/date-field';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act, postForFile } from '../../server/client';
import { saveAnswer } from '../../server/download';
import { may, useDesk } from '../desk/office';
import { Choice, TextField } from '../units/fields';
import { ScanField } from './scan-field';

const noFacts = { fullName: '', bornOn: '', phone: '', email: '' };

/** The manual's three steps in one window: look up and type, have it confirmed, open [O-03…O-08]. */
export function OpenAccountDialog({
  scanBytesMax,
  onClose,
}: {
  scanBytesMax: number;
  onClose: () => void;
}) {
  const { office, session } = useDesk();
  const client = useQueryClient();
  const [officeId, setOfficeId] = useState(office.id);
  const [identifier, setIdentifier] = useState('');
  const [facts, setFacts] = useState(noFacts);
  const [scan, setScan] = useState<File | null>(null);
  const [code, setCode] = useState('');
  const path = `/offices/${officeId}/citizen-accounts`;
  const desks = session.offices.filter((each) => may(each, 'desk-account.open'));
  const body = { ...facts, identifier, email: facts.email || null };

  const looking = useMutation({
    mutationFn: () => act<{ hasAccount: boolean }>(`${path}/look-up`, { body: { identifier } }),
  });
  const paper = useMutation({
    mutationFn: async () => {
      const answer = await postForFile(`${path}/request-form`, body);
      await saveAnswer(answer, 'giay-de-nghi-tao-tai-khoan.pdf');
    },
  });
  const sending = useMutation({
    mutationFn: () =>
      act<DeskCodeSent>(`${path}/code`, { body: { identifier, phone: facts.phone } }),
    onSuccess: () => setCode(''),
  });
  const opening = useMutation({
    mutationFn: () => {
      const form = new FormData();
      form.set('facts', JSON.stringify({ ...body, code, ticket: sending.data?.ticket }));
      if (scan) form.set('file', scan);
      return act<{ personId: string }>(path, { body: form });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk-accounts'] }),
  });

  /** What was looked up, sent or refused was of what stood there before. */
  const change = (next: Partial<typeof noFacts>) => {
    setFacts({ ...facts, ...next });
    if (next.phone !== undefined) sending.reset();
  };
  const begin = (next: { officeId?: string; identifier?: string }) => {
    if (next.officeId !== undefined) setOfficeId(next.officeId);
    if (next.identifier !== undefined) setIdentifier(next.identifier);
    looking.reset();
    sending.reset();
  };
  const isWhole = facts.fullName !== '' && facts.bornOn !== '' && facts.phone !== '';
  const isFree = looking.data?.hasAccount === false;

  if (opening.data) {
    return (
      <Dialog title="Đã tạo tài khoản" onClose={onClose}>
        <div className="act">
          <p role="status">
            Tài khoản của {facts.fullName} đã được tạo. Mật khẩu dùng một lần đang được gửi đến số{' '}
            {facts.phone}; công dân đổi mật khẩu ở lần đăng nhập đầu tiên.
          </p>
          <div className="dialog-actions">
            <Button type="primary" onClick={onClose}>
              Xong
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Thêm mới tài khoản công dân" onClose={onClose}>
      <form
        className="act"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          looking.mutate();
        }}
      >
        <Choice
          label="Bộ phận Một cửa *"
          value={officeId}
          options={desks.map(({ id, name }) => [id, name])}
          onChange={(next) => begin({ officeId: next })}
        />
        <TextField
          label="Số CMND/CCCD *"
          value={identifier}
          onChange={(next) => begin({ identifier: next })}
          required
        />
        <div className="dialog-actions">
          <Button htmlType="submit" loading={looking.isPending && { delay: 300 }}>
            Tra cứu
          </Button>
        </div>
        <ProblemNote error={looking.error} />
        {looking.data?.hasAccount && (
          <p className="note" role="alert">
            Số này đã có tài khoản. Báo cho công dân biết và không tạo mới; quên mật khẩu thì hướng
            dẫn dùng “Quên mật khẩu” ở trang đăng nhập.
          </p>
        )}
      </form>
      {isFree && (
        <form
          className="act"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            opening.mutate();
          }}
        >
          <p role="status">
            Chưa có tài khoản. Nhập theo CMND/CCCD của công dân; ô có * là bắt buộc.
          </p>
          <TextField
            label="Họ và tên *"
            value={facts.fullName}
            onChange={(fullName) => change({ fullName })}
            required
          />
          <DateField
            label="Ngày sinh *"
            value={facts.bornOn}
            onChange={(bornOn) => change({ bornOn })}
          />
          <TextField
            label="Số điện thoại * (chính chủ)"
            value={facts.phone}
            onChange={(phone) => change({ phone })}
            required
          />
          <TextField
            label="Email (không bắt buộc)"
            value={facts.email}
            onChange={(email) => change({ email })}
          />
          <ScanField scan={scan} bytesMax={scanBytesMax} onChange={setScan} />
          <div className="way-out">
            <Button
              disabled={!isWhole}
              loading={paper.isPending && { delay: 300 }}
              onClick={() => paper.mutate()}
            >
              Tải xuống giấy đề nghị
            </Button>
            <Button
              disabled={!isWhole}
              loading={sending.isPending && { delay: 300 }}
              onClick={() => sending.mutate()}
            >
              Gửi mã OTP
            </Button>
          </div>
          <ProblemNote error={paper.error ?? sending.error} />
          {sending.data && (
            <>
              <p role="status">
                Đã gửi mã đến {facts.phone}, dùng được trong{' '}
                {Math.floor(sending.data.validSeconds / 60)} phút. Công dân kiểm tra giấy đề nghị
                rồi đọc mã mới nhất.
              </p>
              <TextField label="Mã xác nhận *" value={code} onChange={setCode} required />
            </>
          )}
          <ProblemNote error={opening.error} />
          <DialogActions
            onClose={onClose}
            isPending={opening.isPending}
            disabled={!isWhole || !scan || !sending.data || code === ''}
          >
            Tạo tài khoản
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
