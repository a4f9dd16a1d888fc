/**
 * Capabilities that a network or run can require and a backend provide.
 *
 * Each is required by something and provided by something: see specs/plugins.md.
 */
export const capabilities = {
  delays: "spikes arrive later than they were sent, by a delay per synapse",
  "zero-delay": "a spike can act within the step in which it was sent",
  "escape-noise": "spikes drawn from a rate",
  "graded-spikes": "several spikes of one neuron in a step",
  noise: "random numbers in equations",
  sources: "populations that emit spikes at given times",
  "random-sources": "populations that emit spikes at random times",
  "current-stimuli": "inputs that change during a run: steps, samples, sines, formulas, noise",
  "poisson-stimuli": "random spikes onto receptors, drawn in each step",
  "explicit-step": "models that define their own update",
  "integer-state": "integer state with a stated width",
  regimes: "named modes with dynamics of their own",
  events: "named events other than the spike",
  "graded-output": "continuous outputs that other neurons read",
  "sub-step-spikes": "spike times and ends of refractory periods within a step",
  "synapse-models": "synapses that transmit a value other than their weight",
  "per-synapse-state": "state variables for each synapse",
  "stepped-synapses": "variables and traces of synapses that are integrated at each step",
  "synapse-reads": "synapses that read variables of their neurons",
  "synapse-events": "named events that act on synapses",
  coupling: "continuous coupling such as gap junctions",
  plasticity: "weights that change during a run",
  modulators: "a third factor broadcast to synapses",
  "procedural-connectivity": "synapses that are regenerated at each spike instead of stored",
  structure: "synapses that are created and removed during a run",
  "synapse-recorders": "recorders of weights and states of synapses",
  checkpoint: "runs that can be saved and resumed bitwise identically",
} as const;

/** The name of a capability. */
export type Capability = keyof typeof capabilities;

/** Test whether a string is the name of a capability. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}
