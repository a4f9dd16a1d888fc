import { estimateMemory } from "@spikeloom/network";
import { peakKibibytes } from "../../../tools/test/peak-memory.cjs";
import { defaultStack, run } from "../src/index.ts";

// Runs the network in its argument; prints what was expected of its memory and what the system has measured.
const { network, workers } = JSON.parse(process.argv[2] ?? "") as {
  readonly network: Parameters<typeof run>[0];
  readonly workers: number;
};
const { bytes } = estimateMemory(network, defaultStack, { workers, holdsRecords: true });
await run(network, { workers });
console.log(JSON.stringify({ estimated: bytes, measured: 1024 * peakKibibytes() }));
