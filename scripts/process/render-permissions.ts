import {
  type Permission,
  type PermissionName,
  permissionNames,
  permissions,
  relationDeclarations,
} from '../../domain/permissions';
import { rights } from '../../domain/process';
import { code, renderTable } from './render-table';

/** A route of the API's description, with what it needs: one permission, or one for each value of a field. */
export interface DescribedRoute {
  method: string;
  path: string;
  needs: PermissionName | { field: string; is: Readonly<Record<string, PermissionName>> };
}

/** `docs/permissions.md`: who may do and see what, and which routes of the API need it. */
export function renderPermissions(routes: readonly DescribedRoute[]): string {
  return `# Quyền hạn · Permissions

<!-- Written by scripts/process/write-process-docs.ts from domain/permissions.ts, domain/process.ts and the description of the API. Do not edit. -->

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

## Các đường dẫn · Routes

Every route and the permission that it needs. Where a field of the request decides, its value is named.

${renderTable(
  ['permission', 'routes'],
  permissionNames.map((name) => [code(name), routesOf(name, routes).join(' · ')]),
)}
`;
}

function routesOf(name: PermissionName, routes: readonly DescribedRoute[]): string[] {
  return routes
    .flatMap(({ method, path, needs }) => {
      const route = `${method.toUpperCase()} ${path}`;
      if (typeof needs === 'string') return needs === name ? [code(route)] : [];
      const values = Object.entries(needs.is).filter(([, needed]) => needed === name);
      return values.map(([value]) => `${code(route)} (${code(`${needs.field}: ${value}`)})`);
    })
    .sort();
}
