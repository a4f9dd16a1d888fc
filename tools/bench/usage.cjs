// Loaded into each Node process that is measured: writes at its exit what the whole process took, threads included.
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  const file = process.env["SPIKELOOM_BENCH_USAGE"];
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const seconds = (userCPUTime + systemCPUTime) / 1e6;
    appendFileSync(file, `${JSON.stringify({ peak_mib: peak() / 1024, cpu_s: seconds })}\n`);
  });
}

/** The most that this process held, in KiB: Linux counts what the parent held as it was forked in maxRSS. */
function peak() {
  const status = "/proc/self/status";
  const held = existsSync(status) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1];
  return held ? Number(held) : process.resourceUsage().maxRSS;
}
