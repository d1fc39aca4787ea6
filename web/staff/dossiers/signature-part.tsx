import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { Dossier, Signing } from '../../../api/dossiers/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { dossierQuery, type TokenPurpose } from '../../server/queries';
import '../signing-keys/my-token.css';
import { PinField, PreflightNotes, ShortPinNote } from '../desk/pin-field';
import type { ConsentVisit } from './use-consent-visit';
import type { Signature } from './use-signature';

interface Props {
  dossier: Dossier;
  purpose: TokenPurpose;
  signature: Signature;
  /** What the button does. */
  words: string;
  disabled?: boolean;
}

/** The end of a form that signs: what is typed, and the button; or the signature that waits elsewhere. */
export function SignaturePart({ words, disabled = false, ...props }: Props) {
  const { dossier, signature } = props;
  const { waits, visit, isPending } = signature;
  if (waits) return <WaitingForSigner dossier={dossier} signing={waits} visit={visit} />;
  return (
    <>
      <SignatureFields {...props} />
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={disabled}
        loading={isPending && { delay: 300 }}
      >
        {words} <kbd>Ctrl ↵</kbd>
      </Button>
    </>
  );
}

/** What is typed to sign, or where it is confirmed instead, and what became of the last try. */
function SignatureFields({ dossier, purpose, signature }: Omit<Props, 'words' | 'disabled'>) {
  const { fields, typed, type, isShort, error, method } = signature;
  const failed = dossier.signing?.status === 'failed' ? dossier.signing : null;
  return (
    <>
      {fields.length === 0 && <PreflightNotes purpose={purpose} />}
      {fields.map((label, index) => (
        <PinField
          key={label}
          purpose={purpose}
          label={label}
          value={typed[index] ?? ''}
          onChange={(text) => type(index, text)}
        />
      ))}
      {fields.length === 0 && <p className="quiet">{askedWhere[method]}</p>}
      {isShort && <ShortPinNote />}
      <ProblemNote error={error} />
      {!error && failed && (
        <p className="note note-problem" role="alert">
          {failed.text}
        </p>
      )}
    </>
  );
}

/** Where it is confirmed that nothing is typed here for. */
const askedWhere: Record<Signature['method'], string> = {
  token: 'Không phải nhập gì ở đây.',
  agent: 'Mã PIN được hỏi trong chương trình ký trên máy của bạn, không nhập ở đây.',
  remote: 'Nhà cung cấp sẽ hỏi bạn trên điện thoại.',
  consent: 'Bạn sẽ được chuyển sang trang của nhà cung cấp để xác nhận, rồi trở lại đây.',
};

interface WaitingProps {
  dossier: Dossier;
  signing: Signing;
  visit: ConsentVisit;
}

/** A signature that waits for the person, elsewhere: what to compare, until when, a way back. */
function WaitingForSigner({ dossier, signing, visit }: WaitingProps) {
  const client = useQueryClient();
  const box = useRef<HTMLDivElement>(null);
  const now = useServerNow();
  const stop = useMutation({
    mutationFn: () => act(`/dossiers/${dossier.id}/stop-signing`),
    onSettled: () => client.invalidateQueries(dossierQuery(dossier.id)),
  });
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    // Events tell of it; where one is lost the page looks by itself.
    const look = setInterval(() => {
      // What the look fails with is the query's to show.
      client.invalidateQueries(dossierQuery(dossier.id)).catch(() => undefined);
    }, lookMs);
    return () => clearInterval(look);
  }, [client, dossier.id]);
  const leftSeconds = Math.max(0, Math.round((Date.parse(signing.expiresAt) - now) / 1000));
  const { method } = signing;
  const isOpen = signing.status === 'waiting';
  return (
    <div className="waiting-signer" ref={box} tabIndex={-1} role="status">
      <p>
        <b>
          {signing.status === 'signed' ? 'Đã có chữ ký, đang ghi vào bản sao…' : waitsWhere[method]}
        </b>
      </p>
      {method === 'agent' && (
        <>
          <p>
            Mở cửa sổ chương trình ký. So mã băm ở đó với mã dưới đây: giống nhau thì nhập mã PIN.
          </p>
          <Digest hex={signing.digest} />
        </>
      )}
      {isOpen && (
        <p className="quiet">
          Còn khoảng {waitWords(leftSeconds)}. Bạn có thể mở hồ sơ khác trong lúc chờ.
        </p>
      )}
      {isOpen && method === 'consent' && <VisitButton visit={visit} />}
      <ProblemNote error={stop.error} />
      {isOpen && method !== 'remote' && (
        <Button block onClick={() => stop.mutate()} loading={stop.isPending && { delay: 300 }}>
          Hủy yêu cầu ký
        </Button>
      )}
    </div>
  );
}

/** The page is gone to by itself; closed, or out of reach a moment ago, it is gone to again. */
function VisitButton({ visit }: { visit: ConsentVisit }) {
  return (
    <>
      <ProblemNote error={visit.error} />
      <Button
        type="primary"
        block
        onClick={() => visit.mutate()}
        loading={visit.isPending && { delay: 300 }}
      >
        Mở trang xác nhận của nhà cung cấp
      </Button>
    </>
  );
}

const waitsWhere: Record<Signing['method'], string> = {
  agent: 'Chờ xác nhận trên máy của bạn…',
  remote: 'Chờ xác nhận trên điện thoại của bạn…',
  consent: 'Chờ bạn xác nhận ở trang của nhà cung cấp…',
};

const lookMs = 4_000;

/** As the program on the computer writes it: groups of eight. */
function Digest({ hex }: { hex: string }) {
  const groups = hex.match(/.{1,8}/g) ?? [];
  return (
    <p className="digest" aria-label="Mã băm của tài liệu">
      {groups.map((group, index) => (
        <span
          key={`${index} ${group}`}
          className={isEnd(index, groups.length) ? 'digest-end' : undefined}
        >
          {group}
        </span>
      ))}
    </p>
  );
}

/** The first and the last two are what people are asked to compare. */
function isEnd(index: number, count: number): boolean {
  return index < 2 || index >= count - 2;
}

function waitWords(seconds: number): string {
  if (seconds <= 60) return `${seconds} giây`;
  return `${Math.ceil(seconds / 60)} phút`;
}
