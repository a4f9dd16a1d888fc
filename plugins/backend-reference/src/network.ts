import type { NetworkProgram } from "@spikeloom/program";
import type { Drive } from "./drives.ts";
import type { Inputs } from "./inputs.ts";
import type { Neurons } from "./neurons.ts";
import type { Outside } from "./outside.ts";
import type { Rule } from "./plasticity.ts";
import type { Source } from "./sources.ts";
import type { SpikeLog } from "./spike-log.ts";

/** Everything that takes part in a step, in the order of the program. */
export interface Network {
  readonly program: NetworkProgram;
  readonly neurons: ReadonlyMap<string, Neurons>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly inputs: Inputs;
  readonly drives: readonly Drive[];
  readonly rules: readonly { readonly rule: Rule; readonly outside: Outside }[];
  readonly deliver: (log: SpikeLog, step: number) => void;
  readonly log: SpikeLog;
  /** Whether spikes can arrive in the step that sends them, so that each step is split in two. */
  readonly zeroDelay: boolean;
  readonly synapses: number;
  readonly counts: { step: number; spikes: Map<string, number>; hash: string };
}
