# Takes out of node_modules and dist what no process of a deployment reads. Run in the image's build.
set -eu
here=$(uname -m)
cd /opt/saoy
for core in node_modules/@temporalio/core-bridge/releases/*; do
  case $core in */"$here"-unknown-linux-gnu) ;; *) rm -r "$core" ;; esac
done
rm -rf node_modules/@temporalio/core-bridge/sdk-core node_modules/@temporalio/core-bridge/src node_modules/.cache
# Types, maps and sources are read by compilers and debuggers; documents by people.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
find node_modules -type f -iname '*.md' -delete
# Node loads the CommonJS build; these are for browsers and bundlers.
rm -rf node_modules/pdf-lib/es node_modules/pdf-lib/src node_modules/exceljs/dist node_modules/typeorm/browser node_modules/zod/src
rm -rf node_modules/rxjs/src node_modules/rxjs/dist/esm node_modules/rxjs/dist/esm5 node_modules/rxjs/dist/bundles
rm -rf node_modules/@opentelemetry/*/build/esm node_modules/@opentelemetry/*/build/esnext
# pkcs11js keeps what its compiler left.
find node_modules/pkcs11js/build -type f ! -name pkcs11.node -delete
find node_modules dist web/dist -type d -empty -delete
# A layer with the same content has the same bytes.
find node_modules dist web/dist policies docker package.json LICENSE -exec touch -h -d @0 {} +
