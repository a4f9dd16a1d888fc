// Trains small networks on a software adapter and on the CPU; prints a claim a line.
import { openDawn } from "./dawn.ts";
import { oneProcessor } from "./one-processor.ts";
import { trainOnGraphics } from "./training-runs.ts";

const start = performance.now();
const isLong = process.env["SPIKELOOM_LONG"] === "1";
for await (const claim of trainOnGraphics(isLong, await oneProcessor(await openDawn()))) {
  console.log(JSON.stringify(claim));
}
console.log(`webgpu training: ${((performance.now() - start) / 1000).toFixed(1)} s`);
