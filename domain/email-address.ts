/** RFC 5321 (4.5.3.1) bounds the local part at 64 and the whole at 254; what we write down is a little shorter. */
const localMax = 64;
const addressMax = 200;

/** What may stand before the @ without quotes (RFC 5322, atext), parts parted by single dots. */
const localShape = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const labelShape = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

type ReadEmail = { address: string } | { fault: string };

/**
 * Reads an e-mail address as people type it: blanks around it are dropped, and an international domain
 * becomes punycode, which every mail server takes. The page and the API decide by this alone.
 * @returns the address to write down, or what is wrong with it, in Vietnamese
 */
export function readEmailAddress(typed: string): ReadEmail {
  const text = typed.normalize('NFC').trim();
  if (text === '') return { fault: 'Nhập địa chỉ email để gửi kết quả.' };
  if (/\s/.test(text)) return { fault: 'Địa chỉ email không có khoảng trắng ở giữa.' };
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) {
    return { fault: 'Địa chỉ email có dạng ten@tenmien.vn.' };
  }
  const local = text.slice(0, at);
  if (/[^\x20-\x7e]/.test(local)) {
    return { fault: 'Phần trước @ của địa chỉ email chỉ có chữ không dấu, số và dấu chấm.' };
  }
  if (local.length > localMax || !localShape.test(local)) {
    return { fault: 'Phần trước @ của địa chỉ email không đúng. Kiểm tra lại từng chữ.' };
  }
  const domain = toPunycode(text.slice(at + 1));
  if (domain === undefined) {
    return { fault: 'Tên miền sau @ của địa chỉ email không đúng. Kiểm tra lại từng chữ.' };
  }
  const address = `${local}@${domain}`;
  if (address.length > addressMax) return { fault: 'Địa chỉ email quá dài.' };
  return { address };
}

/** The domain in lower case and ASCII; undefined where it is none. */
function toPunycode(domain: string): string | undefined {
  // What a URL would read as something other than a host.
  if (/[/\\?#:@[\]%]/.test(domain)) return undefined;
  let host: string;
  try {
    host = new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
  const labels = host.split('.');
  const isName = labels.length > 1 && labels.every((label) => labelShape.test(label));
  // An address of numbers alone is a host's, and no citizen's.
  return isName && !/^\d+$/.test(labels.at(-1) as string) ? host : undefined;
}
