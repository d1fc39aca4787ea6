#!/usr/bin/env -S node --enable-source-maps
/** The command “saoy” in the image, where everything is built and nothing is to be set up. */
const { main } = require('/opt/saoy/dist/cli/main.js');

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
