// Loaded into each Node process that is measured: writes at its exit what the whole process took, threads included.
const { appendFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  const file = process.env["SPIKELOOM_BENCH_USAGE"];
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const seconds = (userCPUTime + systemCPUTime) / 1e6;
    appendFileSync(file, `${JSON.stringify({ peak_mib: maxRSS / 1024, cpu_s: seconds })}\n`);
  });
}
