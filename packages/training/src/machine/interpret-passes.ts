import {
  type External,
  interpret,
  interpretKernel,
  type Routine,
  type RunKernel,
} from "@spikeloom/code";
import type { WasmMemory } from "@spikeloom/code/encoder";
import type { PassMachine } from "./pass-machine.ts";
import type { Passes } from "./passes.ts";

/** Interpret passes statement by statement: slow, the reference for all targets. */
export function interpretPasses(passes: Passes, memory: WasmMemory): PassMachine {
  const kernels = new Map<External, RunKernel>(
    passes.kernels.map(({ external, kernel, layout }) => {
      return [external, interpretKernel(kernel, layout, memory).run];
    }),
  );
  const walked = (routine: Routine) =>
    interpret(routine, {
      memory,
      addressOf: passes.addressOf,
      externalOf:
        (external) =>
        (t, out, ...rows) =>
          kernels.get(external)?.(Number(t), Number(out), ...rows.map(Number)) ?? Number.NaN,
    });
  const [forward, backward] = [walked(passes.forward), walked(passes.backward)];
  const [transpose, add] = [walked(passes.transposeMatrix), walked(passes.addBlocks)];
  const transposeWindow = walked(passes.transposeWindow);
  const [update, find] = [walked(passes.update), walked(passes.findOdd)];
  const write = walked(passes.writeSpikes);
  const clear = walked(passes.called.clearRow);
  return {
    forward: (marks, examples, { from, until }) =>
      void forward([], [...marks, examples, from, until]),
    backward: (marks, examples, gradients, { from, until }) =>
      void backward([], [...marks, examples, from, until, gradients]),
    transposeMatrix: (matrix, out, shape) => void transpose([matrix, out], shape),
    transposeWindow: (matrix, out, shape) => void transposeWindow([matrix, out], shape),
    addBlocks: (gradients, blocks, width) => void add([gradients], [blocks, width]),
    isFinite: (address, count) => find([address], [count])[0] === 0,
    writeSpikes({ begins, times, neurons, marks, spikes }, { first, count }, most) {
      const places = [begins, times, neurons, passes.events];
      const numbers = [first, first + count, marks, spikes, most.steps, most.neurons];
      return write(places, numbers)[0] === 0;
    },
    clear: (address, count) => void clear([address], [0, count]),
    update: ({ values, gradients, kept, aside, common, count, pitch }, blocks) => {
      const places = [values, gradients, kept, aside, common];
      return update(places, [count, pitch, blocks])[0] === 0;
    },
  };
}
