import { resultFile } from "@spikeloom/interop/hdf5";
import { SpikeLoomError } from "@spikeloom/kernel";
import { estimateNetwork, previewSink, teeSinks } from "@spikeloom/simulate";
import { peakKibibytes } from "../../../tools/test/peak-memory.cjs";
import { clock, defaultStack, readNetworkFile, run, simulate } from "../src/index.ts";

type Given = Parameters<typeof run>[0];

// Runs the network in its argument; prints the estimated and the measured memory,
// or the code and the place of the error that ended it.
const task = JSON.parse(process.argv[2] ?? "") as {
  /** A network, or the name of its file. */
  readonly network: Given | string;
  readonly workers: number;
  readonly memory?: number;
  /** Bytes that a script allocates before the run and releases soon after. */
  readonly held?: number;
  /** A file for recorded data, as with the command; otherwise it is kept in memory. */
  readonly out?: string;
  /** Advanced by a script in steps of a millisecond, and whether its network may change. */
  readonly stepped?: { readonly revisable: boolean };
};
const { workers, memory, held = 0, out, stepped } = task;
const network =
  typeof task.network === "string"
    ? (await readNetworkFile(task.network, { stack: defaultStack })).network
    : task.network;
let others: Uint8Array | undefined = new Uint8Array(held).fill(1);
const stack = defaultStack;
const backend = clock();
const holdsRecords = out === undefined;
const { revisable } = stepped ?? {};
const { bytes } = estimateNetwork(network, { stack, backend, workers, holdsRecords, revisable });
const asked = { workers, ...(memory !== undefined && { memory }) };
try {
  if (stepped === undefined) await runAtOnce();
  else await advance(stepped);
  console.log(JSON.stringify({ estimated: bytes, measured: 1024 * peakKibibytes() }));
} catch (error) {
  if (!(error instanceof SpikeLoomError)) throw error;
  console.log(JSON.stringify({ code: error.code, place: error.place }));
}

async function advance({ revisable }: NonNullable<typeof stepped>): Promise<void> {
  const simulated = await simulate(network, { ...asked, revisable });
  const duration = Number.parseFloat(network.duration ?? "");
  for (let time = 0; time < duration; time += 1) await simulated.advance("1 ms");
  await simulated.close();
}

async function runAtOnce(): Promise<void> {
  await run(network, {
    ...asked,
    ...(out !== undefined && { sink: teeSinks(previewSink({ most: 16e6 }), resultFile(out)) }),
    onProgress() {
      if (others === undefined || held === 0) return;
      others = undefined;
      globalThis.gc?.();
    },
  });
}
