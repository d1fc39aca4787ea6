/** The health check of a container: node health.cjs URL. Ends with 0 where the URL answers 200 in time. */
const answerMsMax = 4_000;

fetch(process.argv[2], { signal: AbortSignal.timeout(answerMsMax) }).then(
  async (answer) => {
    // Docker and Podman keep what the last checks said.
    console.log(await answer.text());
    process.exit(answer.ok ? 0 : 1);
  },
  (error) => {
    console.log(error.message);
    process.exit(1);
  },
);
