import { describe, expect, it } from "vitest";
import { steppedModels } from "../../../../tools/test/stepped-models.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { kernelRoutine } from "../../src/kernel/kernel-routine.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { machine } from "../targets/run-kernels.ts";

const size = 20;
const steps = 40;
const precisions = ["f64", "f32"] as const;
const cases = steppedModels.flatMap((model) =>
  precisions.map((type) => [model.name, type] as const),
);

describe("a kernel as a routine for one neuron", () => {
  it.each(cases)("has the bits of the vectors of %s in %s", (name, type) => {
    const model = steppedModels.find((one) => one.name === name);
    const [kernel] = model?.program.kernels ?? [];
    if (model === undefined || kernel === undefined) throw new Error(name);
    const { program, drawn } = model;
    const bytes = type === "f64" ? 8 : 4;
    const names = [...program.slots.keys()];
    const memory = { buffer: new ArrayBuffer(bytes * size * names.length) };
    const arrayOf = (slot: string): Float64Array | Float32Array => {
      const at = bytes * size * names.indexOf(slot);
      if (type === "f64") return new Float64Array(memory.buffer, at, size);
      return new Float32Array(memory.buffer, at, size);
    };
    const vectors = machine({ program, kernels: [kernel], size, precision: type, target: "wasm" });
    const random = numbers(2);
    for (const slot of names) {
      const [low, high] = drawn[slot] ?? [];
      const start = program.slots.get(slot)?.start ?? 0;
      const some = (): number => {
        return low === undefined || high === undefined ? start : low + (high - low) * random();
      };
      arrayOf(slot).set(Float64Array.from({ length: size }, some));
      vectors.array(slot).set(arrayOf(slot));
    }
    const step = interpret(kernelRoutine(kernel, { slots: new Set(names), type }), {
      memory,
      addressOf: (array) => bytes * size * names.indexOf(array.name),
    });
    let [sent, looped] = [0, 0];
    for (let k = 0; k < steps; k++) {
      const t = type === "f64" ? k * 0.1 : Math.fround(k * 0.1);
      const done = Array.from({ length: size }, (_, neuron) => step([], [neuron, t]));
      const spikes = done.flatMap(([spiked], neuron) => (spiked === true ? [neuron] : []));
      expect(spikes).toEqual(vectors.run(kernel, k * 0.1));
      sent += spikes.length;
      looped += done.filter(([, turned]) => turned === true).length;
    }
    for (const slot of names) expect([...arrayOf(slot)]).toEqual([...vectors.array(slot)]);
    expect(sent).toBeGreaterThan(5);
    expect(looped).toBe(vectors.looped(kernel));
  });
});
