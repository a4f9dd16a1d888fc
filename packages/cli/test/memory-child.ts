import { SpikeLoomError } from "@spikeloom/kernel";
import { estimateNetwork } from "@spikeloom/simulate";
import { peakKibibytes } from "../../../tools/test/peak-memory.cjs";
import { chooseBackend } from "../src/choose-backend.ts";
import { defaultStack, run } from "../src/index.ts";

// Runs the network in its argument; prints what was expected of its memory and what the system has measured,
// or the code and the place of what ended it.
const { network, workers, memory } = JSON.parse(process.argv[2] ?? "") as {
  readonly network: Parameters<typeof run>[0];
  readonly workers: number;
  readonly memory?: number;
};
const stack = defaultStack;
const backend = chooseBackend(stack);
const { bytes } = estimateNetwork(network, { stack, backend, workers, holdsRecords: true });
try {
  await run(network, { workers, ...(memory !== undefined && { memory }) });
  console.log(JSON.stringify({ estimated: bytes, measured: 1024 * peakKibibytes() }));
} catch (error) {
  if (!(error instanceof SpikeLoomError)) throw error;
  console.log(JSON.stringify({ code: error.code, place: error.place }));
}
