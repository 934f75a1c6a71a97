// Installed beside Seaworthy in the embedded VS Code: runs the bundled suite in the extension host. The suite writes
// its own report; only a suite that cannot run at all is reported from here.
'use strict';
const { existsSync, writeFileSync } = require('node:fs');
const { env } = require('node:process');

exports.activate = () => {
  const reportFile = env.SEAWORTHY_E2E_REPORT;
  // Not awaited: activation must end before Seaworthy's own activation can be tested.
  if (reportFile !== undefined) void runSuite(reportFile);
};

async function runSuite(reportFile) {
  try {
    await require('./suite.cjs').run();
  } catch (error) {
    if (!existsSync(reportFile))
      writeFileSync(reportFile, JSON.stringify({ error: String(error.stack), tests: [] }));
  }
}
