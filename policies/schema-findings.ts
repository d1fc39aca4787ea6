import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { findDate } from '../time/time';
import type { Finding } from './find-contradictions';
import calendarSchema from './schema/calendar.schema.json';
import papersSchema from './schema/papers.schema.json';
import policySchema from './schema/policy.schema.json';
import reportFormsSchema from './schema/report-forms.schema.json';

const schemas = {
  policy: policySchema,
  calendar: calendarSchema,
  papers: papersSchema,
  'report-forms': reportFormsSchema,
};
const validators = new Map<string, ValidateFunction>();

/** What the published JSON Schema says against a file's content. */
export function schemaFindings(schema: keyof typeof schemas, content: unknown): Finding[] {
  const validate = validators.get(schema) ?? compile(schema);
  if (validate(content)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.map((error) => ({ path: pathOf(error), reason: reasonOf(error) }));
}

function compile(schema: keyof typeof schemas): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  ajv.addFormat('civil-date', (text: string) => findDate(text) !== undefined);
  const validate = ajv.compile(schemas[schema]);
  validators.set(schema, validate);
  return validate;
}

function pathOf(error: ErrorObject): (string | number)[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra = (error.params as { additionalProperty?: string }).additionalProperty;
  return extra === undefined ? path : [...path, extra];
}

/** The schema's complaint as a Vietnamese sentence; the rule that speaks is named by its keyword. */
function reasonOf({ keyword, params, instancePath, message }: ErrorObject): string {
  const detail = params as Record<string, unknown>;
  const where = instancePath === '' ? 'gốc của tệp' : `“${instancePath.slice(1)}”`;
  switch (keyword) {
    case 'required':
      return detail['missingProperty'] === 'citation'
        ? `${where} thiếu “citation”: giá trị nào cũng phải có căn cứ.`
        : `${where} thiếu “${String(detail['missingProperty'])}”.`;
    case 'additionalProperties':
      return `${where} không có khóa “${String(detail['additionalProperty'])}” trong lược đồ.`;
    case 'enum':
    case 'const':
      return `${where} phải là ${JSON.stringify(detail['allowedValues'] ?? detail['allowedValue'])}.`;
    case 'format':
      return `${where} không phải một ngày có thật (YYYY-MM-DD).`;
    case 'pattern':
      return `${where} không đúng dạng ${String(detail['pattern'])}.`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `${where} không được để trống.`;
    case 'type':
      return `${where} phải có kiểu ${String(detail['type'])}.`;
    default:
      return `${where}: ${message ?? keyword}.`;
  }
}
