// Runs the conformance suite of the backend `webgpu` on a software adapter; prints a claim a line.
import { backendSuite } from "@spikeloom/conformance";
import { defaultStack as stack } from "spikeloom";
import { webgpu } from "../../plugins/backend-webgpu/src/index.ts";
import { openDawn } from "./dawn.ts";
import { oneProcessor } from "./one-processor.ts";

const gpu = await oneProcessor(await openDawn());
const suite = backendSuite(webgpu({ gpu }), { stack });
const start = performance.now();
for (const { name, run } of suite) {
  const fault = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  const claim = fault === undefined ? `the backend ${name}` : `the backend ${name}: ${fault}`;
  console.log(JSON.stringify({ claim, holds: fault === undefined }));
}
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(`webgpu conformance: ${suite.length} claims, ${seconds} s`);
