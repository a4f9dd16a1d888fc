import { reference } from "@spikeloom/backend-reference";
import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawSeed, newDraw } from "../../../tools/test/draws.ts";
import { event } from "../src/index.ts";
import { drawnNetwork, linearModels } from "./drawn-networks.ts";

/** Values of neurons that receive no feedback, so that differences do not grow. */
async function valuesOf(network: NetworkRecord, backend: BackendRecord): Promise<Float64Array> {
  const { recordings } = await run(network, { stack, backend, for: "12 ms", seed: 4 });
  return recordings[1]?.samples.get("v")?.values ?? new Float64Array(0);
}

it.each(linearModels)(
  "$model comes closer to the values of the reference backend in first order of dt",
  async (model) => {
    const networkOf = (dt: string): NetworkRecord => {
      const {
        projections = [],
        stimuli = [],
        ...rest
      } = drawnNetwork(model, newDraw(drawSeed, 3), dt);
      const quiet = { ...projections[0], weight: model.weight.replace(/[\d.]+/, "0.01") };
      const weak = [{ ...stimuli[0], values: ["0.01 nA", "0 nA", "0 nA"] }];
      return { ...rest, projections: [quiet], stimuli: weak } as NetworkRecord;
    };
    const exact = await valuesOf(networkOf("0.125 ms"), event);
    const errors: number[] = [];
    for (const dt of ["0.125 ms", "0.03125 ms", "0.0078125 ms"]) {
      const values = await valuesOf(networkOf(dt), reference);
      errors.push(
        exact.reduce((most, one, k) => Math.max(most, Math.abs(one - (values[k] as number))), 0),
      );
    }
    const [coarse = 0, , fine = 0] = errors;
    expect(exact.length).toBeGreaterThan(0);
    expect(coarse).toBeGreaterThan(0);
    // A step 16 times shorter gives at least 6 times smaller errors.
    expect(fine).toBeLessThan(coarse / 6);
  },
);
