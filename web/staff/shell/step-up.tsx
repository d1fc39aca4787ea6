import { Button } from 'antd';
import { type FormEvent, useCallback, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useMend } from '../../server/use-mend';
import { CodeField, codeIn } from '../../sessions/code-field';

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
    mutationFn: (code: string) => act('/session/step-up', { body: { code } }),
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
        <ProblemNote error={confirm.error} />
        <div className="dialog-actions">
          <Button onClick={() => end(false)}>Thôi</Button>
          <Button type="primary" htmlType="submit" loading={confirm.isPending && { delay: 300 }}>
            Xác nhận
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
