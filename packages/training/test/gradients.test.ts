import { describe, expect, it } from "vitest";
import { forwardMode, makeTrainer } from "../src/index.ts";
import {
  drawDirection,
  type SmallNetwork,
  smallBatch,
  smallNetwork,
  smallRequest,
} from "./small-task.ts";

const lif: SmallNetwork = {
  model: "lif-delta",
  parameters: { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV", tau_refrac: "0 ms" },
  weight: [0.9, "mV"],
};
const batch = smallBatch(3);

/** How far gradients along a direction are from what forward mode says, over the sum of what adds up to them. */
function errorsOf(
  request: ReturnType<typeof smallRequest>,
  precision: "f32" | "f64",
): readonly number[] {
  const trainer = makeTrainer({ ...request, precision });
  const { loss } = trainer.differentiate(batch);
  const gradients = trainer.gradients();
  return [1, 2, 3].map((seed) => {
    const direction = drawDirection(gradients, seed);
    const oracle = forwardMode(request, batch, direction);
    expect(Math.abs(oracle.loss - loss)).toBeLessThan(1e-6);
    let [sum, size] = [0, 0];
    gradients.forEach((gradient, k) => {
      gradient.forEach((one, n) => {
        const part = one * (direction[k]?.[n] ?? Number.NaN);
        sum += part;
        size += Math.abs(part);
      });
    });
    expect(size).toBeGreaterThan(1e-3);
    return Math.abs(sum - oracle.derivative) / size;
  });
}

describe("gradients of a recurrent network", () => {
  const request = smallRequest(smallNetwork(lif));

  it("are those of forward mode", () => {
    // Both add the same products in another order: some hundred roundings of each number type.
    for (const error of errorsOf(request, "f64")) expect(error).toBeLessThan(1e-12);
    for (const error of errorsOf(request, "f32")) expect(error).toBeLessThan(1e-5);
  });

  it("are the same bits as those that are interpreted", () => {
    for (const precision of ["f32", "f64"] as const) {
      const all = (["wasm", "js"] as const).map((target) => {
        const trainer = makeTrainer({ ...request, precision }, { target });
        const { loss } = trainer.differentiate(batch);
        const gradients = trainer.gradients();
        trainer.update();
        return { loss, gradients, parameters: trainer.parameters() };
      });
      expect(all[0]).toEqual(all[1]);
    }
  });
});
