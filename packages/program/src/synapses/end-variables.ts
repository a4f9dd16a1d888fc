import type { SynapseProgram } from "./synapse-program.ts";

/** A variable of the neurons at one end of synapses: read, or a trace. */
export interface EndVariable {
  readonly name: string;
  readonly of: "pre" | "post";
  /** Value of each neuron before the first step. */
  readonly initial: number;
}

/** List the variables that synapses have of the neurons at their ends. */
export function endVariables({
  reads,
  filters,
}: Pick<SynapseProgram, "reads" | "filters">): readonly EndVariable[] {
  return [...reads, ...filters].map((one) => {
    return { name: one.name, of: one.of, initial: "initial" in one ? one.initial : 0 };
  });
}
