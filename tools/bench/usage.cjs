// Loaded into each Node process that is measured: writes at its exit what the whole process took, threads included.
const { appendFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");
const { peakKibibytes } = require("../test/peak-memory.cjs");

if (isMainThread) {
  const file = process.env["SPIKELOOM_BENCH_USAGE"];
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const seconds = (userCPUTime + systemCPUTime) / 1e6;
    const peak = peakKibibytes() / 1024;
    appendFileSync(file, `${JSON.stringify({ peak_mib: peak, cpu_s: seconds })}\n`);
  });
}
