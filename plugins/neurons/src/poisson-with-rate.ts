import { defineNeuron, type NeuronModel } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/** A rate that changes in time. */
export interface RateText {
  /** Name of the model that is made. */
  readonly name: string;
  /** An expression of `t`: `"10*Hz * (1 + sin(2*pi*5*Hz*t))"`. Below zero it counts as zero. */
  readonly rate: string;
  /** A rate that it never exceeds: `"20*Hz"`. */
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
    about: "Poisson spike source with a rate that changes in time.",
    cite: ["doi:10.1002/nav.3800260304"],
    parameters: windowParameters,
    source: { process: "poisson", rate: `max(0*Hz, ${rate})`, bound, ...activeWindow },
  });
}
