const { appendFileSync } = require('node:fs');

/**
 * A reporter for jest that writes a line for each suite as soon as it has ended, into the file that
 * `SAOY_TEST_COUNTS` names: JSON of `{suite, passed, failed, skipped, didRun, seconds}`. It writes numbers alone, so an error
 * that cannot become JSON (one that holds itself) harms nothing, and what was written before jest dies stays.
 */
module.exports = class ReportCounts {
  onTestResult({ path }, result) {
    const line = {
      suite: path,
      passed: result.numPassingTests,
      failed: result.numFailingTests,
      skipped: result.numPendingTests + result.numTodoTests,
      didRun: !result.testExecError,
      seconds: Math.round(result.perfStats.runtime / 1000),
    };
    appendFileSync(process.env.SAOY_TEST_COUNTS, `${JSON.stringify(line)}\n`);
  }
};
