import { html, raw } from 'hono/html';

/** As much of an OpenAPI 3.1 document as the page shows. */
interface Description {
  info: { title: string; version: string; description?: string };
  paths?: Record<string, Partial<Record<string, Operation>>>;
  components?: { schemas?: Record<string, unknown> };
}

interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
}

type Content = Record<string, { schema?: unknown }>;

const methods = ['get', 'post', 'put', 'delete'];

/** The API as a page to read: no script, nothing from elsewhere, good on paper. */
export function docsPage(document: object): ReturnType<typeof html> {
  const { info, paths, components } = document as Description;
  const operations = Object.entries(paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [showOperation(method, path, operation)] : [];
    }),
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      html`<section id="schema-${name}">
        <h3>${name}</h3>
        <pre>${pretty(schema)}</pre>
      </section>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${info.title} API</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <h1>${info.title} API ${info.version}</h1>
        <p>${info.description ?? ''}</p>
        <p><a href="/api/openapi.json">openapi.json</a></p>
        <h2>Routes</h2>
        ${operations}
        <h2>Schemas</h2>
        ${schemas}
      </body>
    </html>`;
}

function showOperation(method: string, path: string, operation: Operation) {
  const { summary, parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      html`<tr>
        <td><code>${name}</code>${required ? ' *' : ''}</td>
        <td>${place}</td>
        <td><code>${compact(schema)}</code></td>
      </tr>`,
  );
  const answers = Object.entries(responses).map(
    ([status, { description, content }]) =>
      html`<tr>
        <td>${status}</td>
        <td>${description ?? ''}</td>
        <td>${showContent(content)}</td>
      </tr>`,
  );
  return html`<details>
    <summary><b>${method.toUpperCase()}</b> <code>${path}</code> ${summary ?? ''}</summary>
    ${
      rows.length > 0
        ? html`<table>
            ${rows}
          </table>`
        : ''
    }
    ${requestBody ? html`<p>Body: ${showContent(requestBody.content)}</p>` : ''}
    <table>
      ${answers}
    </table>
  </details>`;
}

function showContent(content: Content = {}) {
  return Object.entries(content).map(([type, { schema }]) => {
    const name = nameOf(schema);
    const link = name
      ? html`<a href="#schema-${name}">${name}</a>`
      : html`<code>${compact(schema)}</code>`;
    return html`${type} ${link} `;
  });
}

function nameOf(schema: unknown): string | undefined {
  const reference = (schema as { $ref?: unknown } | undefined)?.$ref;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

const compact = (schema: unknown) => JSON.stringify(schema ?? {});
const pretty = (schema: unknown) => JSON.stringify(schema, null, 2);

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  code, pre { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
  details { border-bottom: 1px solid #ccc; padding: .4rem 0; }
  table { border-collapse: collapse; margin: .5rem 0; } td { padding: .2rem .8rem .2rem 0; vertical-align: top; }`;
