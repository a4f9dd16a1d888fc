import type { ConventionRecord } from "@spikeloom/kernel";

/** Conventions of NEURON's fixed-step method as PyNN's integrate-and-fire cells use it. */
export const neuron: ConventionRecord = {
  name: "neuron",
  // fadvance: deliver events that are due, solve for the voltage, then test.
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  // NetCon and PyNN's reset mechanisms both fire above the threshold, not at it.
  threshold: "greater",
  // The voltage is held for round(t_ref / dt) steps after the step of the spike; conductances keep evolving.
  refractory: { countOffset: 0, rounding: "nearest", blocksWrites: true },
  arrivals: "apart",
  // An event of delay 0 is delivered at the start of the next step, which carries the stamp's time.
  // Events count as due within half a step.
  delay: { least: 0, rounding: "nearest" },
  // A VecStim's event of 10.02 ms is due with those of 10 ms.
  spikeTimes: { rounding: "nearest" },
  // NetStim works in continuous time: several events may fall into one step.
  multiplicity: "count",
  // A current clamp that starts on the grid acts from the step that starts at its time.
  inputHold: "start",
  sampleAt: "end",
  // A NetCon delays presynaptic spikes; weight adjusters affect the weight of the next event.
  plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
};
