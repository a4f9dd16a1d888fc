import { kernelRoutine } from "../../../packages/code/src/kernel/kernel-routine.ts";
import { interpret } from "../../../packages/code/src/targets/javascript/interpret.ts";
import { wgslKernel } from "../../../packages/code/src/targets/wgsl/kernel.ts";
import type { Stepped } from "../../test/stepped-models.ts";
import { numbers } from "../../test/test-numbers.ts";
import type { ShaderCase, Words } from "./shader-case.ts";

/** Number of neurons: more than a workgroup, and not a multiple of one. */
const size = 70;
const steps = 300;
const dt = 0.1;

const bits = new Int32Array(1);
const asFloat = new Float32Array(bits.buffer);

function wordOf(x: number): number {
  asFloat[0] = x;
  return bits[0] ?? 0;
}

/** Run a model's kernel for some hundred steps on random states. */
export function kernelCase({ name, program, drawn }: Stepped): ShaderCase {
  const [kernel] = program.kernels;
  if (kernel === undefined) throw new Error(name);
  const slots = new Map([...program.slots.keys()].map((slot, k) => [slot, size * k]));
  const memory = new Float32Array(size * slots.size);
  const words = new Int32Array(memory.buffer);
  const random = numbers(5);
  for (const [slot, at] of slots) {
    const [low, high] = drawn[slot] ?? [program.slots.get(slot)?.start ?? 0, undefined];
    for (let k = 0; k < size; k++) {
      memory[at + k] = high === undefined ? low : low + (high - low) * random();
    }
  }
  const start = [...words];
  const routine = kernelRoutine(kernel, { slots, type: "f32" });
  const step = interpret(routine, {
    memory: { buffer: memory.buffer },
    addressOf: (array) => 4 * (slots.get(array.name) ?? Number.NaN),
  });
  let looped = 0;
  const each = Array.from({ length: steps }, (_, k): Words => {
    const spikes: number[] = [];
    for (let neuron = 0; neuron < size; neuron++) {
      const [spiked, turned] = step([], [neuron, Math.fround(k * dt)]);
      if (spiked === true) spikes.push(neuron);
      if (turned === true) looped++;
    }
    return [spikes.length, looped, ...spikes];
  });
  const job = {
    name,
    code: wgslKernel(kernel, { slots }),
    buffers: [
      { name: "slots", words: start },
      { name: "spikes", words: new Array<number>(size).fill(0) },
      { name: "counts", words: [0, 0] },
    ],
    steps: Array.from({ length: steps }, (_, k) => ({
      given: [size, 0, wordOf(k * dt)],
      set: { buffer: "counts", words: [0] },
    })),
    each: ["counts", "spikes"],
  };
  const wanted = { each, last: { slots: [...words] } };
  return { job, wanted, spikesAfter: 2, floats: ["slots"] };
}
