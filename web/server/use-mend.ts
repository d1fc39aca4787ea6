import { useCallback, useEffect, useRef } from 'react';
import { mendRefusals } from './client';

/**
 * Has `ask` bring up what mends refusals of a code, over the page. What was refused waits until then.
 * @param ask the same function at each drawing
 * @returns says that it is mended, or will not be: what waits is sent again, or fails
 */
export function useMend(code: string, ask: () => void): (isMended: boolean) => void {
  const waiting = useRef<((isMended: boolean) => void)[]>([]);
  const settle = useCallback((isMended: boolean) => {
    for (const resolve of waiting.current.splice(0)) resolve(isMended);
  }, []);
  useEffect(() => {
    const stop = mendRefusals(code, () => {
      ask();
      return new Promise((resolve) => waiting.current.push(resolve));
    });
    return () => {
      stop();
      settle(false);
    };
  }, [code, ask, settle]);
  return settle;
}
