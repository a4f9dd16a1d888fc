import { interpretKernel, loopedExport, type Randomness } from "@spikeloom/code";
import { allocate } from "./allocate.ts";
import { type FlatCall, flatCall } from "./flat-call.ts";
import { loaded } from "./loaded-parts.ts";
import { assembled, checkBytes, kernelsOf, type MachineKind } from "./machine-plan.ts";
import { machineRoutines } from "./machine-routines.ts";
import { addressOf, viewer } from "./placed.ts";

/** The interpreter, neuron by neuron: slow, the reference for the others. */
export const javascriptMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, rules, draw, parts } = plan;
  checkBytes(plan);
  const length = Math.ceil(bytes / 64) * 64;
  const buffer = allocate(bytes, () =>
    shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length),
  );
  const memory = { buffer };
  const calls = new Map<string, FlatCall>();
  for (const { name, kernel, layout } of kernelsOf(plan)) {
    const { run, looped } = interpretKernel(kernel, layout, memory);
    calls.set(name, run as FlatCall);
    if (looped !== undefined) calls.set(loopedExport(name), looped);
  }
  for (const [name, { routine }] of machineRoutines(plan)) {
    calls.set(name, flatCall(routine, { memory, addressOf }));
  }
  let random: Randomness | undefined;
  return {
    ...assembled(plan, (name) => calls.get(name)),
    buffer,
    rules: (draw && parts.building?.interpretedRules(rules, memory, draw)) ?? [],
    get random() {
      random ??= loaded(parts.drawing, "drawing").javascriptRandomness(viewer(buffer), precision);
      return random;
    },
    leave: () => undefined,
  };
};
