import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { appendRevision } from './append-revision';
import { changed, reasonsBy, reasonsOf, type Changes } from './change-signed';
import { lockOf, numbers, plainDocument, signDocument, type SignOptions } from './sign-anything';

/**
 * A form that was signed, and one later change to it: what filling and signing may do, and each thing
 * that they may not. Only changes count here; no authority is trusted.
 */

let workshop: Workshop;
let signer: TestSigner;
beforeAll(async () => {
  workshop = await openWorkshop();
  signer = await workshop.issue('p-256');
});
afterAll(() => workshop.close());

/** Objects of the form beside those of the plain document. */
const at = {
  ...{ signature: 8, group: 9, child: 10, box: 11, boxWidget: 12, parted: 13, partedWidget: 14 },
  ...{ look: 15, mute: 16, muteWidget: 17, evidence: 18, proof: 19, added: 40, more: 41 },
};

const look = '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream';
const fields = [numbers.text, at.signature, at.group, at.box, at.parted, at.mute];
const refs = (nums: number[]) => `[${nums.map((num) => `${num} 0 R`).join(' ')}]`;
const widget = '/Type /Annot /Subtype /Widget /F 4';

/** A text field, an empty signature field, a group of one, and fields with a widget apart. */
function unsignedForm(options: { form?: string; catalog?: string } = {}): Uint8Array {
  const form = `<< /Fields ${refs(fields)} /SigFlags 3 ${options.form ?? ''} >>`;
  return appendRevision(
    plainDocument({ catalog: options.catalog ?? '' }),
    new Map([
      [numbers.form, form],
      [at.signature, `<< ${widget} /FT /Sig /T (ky) /Rect [300 40 300 60] >>`],
      [at.group, `<< /FT /Sig /T (nhom) /Kids [${at.child} 0 R] >>`],
      [at.child, `<< ${widget} /T (con) /Parent ${at.group} 0 R /Rect [0 0 0 0] >>`],
      [at.box, `<< /FT /Btn /T (chon) /V /Off /Kids [${at.boxWidget} 0 R] >>`],
      [
        at.boxWidget,
        `<< ${widget} /AS /Off /AP << /N ${at.look} 0 R >> /Parent ${at.box} 0 R /Rect [1 1 9 9] >>`,
      ],
      [at.parted, `<< /FT /Sig /T (roi) /Kids [${at.partedWidget} 0 R] >>`],
      [at.partedWidget, `<< ${widget} /Parent ${at.parted} 0 R /Rect [0 0 0 0] >>`],
      [at.look, look],
      // A field that was filled with what only looks like a signature.
      [at.mute, `<< /FT /Sig /T (cam) /V << /Type /Sig >> /Kids [${at.muteWidget} 0 R] >>`],
      [at.muteWidget, `<< ${widget} /Parent ${at.mute} 0 R /Rect [0 0 0 0] >>`],
      [at.evidence, `<< /Certs [${at.proof} 0 R] /OCSPs [${at.proof} 0 R] >>`],
      [at.proof, '<< /Length 2 >>\nstream\n00\nendstream'],
    ]),
  );
}

interface Base extends SignOptions {
  form?: string;
  catalog?: string;
}
const signed = (base: Base = {}): Uint8Array => signDocument(unsignedForm(base), signer, base);

const addedBy = (base: Base, changes: Changes) => reasonsBy(signed(base), changes);

/** A signature, whose contents nobody reads here, that the change brings with it. */
const signature = (subFilter = 'ETSI.CAdES.detached') =>
  `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter}
     /ByteRange [0 1 2 3] /Contents <3000> >>`;
const stamp = signature('ETSI.RFC3161');
const newField = (entries = '') =>
  `<< ${widget} /FT /Sig /T (moi) /Rect [0 0 0 0] /P 3 0 R ${entries} >>`;
const grown = (...nums: number[]) => ({
  [numbers.form]: { Fields: refs([...fields, ...formGrowth, ...nums]) },
});
/** The field that signing added stands last. */
const formGrowth = [20];

describe('what filling may do', () => {
  const allowed: [string, Changes][] = [
    ['a value', { [numbers.text]: { V: '(x)' } }],
    ['a value and its appearance', { [numbers.text]: { V: '(x)', AP: `<< /N ${at.look} 0 R >>` } }],
    ['read-only', { [numbers.text]: { Ff: '1' } }],
    ['locked', { [numbers.text]: { F: '132' } }],
    ['another default appearance', { [numbers.text]: { DA: '(/F1 9 Tf)' } }],
    [
      'another state with its appearance',
      { [at.boxWidget]: { AS: '/On', AP: `<< /N ${at.look} 0 R /D ${at.look} 0 R >>` } },
    ],
    [
      'a widget drawn anew with the value of its field',
      {
        [at.box]: { V: '/On' },
        [at.boxWidget]: { AP: `<< /N ${at.look} 0 R /D ${at.look} 0 R >>` },
      },
    ],
    ['an empty signature field locked', { [at.signature]: { F: '132' } }],
    ["an empty signature field's widget locked", { [at.partedWidget]: { F: '132' } }],
  ];
  test.each(allowed)('%s', async (_name, changes) => {
    expect(await addedBy({}, changes)).toEqual(['unsigned-changes']);
    expect(await addedBy({ certify: 1 }, changes)).toContain('certification-forbids');
    expect(await addedBy({ certify: 2 }, changes)).toEqual(['unsigned-changes']);
  });

  test('is told by the name of its field', async () => {
    const lock = (name: string) => ({
      references: [lockOf(`/Action /Include /Fields [(${name})]`)],
    });
    const [lockText, lockKy, lockRoi] = [lock('note'), lock('ky'), lock('roi')];
    const fill = { [numbers.text]: { V: '(x)' } };
    expect(await addedBy(lockText, fill)).toContain('field-locked');
    expect(await addedBy(lockKy, fill)).not.toContain('field-locked');
    const locked = { [at.signature]: { F: '132' } };
    expect(await addedBy(lockKy, locked)).toContain('field-locked');
    expect(await addedBy(lockText, locked)).not.toContain('field-locked');
    const sign = { [at.signature]: { V: `${at.added} 0 R` }, [at.added]: signature() };
    expect(await addedBy(lockKy, sign)).toContain('field-locked');
    expect(await addedBy(lockText, sign)).not.toContain('field-locked');
    const parted = { [at.partedWidget]: { F: '132' } };
    expect(await addedBy(lockRoi, parted)).toContain('field-locked');
  });

  test('leaves nothing to tell where nothing of the form changes', async () => {
    const evidence = { [numbers.catalog]: { DSS: `${at.evidence} 0 R` } };
    expect(await addedBy({}, evidence)).toEqual([]);
    expect(await addedBy({ certify: 1 }, evidence)).toEqual([]);
  });
});

describe('what it may not', () => {
  const redrawn = `<< /N ${at.look} 0 R /D ${at.look} 0 R >>`;
  const refused: [string, ReasonCode, Changes][] = [
    ['drawn anew with the same value', 'form-changed', { [numbers.text]: { AP: redrawn } }],
    [
      "a widget drawn anew with its field's same value",
      'form-changed',
      { [at.boxWidget]: { AP: redrawn } },
    ],
    ['an empty signature field drawn', 'form-changed', { [at.signature]: { AP: redrawn } }],
    ['another kind of field', 'form-changed', { [numbers.text]: { Ff: '4096' } }],
    ['hidden', 'form-changed', { [numbers.text]: { F: '6' } }],
    ['invisible', 'form-changed', { [numbers.text]: { F: '5' } }],
    ['without a view', 'form-changed', { [numbers.text]: { F: '36' } }],
    ['shown by an action', 'form-changed', { [numbers.text]: { F: '(x)' } }],
    ['an action', 'form-changed', { [numbers.text]: { A: '<< /S /Named /N /Print >>' } }],
    ['a format by script', 'form-changed', { [numbers.text]: { AA: '<< >>' } }],
    ['another name', 'form-changed', { [numbers.text]: { T: '(khac)' } }],
    [
      'an action on an empty signature field',
      'form-changed',
      { [at.signature]: { A: '<< /S /Named /N /Print >>' } },
    ],
    ['a group with a value', 'form-changed', { [at.group]: { V: '(x)' } }],
    ['a group that is locked', 'form-changed', { [at.group]: { Ff: '1' } }],
    [
      'a group that is signed',
      'form-changed',
      { [at.group]: { V: `${at.added} 0 R` }, [at.added]: signature() },
    ],
    [
      'a field that is no more',
      'form-changed',
      {
        [numbers.form]: { Fields: refs([...fields.slice(1), ...formGrowth]) },
        [numbers.text]: '(gone)',
      },
    ],
    ['a text for a signature', 'signature-replaced', { [at.signature]: { V: '(x)' } }],
    [
      'a dictionary for a signature',
      'signature-replaced',
      { [at.signature]: { V: `${at.added} 0 R` }, [at.added]: '<< /Type /Sig >>' },
    ],
    [
      'a signature written into the field itself',
      'signature-replaced',
      { [at.signature]: { V: signature() } },
    ],
    ['a signature that was there', 'signature-replaced', { [at.signature]: { V: '21 0 R' } }],
    [
      'a widget of a signed field that is drawn',
      'signature-replaced',
      { [at.muteWidget]: { AP: redrawn } },
    ],
    [
      'a widget of a signed field that is locked',
      'signature-replaced',
      { [at.muteWidget]: { F: '132' } },
    ],
    ['a signed field that is locked', 'signature-replaced', { [at.mute]: { Ff: '1' } }],
  ];
  test.each(refused)('%s: %s', async (_name, code, changes) => {
    expect(await addedBy({}, changes)).toContain(code);
  });
});

describe('an empty signature field', () => {
  const sign = (value: string, entries: Record<string, string> = {}) => ({
    [at.signature]: { V: `${at.added} 0 R`, ...entries },
    [at.added]: value,
  });
  const drawn = { Rect: '[300 40 380 60]' };

  test('is signed, which a certification P=1 forbids', async () => {
    expect(await addedBy({}, sign(signature()))).not.toContain('signature-replaced');
    expect(await addedBy({ certify: 1 }, sign(signature()))).toContain('certification-forbids');
    expect(await addedBy({ certify: 2 }, sign(signature()))).not.toContain('certification-forbids');
  });

  test('takes a document time stamp under any certification, unless it is drawn', async () => {
    expect(await addedBy({ certify: 1 }, sign(stamp))).not.toContain('certification-forbids');
    const file = (rect: string) => appendRevision(unsignedForm(), new Map([[at.signature, rect]]));
    const withPlace = (rect: string) =>
      changed(
        signDocument(file(`<< ${widget} /FT /Sig /T (ky) ${rect} >>`), signer, { certify: 1 }),
        sign(stamp),
      );
    const reasons = (rect: string) => reasonsOf(withPlace(rect));
    for (const rect of ['', '/Rect [0 0 0 9]', '/Rect [0 0 9 0]', '/Rect [5 5 5 5]'])
      expect(await reasons(rect)).not.toContain('certification-forbids');
    expect(await reasons('/Rect [0 0 9 9]')).toContain('certification-forbids');
    expect(await addedBy({}, sign(stamp, drawn))).toContain('form-changed');
  });
});

describe('a field that is added', () => {
  const add = (field: string, more: Changes = {}) => ({
    ...grown(at.added),
    [at.added]: field,
    ...more,
  });
  const drawn = '/Rect [10 10 90 40]';

  test('for a signature, empty or with one that comes with it', async () => {
    expect(await addedBy({}, add(newField()))).toEqual(['unsigned-changes']);
    expect(await addedBy({ certify: 1 }, add(newField()))).toContain('certification-forbids');
    expect(await addedBy({ certify: 2 }, add(newField()))).toEqual(['unsigned-changes']);
    const withValue = add(newField(`/V ${at.more} 0 R`), { [at.more]: signature() });
    expect(await addedBy({}, withValue)).not.toContain('field-added');
    expect(await addedBy({ certify: 1 }, withValue)).toContain('certification-forbids');
    const stamped = add(newField(`/V ${at.more} 0 R`), { [at.more]: stamp });
    expect(await addedBy({ certify: 1 }, stamped)).not.toContain('certification-forbids');
    expect(await addedBy({ references: [lockOf('/Action /All')] }, add(newField()))).not.toContain(
      'field-locked',
    );
  });

  test('that shows on a page is against a certification', async () => {
    const field = newField().replace('/Rect [0 0 0 0]', drawn);
    expect(await addedBy({}, add(field))).toEqual(['unsigned-changes']);
    expect(await addedBy({ certify: 3 }, add(field))).toContain('certification-forbids');
    const stamped = field.replace('/P 3 0 R', `/V ${at.more} 0 R`);
    expect(await addedBy({ certify: 3 }, add(stamped, { [at.more]: stamp }))).toContain(
      'certification-forbids',
    );
  });

  const kid = (entries: string) =>
    `<< ${widget} /Parent ${at.added} 0 R /Rect [0 0 0 0] ${entries} >>`;
  const parted = (kids: number[]) => `<< /FT /Sig /T (moi) /Kids ${refs(kids)} >>`;
  test('may have its widget apart', async () => {
    const one = (entries: string) => add(parted([at.more]), { [at.more]: kid(entries) });
    expect(await addedBy({}, one(''))).toEqual(['unsigned-changes']);
    expect(await addedBy({}, one('/A << /S /Named /N /Print >>'))).toContain('field-added');
    const two = add(parted([at.more, at.more + 1]), {
      [at.more]: kid(''),
      [at.more + 1]: kid(''),
    });
    expect(await addedBy({}, two)).toContain('field-added');
    const shown = add(parted([at.more]), {
      [at.more]: kid('').replace('[0 0 0 0]', '[10 10 90 40]'),
    });
    expect(await addedBy({ certify: 3 }, shown)).toContain('certification-forbids');
  });

  const refused: [string, Changes][] = [
    ['for text', add(newField().replace('/Sig', '/Tx'))],
    [
      'as a group',
      add(`<< /FT /Sig /T (nhom2) /Kids [${at.more} 0 R] >>`, { [at.more]: newField() }),
    ],
    ['under a number that was used', { ...grown(at.look), [at.look]: newField() }],
    ['with an action', add(newField('/A << /S /Named /N /Print >>'))],
    [
      'empty but drawn',
      add(newField(`/AP << /N ${at.look} 0 R >>`).replace('/Rect [0 0 0 0]', drawn)),
    ],
    ['with a text for a signature', add(newField('/V (x)'))],
    ['with a signature that was there', add(newField('/V 21 0 R'))],
    [
      'with a dictionary that signs nothing',
      add(newField(`/V ${at.more} 0 R`), { [at.more]: '<< /Type /Sig >>' }),
    ],
  ];
  test.each(refused)('is refused %s', async (_name, changes) => {
    expect(await addedBy({}, changes)).toContain('field-added');
  });

  test('may be empty and carry an appearance where nothing is drawn', async () => {
    const changes = add(newField(`/AP << /N ${at.look} 0 R >>`));
    expect(await addedBy({}, changes)).toEqual(['unsigned-changes']);
  });
});

describe('a lock', () => {
  const text = { [numbers.text]: { V: '(x)' } };
  const inGroup = { [at.child]: { F: '132' } };
  const isLocked = async (base: Base) =>
    [
      (await addedBy(base, text)).includes('field-locked'),
      (await addedBy(base, inGroup)).includes('field-locked'),
    ] as const;

  test.each([
    ['of all', '/Action /All', true, true],
    ['of one', '/Action /Include /Fields [(note)]', true, false],
    ['of one among others', '/Action /Include /Fields [(khac) (note) 5]', true, false],
    ['of all but one', '/Action /Exclude /Fields [(note)]', false, true],
    ['of a group', '/Action /Include /Fields [(nhom)]', false, true],
    ['of all but a group', '/Action /Exclude /Fields [(nhom)]', true, false],
    ['of a field in a group', '/Action /Include /Fields [(nhom.con)]', false, true],
    ['of none of them', '/Action /Include /Fields [(nho) (not) (con)]', false, false],
    ['of nobody knows which', '/Action /Strange /Fields [(khac)]', true, true],
    ['that says nothing', '/Fields [(note)]', false, false],
    ['in UTF-16', '/Action /Include /Fields [<feff006e006f00740065>]', true, false],
    ['in UTF-16, cut short', '/Action /Include /Fields [<feff006e006f0074006500>]', true, false],
    [
      'in UTF-16 of other letters',
      '/Action /Include /Fields [<feff016e006f00740065>]',
      false,
      false,
    ],
    ['in UTF-8', '/Action /Include /Fields [<efbbbf6e6f7465>]', true, false],
    [
      'in what is not quite UTF-16',
      '/Action /Include /Fields [<fe006e006f00740065>]',
      false,
      false,
    ],
    ['in what is not quite UTF-8', '/Action /Include /Fields [<efbb6e6f7465>]', false, false],
  ])('%s', async (_name, action, locksText, locksInGroup) => {
    expect(await isLocked({ references: [lockOf(action)] })).toEqual([locksText, locksInGroup]);
    const fieldEntries = `/Lock << /Type /SigFieldLock ${action} >>`;
    expect(await isLocked({ fieldEntries })).toEqual([locksText, locksInGroup]);
  });

  const certified = (params: string) => ({
    references: [`<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << ${params} >> >>`],
  });
  const isForbidden = async (base: Base) =>
    (await addedBy(base, text)).includes('certification-forbids');

  test.each([
    ['/P 1', true],
    ['/P 2', false],
    ['/P 3', false],
    ['/P 7', true],
    ['/P (x)', true],
  ])('of the document with %s', async (p, forbids) => {
    expect(await isForbidden(certified(p))).toBe(forbids);
    expect(
      await isForbidden({ fieldEntries: `/Lock << /Action /Exclude /Fields [(note)] ${p} >>` }),
    ).toBe(forbids);
  });

  test('of the document that says no level lets fields be filled, and locks none', async () => {
    expect(await isForbidden(certified(''))).toBe(false);
    expect(await isForbidden({ fieldEntries: '/Lock << /Action /All >>' })).toBe(false);
    expect(await isLocked(certified('/P 2 /Action /All'))).toEqual([false, false]);
  });
});

describe('a form that is none', () => {
  const deep = (depth: number) => {
    const nodes = Array.from({ length: depth }, (_, i): [number, string] => [
      100 + i,
      `<< /T (n${i}) ${i + 1 < depth ? `/Kids [${101 + i} 0 R]` : '/FT /Tx'} >>`,
    ]);
    return { ...Object.fromEntries(nodes), ...withField('100 0 R') };
  };
  const withField = (field: string) => ({
    [numbers.form]: { Fields: `[${fields.map((num) => `${num} 0 R`).join(' ')} ${field}]` },
  });
  const before = (changes: Changes) => reasonsOf(changed(unsignedForm(), changes));

  test.each<[string, Changes]>([
    ['a field that is no object of its own', withField('<< /FT /Tx /T (x) >>')],
    ['a field that is no dictionary', { ...withField('90 0 R'), 90: '(x)' }],
    ['a field twice', withField('7 0 R')],
    ['a field under itself', { ...withField('90 0 R'), 90: '<< /T (x) /Kids [90 0 R] >>' }],
    [
      'a child that is no object of its own',
      { ...withField('90 0 R'), 90: '<< /FT /Tx /T (x) /Kids [<< /T (y) >>] >>' },
    ],
    ['groups in groups without an end', deep(34)],
  ])('with %s is broken', async (_name, changes) => {
    expect(await before(changes)).toEqual(['structure-broken']);
  });

  test('goes 33 levels deep', async () => {
    expect(await before(deep(33))).not.toContain('structure-broken');
  });
});
