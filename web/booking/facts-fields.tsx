import { originalsMax, procedureDeclarations, procedures } from '../../domain/bookings';
import { wordIn } from '../citizen/form-card';

/** Who asks and for what [C-17, C-19, C-20]. */
export function FactsFields({ types, name }: { types: readonly string[]; name: string }) {
  return (
    <>
      <p className="quiet">Các ô có dấu * là bắt buộc.</p>
      <fieldset className="plain">
        <legend>Thủ tục *</legend>
        {procedures.map((procedure, at) => (
          <label key={procedure} className="choice">
            <input type="radio" name="procedure" value={procedure} defaultChecked={at === 0} />
            <span>{procedureDeclarations[procedure].vi}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>Loại giấy tờ cần chứng thực *</span>
        <input name="documentType" required maxLength={200} list="types" autoComplete="off" />
      </label>
      <datalist id="types">
        {types.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <label className="field">
        <span>Số bản chính mang theo *</span>
        <input
          name="originals"
          type="number"
          required
          min={1}
          max={originalsMax}
          defaultValue={1}
          inputMode="numeric"
        />
      </label>
      <label className="field">
        <span>Họ và tên *</span>
        <input
          name="requesterName"
          required
          minLength={2}
          maxLength={200}
          defaultValue={name}
          autoComplete="name"
        />
      </label>
      <label className="field">
        <span>Số điện thoại * (nhận tin nhắn)</span>
        <input
          name="phone"
          type="tel"
          required
          pattern="(\+84|0)[0-9 .]{8,14}"
          title="Số điện thoại, ví dụ 0912 345 678"
          maxLength={20}
          autoComplete="tel"
        />
      </label>
      <label className="field">
        <span>Email (nhận lịch hẹn và bản sao)</span>
        <input name="email" type="email" maxLength={200} autoComplete="email" />
      </label>
      <label className="field">
        <span>Số CCCD/CMND hoặc mã số thuế (không bắt buộc)</span>
        <input
          name="identifier"
          inputMode="numeric"
          pattern="[0-9 .\-]{9,17}"
          title="9, 10, 12 hoặc 13 chữ số"
          autoComplete="off"
        />
      </label>
    </>
  );
}

/** What was typed, as the API takes it. */
export function factsIn(typed: FormData) {
  return {
    requesterName: wordIn(typed, 'requesterName'),
    identifier: wordIn(typed, 'identifier').trim() || null,
    phone: wordIn(typed, 'phone'),
    email: wordIn(typed, 'email').trim() || null,
    procedure: wordIn(typed, 'procedure'),
    documentType: wordIn(typed, 'documentType'),
    originals: Number(wordIn(typed, 'originals')),
  };
}
