import type { Builder } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import { controlWords, parallelArrays } from "./parallel-arrays.ts";

/** Load the neuron of a spike that is delivered: those of neurons come first, then those of sources. */
export function sentSpike(b: Builder, spike: Value): Value {
  const { control, spikes, window } = parallelArrays;
  const listed = b.load(control, b.i32(controlWords.sent));
  const sender = b.variable("sender", b.i32(0));
  b.if(
    b.apply("ltUnsigned", spike, listed),
    () => b.set(sender, b.load(spikes, spike)),
    () => {
      const start = b.load(control, b.i32(controlWords.sources));
      const at = b.apply("add", start, b.apply("sub", spike, listed));
      b.set(sender, b.load(window, at));
    },
  );
  return b.get(sender);
}
