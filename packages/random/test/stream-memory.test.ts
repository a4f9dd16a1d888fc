import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** Maximum MiB of a process that opens this many streams, one after another. */
function peakOf(streams: number): number {
  const module = new URL("../src/stream.ts", import.meta.url).href;
  const peak = new URL("../../../tools/test/peak-memory.cjs", import.meta.url).href;
  const text = `
    import { stream } from "${module}";
    import { peakKibibytes } from "${peak}";
    let sum = 0;
    for (let k = 0; k < ${streams}; k++) sum += stream(new Uint32Array(4), k).uint32();
    console.log(peakKibibytes() / 1024);
  `;
  // Garbage is collected early, so that only retained memory makes a difference.
  const args = [...process.execArgv, "--max-semi-space-size=1", "--input-type=module", "-e", text];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

it("retains no memory of unused streams", () => {
  // Connectors open one for each neuron, twice.
  expect(peakOf(100_000) - peakOf(1)).toBeLessThan(48);
});
