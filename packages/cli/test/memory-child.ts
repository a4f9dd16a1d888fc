import { existsSync, readFileSync } from "node:fs";
import { estimateMemory } from "@spikeloom/network";
import { defaultStack, run } from "../src/index.ts";

// Runs the network in its argument; prints what was expected of its memory and what the system has measured.
const { network, workers } = JSON.parse(process.argv[2] ?? "") as {
  readonly network: Parameters<typeof run>[0];
  readonly workers: number;
};
const { bytes } = estimateMemory(network, defaultStack, { workers });
await run(network, { workers });
console.log(JSON.stringify({ estimated: bytes, measured: 1024 * peak() }));

/** The most that this process held, in KiB: Linux counts what the parent held as it was forked in maxRSS. */
function peak(): number {
  const status = "/proc/self/status";
  const held = existsSync(status) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1];
  return held ? Number(held) : process.resourceUsage().maxRSS;
}
