// In CommonJS, as it is also loaded into programs that are measured, before anything of theirs.
const { existsSync, readFileSync } = require("node:fs");

/** The most memory that this process has held, in KiB: Linux counts what the parent held as it was forked in maxRSS. */
function peakKibibytes() {
  const status = "/proc/self/status";
  const held = existsSync(status) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1];
  return held ? Number(held) : process.resourceUsage().maxRSS;
}

module.exports = { peakKibibytes };
