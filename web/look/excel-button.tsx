import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { sentenceOf } from '../server/client';
import { saveAnswer } from '../server/download';

interface Props {
  /** Asks for the workbook of what is shown. */
  load: () => Promise<Response>;
  /** Of the file, where the answer names none. */
  fallbackName: string;
  size?: 'small';
}

/** What is shown, as Excel. */
export function ExcelButton({ load, fallbackName, size }: Props) {
  const { message } = App.useApp();
  const excel = useMutation({
    mutationFn: async () => saveAnswer(await load(), fallbackName),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  return (
    <Button {...(size && { size })} loading={excel.isPending} onClick={() => excel.mutate()}>
      Excel
    </Button>
  );
}
