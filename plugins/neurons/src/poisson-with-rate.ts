import { defineNeuron, type NeuronModel } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/** Options for a time-dependent rate. */
export interface RateText {
  /** Name of the model to define. */
  readonly name: string;
  /** Expression of `t`: `"10*Hz * (1 + sin(2*pi*5*Hz*t))"`. Negative rates count as zero. */
  readonly rate: string;
  /** Upper bound of the rate: `"20*Hz"`. */
  readonly bound: string;
}

/** Define a Poisson source whose rate is the given expression of time. */
export function poissonWithRate({
  name,
  rate,
  bound,
}: RateText): NeuronModel<typeof windowParameters> {
  return defineNeuron({
    name,
    about: "Poisson spike source with a time-dependent rate.",
    cite: ["doi:10.1002/nav.3800260304"],
    parameters: windowParameters,
    source: { process: "poisson", rate: `max(0*Hz, ${rate})`, bound, ...activeWindow },
  });
}
