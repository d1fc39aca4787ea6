import { describe, expect, test } from '@jest/globals';
import {
  extension,
  forgeCertificate,
  type CertificateOptions,
} from '../../../test/attacks/forge-evidence';
import { octets, oid, sequence, write } from '../../evidence/der';
import { namePart, nameText, readCertificate } from './certificate';

const read = (options: CertificateOptions) =>
  readCertificate(forgeCertificate(options).certificate);
const uri = (text: string) => write(0x86, Buffer.from(text));

describe('a distinguished name', () => {
  const part = (type: string, tag: number, text: string | Buffer) =>
    sequence(oid(type), write(tag, Buffer.from(text)));
  const name = sequence(
    write(0x31, part('2.5.4.6', 0x13, 'VN')),
    write(0x31, part('2.5.4.10', 0x0c, 'UBND phường Ví Dụ')),
    write(0x31, part('1.2.3.4', 0x0c, 'x'), part('2.5.4.3', 0x0c, 'Ngô Mẫu')),
    write(0x31, part('2.5.4.3', 0x1e, Buffer.from('1ed01ecd0041', 'hex'))),
  );

  test('is read in the order that it is written in', () => {
    expect(nameText(name)).toBe(
      'C=VN, O=UBND phường Ví Dụ, 1.2.3.4=x, CN=Ngô Mẫu, CN=\u1ed0\u1ecdA',
    );
    expect(nameText(sequence())).toBe('');
  });

  test('gives the first part of a kind', () => {
    expect(namePart(name, 'CN')).toBe('Ngô Mẫu');
    expect(namePart(name, 'O')).toBe('UBND phường Ví Dụ');
    expect(namePart(name, 'OU')).toBeUndefined();
  });
});

describe('a certificate', () => {
  test('says where it is asked about, issued, and listed', () => {
    const access = sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example')),
      sequence(oid('1.3.6.1.5.5.7.48.1'), write(0x82, Buffer.from('no.address.example'))),
      sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.example/ca.der')),
      sequence(oid('1.3.6.1.5.5.7.48.9'), uri('http://other.example')),
    );
    const point = (...names: Uint8Array[]) => sequence(write(0xa0, write(0xa0, ...names)));
    const points = sequence(
      point(uri('http://crl.example/1'), write(0x82, Buffer.from('x')), uri('ldap://crl.example')),
      sequence(write(0x81, Buffer.from([0]))),
      sequence(write(0xa0, write(0xa1, uri('http://relative.example')))),
      point(uri('http://crl.example/2')),
    );
    const certificate = read({
      extensions: [extension('1.3.6.1.5.5.7.1.1', access), extension('2.5.29.31', points)],
    });
    expect(certificate).toMatchObject({
      ocspUrls: ['http://ocsp.example'],
      issuerUrls: ['http://ca.example/ca.der'],
      crlUrls: ['http://crl.example/1', 'ldap://crl.example', 'http://crl.example/2'],
    });
    expect(read({})).toMatchObject({ ocspUrls: [], issuerUrls: [], crlUrls: [] });
  });

  test('tells what it may be used for', () => {
    const ca = read({ ca: { pathLength: 1 }, usage: ['keyCertSign'] });
    expect([ca.isCa, ca.pathLength]).toEqual([true, 1]);
    expect([ca.keyUsage?.('keyCertSign'), ca.keyUsage?.('cRLSign')]).toEqual([true, false]);
    const leaf = read({ extended: { oids: ['1.2.3', '1.2.4'], critical: true }, noCheck: true });
    expect([leaf.isCa, leaf.pathLength, leaf.keyUsage, leaf.hasNoCheck]).toEqual([
      false,
      undefined,
      undefined,
      true,
    ]);
    expect(leaf.extendedUsage).toEqual({ oids: ['1.2.3', '1.2.4'], critical: true });
    expect([ca.extendedUsage, ca.hasNoCheck, ca.subjectKeyId]).toEqual([
      undefined,
      false,
      undefined,
    ]);
  });

  test('has a name for its key where it says one', () => {
    const named = read({
      extensions: [extension('2.5.29.14', octets(Buffer.from('0aff', 'hex')))],
    });
    expect(named.subjectKeyId).toBe('0aff');
  });

  test('that gives an extension twice is none (RFC 5280, 4.2)', () => {
    const twice = [1, 2].map(() => extension('1.2.3.4', octets(Buffer.from([0]))));
    expect(() => read({ extensions: twice })).toThrow('an extension is given twice');
    expect(read({ extensions: twice.slice(1) }).hasUnknownCritical).toBe(false);
    expect(read({ critical: '1.2.3.4' }).hasUnknownCritical).toBe(true);
  });
});
