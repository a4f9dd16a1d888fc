import type { ConventionRecord } from "@spikeloom/kernel";

/** Conventions of Brian2's default schedule. */
export const brian2: ConventionRecord = {
  name: "brian2",
  // Slots of the default schedule: groups, thresholds, synapses, resets. Input that arrives in the step of a
  // spike is overwritten by a reset that assigns.
  order: ["integrate", "threshold", "arrive", "reset"],
  // A spike found in the step from t to t + dt is stamped t.
  spikeStamp: "start",
  // The user writes the comparison (usually "v > v_th").
  threshold: "as-written",
  // not_refractory = timestep(t - lastspike) >= timestep(ref): the shortest interval is max(ref, dt);
  // timestep() rounds down, with a tolerance of a thousandth of a step.
  // Variables flagged "(unless refractory)" cannot be written meanwhile.
  refractory: { countOffset: -1, rounding: "floor", blocksWrites: true },
  arrivals: "apart",
  // int(delay / dt + 0.5) in floating point; 0 acts in the same step, after the threshold.
  delay: { least: 0, rounding: "half-up" },
  // SpikeGeneratorGroup: timestep() rounds down, with a tolerance of a thousandth of a step.
  spikeTimes: { rounding: "floor" },
  // PoissonGroup tests rand() < rate * dt once per step.
  multiplicity: "one",
  // Functions of t are evaluated at the start of the step.
  inputHold: "start",
  // StateMonitor runs in the slot "start", before integration, and stamps t.
  sampleAt: "start",
  // on_pre runs before on_post in a step; the delay belongs to the pathway pre, and users usually write `v += w` first.
  plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
};
