import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  /** What is asked before it is done, and what comes of it. */
  title: string;
  description: string;
  okText: string;
  onConfirm: () => void;
  isPending: boolean;
  danger?: boolean;
  children: ReactNode;
}

/** A button that asks once more before it acts. */
export function ConfirmedButton({ isPending, danger = false, children, ...question }: Props) {
  return (
    <Popconfirm cancelText="Thôi" {...question}>
      <Button danger={danger} loading={isPending && { delay: 300 }}>
        {children}
      </Button>
    </Popconfirm>
  );
}
