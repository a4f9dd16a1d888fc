import type { ConventionRecord } from "@spikeloom/kernel";

/** Conventions of NEST's grid-based neurons (`iaf_*`), with PyNN's contract for injected currents. */
export const nest: ConventionRecord = {
  name: "nest",
  // The update loop of iaf_psc_exp: propagate V with the currents at t, add the content of the ring buffer
  // for t + dt, then test.
  order: ["integrate", "arrive", "threshold", "reset"],
  // SpikeEvents carry Time::step(origin + lag + 1).
  spikeStamp: "end",
  // `if (V_m >= V_th)` in every iaf model.
  threshold: "greater-or-equal",
  // V_m is clamped for exactly round(t_ref / dt) steps after the step of the spike, so the shortest
  // interval is t_ref + dt; input to a clamped variable is lost.
  refractory: { countOffset: 0, rounding: "up", blocksWrites: true },
  // izhikevich::update: `V += h * ( ... ) + spikes`, in one expression.
  arrivals: "in-increment",
  // A delay is at least the resolution and is rounded to the nearest step.
  delay: { least: 1, rounding: "nearest" },
  // spike_generator::assert_valid_spike_time_and_insert_: Time::ms_stamp rounds up to the end of the step.
  spikeTimes: { rounding: "up" },
  // poisson_generator draws a count for each target and step and sends it as a multiplicity.
  multiplicity: "count",
  // NEST's own generators act one minimum delay late; PyNN shifts them back, so that V first changes at
  // start + dt. PyNN's contract applies here.
  inputHold: "start",
  // A multimeter reads after the update and stamps t + dt.
  sampleAt: "end",
  // stdp_synapse::send: facilitate by the target's spikes up to t - d, depress, send the new weight;
  // get_K_value excludes a spike at t - d itself, and the source's trace is incremented last.
  plasticity: { coincidence: "apart", dendritic: 1, carries: "new" },
};
