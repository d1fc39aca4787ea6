import {
  type Permission,
  permissionNames,
  permissions,
  relationDeclarations,
} from '../../domain/permissions';
import { rights } from '../../domain/process';
import { code, renderTable } from './render-table';

/** `docs/permissions.md`: who may do and see what. */
export function renderPermissions(): string {
  return `# Quyền hạn · Permissions

<!-- Written by scripts/process/write-process-docs.ts from domain/permissions.ts and domain/process.ts. Do not edit. -->

Bảng này sinh ra từ \`domain/permissions.ts\`; API, các nút trên màn hình và bài kiểm tra đều đọc bảng ấy.

Each route of the API names what it needs (\`x-needs\` in \`/api/openapi.json\`); its guard, the buttons of the
pages and the matrix test read the same table. ✓: this right suffices. Where no right is marked, the relation
alone decides. 🔒: whoever has a second factor gives a code of it first. What is not the person's answers 404, as if it were not there; a right that is missing 403.

${renderTable(
  ['permission', 'Tiếng Việt', 'English', 'quan hệ · relation', ...rights.map(code)],
  permissionNames.map((name) => {
    const { relation, rights: needed, scope, stepUp, vi, en }: Permission = permissions[name];
    const marks = rights.map((right) => (needed.includes(right) ? '✓' : ''));
    const how = relationDeclarations[relation];
    const whose = `${how.vi} · ${how.en}`;
    return [
      stepUp ? `${code(name)} 🔒` : code(name),
      vi,
      en,
      scope ? `${whose} ${code(scope)}` : whose,
      ...marks,
    ];
  }),
)}
`;
}
