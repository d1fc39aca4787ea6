import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const pdfjs = join(here, '../node_modules/pdfjs-dist');

/**
 * pdf.js fetches its image decoders and standard fonts when a scan needs them (JPEG 2000 and
 * JBIG2 are what office scanners write): they are served beside the pages, under /pdfjs.
 */
function pdfjsData(): Plugin {
  return {
    name: 'saoy-pdfjs-data',
    apply: 'build',
    generateBundle() {
      for (const folder of ['wasm', 'standard_fonts', 'iccs']) {
        for (const file of readdirSync(join(pdfjs, folder))) {
          const source = readFileSync(join(pdfjs, folder, file));
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${file}`, source });
        }
      }
    },
  };
}

/** Every page has one head (`page.html`); its own file holds its title and its script or style. */
function sharedHead(): Plugin {
  const frame = readFileSync(join(here, 'page.html'), 'utf8');
  return {
    name: 'saoy-shared-head',
    transformIndexHtml: {
      order: 'pre',
      handler: (own) => frame.replace("<!-- what is the page's own -->", () => own.trim()),
    },
  };
}

/** The dark colours also where no script sets the theme: the pages that the server writes have none. */
function darkWithoutScript(): Plugin {
  return {
    name: 'saoy-dark-without-script',
    enforce: 'pre',
    transform(css, id) {
      if (!id.endsWith('look/tokens.css')) return null;
      const [, colours] = /\[data-theme='dark'\] (\{[^}]*\})/.exec(css) ?? [];
      if (colours === undefined) throw new Error('tokens.css has no dark theme');
      const rule = `:root:not([data-theme]) ${colours}`;
      return {
        code: `${css}\n@media screen and (prefers-color-scheme: dark) { ${rule} }`,
        map: null,
      };
    },
  };
}

/** The entries: staff (antd), and light ones for the public that carry no antd, and what the server's own pages look like. */
export default defineConfig({
  root: here,
  plugins: [react(), sharedHead(), darkWithoutScript(), pdfjsData()],
  build: {
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses, so that the content security policy can leave them out.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: {
        staff: join(here, 'index.html'),
        verify: join(here, 'verify.html'),
        register: join(here, 'register.html'),
        my: join(here, 'my.html'),
        booking: join(here, 'booking.html'),
        public: join(here, 'public.html'),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
