import { useDesk } from '../desk/office';
import { Computers } from './computers';
import './my-token.css';
import { SigningMethods } from './signing-methods';

/** "Token của tôi": which key I sign with, and the computers of mine that hold one. */
export function MyTokenPage() {
  const { office } = useDesk();
  return (
    <div className="my-token">
      <header>
        <h1>Token của tôi</h1>
        <p className="quiet">
          Ký bằng token của đơn vị đặt tại máy chủ, token riêng cắm ở máy của bạn, hoặc khóa mà nhà
          cung cấp ký số từ xa giữ cho bạn.
        </p>
      </header>
      <SigningMethods officeId={office.id} />
      <Computers />
    </div>
  );
}
