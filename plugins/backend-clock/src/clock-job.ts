import type { EstimateOptions, OptionValues, PluginOption, SimulationJob } from "@spikeloom/kernel";
import { isLowered, type NetworkProgram } from "@spikeloom/program";

/** The most parts that a network can be cut into. */
export const mostShards = 4096;

/** What this backend lets one choose. */
export const clockOptions: Readonly<Record<keyof ClockSettings, PluginOption>> = {
  precision: {
    about: "the width of numbers",
    type: "text",
    choices: ["f64", "f32"],
    default: "f64",
  },
  workers: {
    about: "threads to run on, which results do not depend on",
    type: "integer",
    least: 1,
    most: mostShards,
  },
  shards: {
    about:
      "parts that neurons are dealt to, one for each worker at least; results do not depend on them",
    type: "integer",
    least: 1,
    most: mostShards,
  },
  plasticity: {
    about:
      "when a spike of a target acts on plastic synapses: when they are next needed, or at once; the bits are the same",
    type: "text",
    choices: ["lazy", "eager"],
  },
};

/** The same as they were chosen; where one is not there, the backend chooses. */
export interface ClockSettings {
  readonly precision: "f64" | "f32";
  readonly workers?: number;
  readonly shards?: number;
  readonly plasticity?: "lazy" | "eager";
}

/** What decides what a program takes. */
export interface ClockTask
  extends ClockSettings,
    Pick<NetworkProgram, "network" | "stack">,
    Pick<SimulationJob, "revisable"> {}

/** What decides whether it can be run. */
export interface CheckedTask extends ClockTask {
  /** Whether other threads can lower the network to this program, too. */
  readonly isLowered: boolean;
}

/** What is prepared, beside the program itself. */
export interface ClockJob extends CheckedTask, Omit<SimulationJob, "options"> {
  readonly seed: number;
  readonly open: boolean;
}

/** Read what is asked about a program. */
export function clockTask(
  program: NetworkProgram,
  options: OptionValues,
  { revisable }: Pick<EstimateOptions, "revisable"> = {},
): CheckedTask {
  const { network, stack } = program;
  // Options are checked where they come in.
  const settings = options as Partial<ClockSettings>;
  const asked = { ...settings, ...(revisable !== undefined && { revisable }) };
  return { network, stack, isLowered: isLowered(program), precision: "f64", ...asked };
}

/** Read what is asked to be prepared; a job that goes on may be changed where the one before could. */
export function clockJob(program: NetworkProgram, { options, ...job }: SimulationJob): ClockJob {
  const { seed, open } = program;
  const isRevisable = job.state && job.state.header["revisable"] === 1;
  return {
    ...clockTask(program, options),
    ...job,
    seed,
    open,
    ...(isRevisable !== undefined && { revisable: isRevisable }),
  };
}
