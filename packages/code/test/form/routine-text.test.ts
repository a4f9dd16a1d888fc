import { describe, expect, it } from "vitest";
import { steppedModels } from "../../../../tools/test/stepped-models.ts";
import { routine } from "../../src/form/build.ts";
import { routineText } from "../../src/form/routine-text.ts";
import { kernelRoutine } from "../../src/kernel/kernel-routine.ts";
import { deliverSpike } from "../../src/routines/delivery/deliver-spike.ts";

describe("the text of a routine", () => {
  it("has a line for each statement, and the routines that it calls", () => {
    expect(routineText(deliverSpike)).toBe(`# Delivers one spike of a list.
deliver_spike(spikes: i32[], offsets: i32[], synapses: i32[], sums: i32[], spike: i32)
  spikes = spikes[spike]
  deliver_row(offsets, synapses, sums, spikes)

# Adds the weights of a row of packed synapses to the sums of their targets.
deliver_row(offsets: i32[], synapses: i32[], sums: i32[], row: i32)
  offsets = offsets[row]
  offsets'2 = offsets[row + 1]
  for synapse from offsets below offsets'2
    synapses = synapses[synapse]
    sums[shiftRightUnsigned(synapses, 15)] += shiftRight(shiftLeft(synapses, 17), 17)
`);
  });

  it("names shared values, and computes rare ones only in their branch", () => {
    const made = routine("f", { about: "Tried.", parameters: { x: "f64" } }, (b, { x }) => {
      const square = b.apply("mul", x, x);
      const root = b.apply("sqrt", x);
      const slow = b.apply("sub", root, b.apply("neg", root));
      const usual = b.apply("add", square, square);
      return [b.apply("rarely", b.apply("lt", x, b.f64(-0)), usual, slow)];
    });
    expect(routineText(made)).toBe(`# Tried.
f(x: f64) -> f64
  x'2 = (x * x)
  x'3 = (x'2 + x'2)
  rarely, if (x < -0)
    x'4 = sqrt(x)
    x'3 = (x'4 - neg(x'4))
  return x'3
`);
  });

  it("grows with the graph", () => {
    const { program } = steppedModels.find(({ name }) => name === "hodgkin-huxley") ?? {};
    const [kernel] = program?.kernels ?? [];
    if (kernel === undefined || program === undefined) throw new Error("none");
    const text = routineText(kernelRoutine(kernel, { slots: program.slots, type: "f64" }));
    expect(text.length).toBeLessThan(60_000);
    expect(text.match(/^exprel\(/gmu)).toHaveLength(1);
  });
});
