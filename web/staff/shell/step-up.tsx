import { Button } from 'antd';
import { type FormEvent, useCallback, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Dialog } from '../../look/dialog';
import { act } from '../../server/client';
import { answerWithPasskey, knowsPasskeys } from '../../server/passkey';
import { useMend } from '../../server/use-mend';
import { CodeField, codeIn } from '../../sessions/code-field';
import { SaidProblem } from '../account/said-problem';

/** An act wants its person confirmed: the code is asked for over the page, and the act sent again. */
export function StepUp() {
  const [isAsked, setAsked] = useState(false);
  const settle = useMend(
    'step-up-needed',
    useCallback(() => setAsked(true), []),
  );
  const end = (isMended: boolean) => {
    setAsked(false);
    settle(isMended);
  };
  const confirm = useMutation({
    mutationFn: async (code: string | null) => {
      if (code !== null) return act('/session/step-up', { body: { code } });
      const path = '/session/step-up/passkey';
      return act(path, { body: await answerWithPasskey(path) });
    },
    onSuccess: () => end(true),
  });
  if (!isAsked) return null;
  return (
    <Dialog title="Xác nhận là bạn" onClose={() => end(false)}>
      <form
        className="act"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          confirm.mutate(codeIn(event.currentTarget));
        }}
      >
        <p>
          Việc này cần mã trên ứng dụng xác thực của bạn; xác nhận xong, việc được làm tiếp ngay.
        </p>
        <CodeField />
        <SaidProblem error={confirm.error} />
        <div className="dialog-actions">
          <Button onClick={() => end(false)}>Thôi</Button>
          {knowsPasskeys && <Button onClick={() => confirm.mutate(null)}>Dùng khóa bảo mật</Button>}
          <Button type="primary" htmlType="submit" loading={confirm.isPending && { delay: 300 }}>
            Xác nhận
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
