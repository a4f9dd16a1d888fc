import type { EstimateOptions, OptionValues, PluginOption, SimulationJob } from "@spikeloom/kernel";
import { isLowered, type NetworkProgram } from "@spikeloom/program";

/** Maximum number of shards of a network. */
export const mostShards = 4096;

/** Options of this backend. */
export const clockOptions: Readonly<Record<keyof ClockSettings, PluginOption>> = {
  precision: {
    about: "precision of numbers",
    type: "text",
    choices: ["f64", "f32"],
    default: "f64",
  },
  workers: {
    about: "number of threads; results do not depend on it",
    type: "integer",
    least: 1,
    most: mostShards,
  },
  shards: {
    about:
      "number of parts to which neurons are distributed, at least one per worker; results do not depend on it",
    type: "integer",
    least: 1,
    most: mostShards,
  },
  plasticity: {
    about:
      "when a spike of a target acts on plastic synapses: when they are next needed, or immediately; the bits are the same",
    type: "text",
    choices: ["lazy", "eager"],
  },
};

/** Options as specified; the backend chooses those that are absent. */
export interface ClockSettings {
  readonly precision: "f64" | "f32";
  readonly workers?: number;
  readonly shards?: number;
  readonly plasticity?: "lazy" | "eager";
}

/** Settings that determine the memory of a program. */
export interface ClockTask
  extends ClockSettings,
    Pick<NetworkProgram, "network" | "stack">,
    Pick<SimulationJob, "revisable"> {}

/** Settings that determine whether it can be run. */
export interface CheckedTask extends ClockTask {
  /** Whether other threads can also lower the network to this program. */
  readonly isLowered: boolean;
}

/** Settings of a preparation, in addition to the program itself. */
export interface ClockJob extends CheckedTask, Omit<SimulationJob, "options"> {
  readonly seed: number;
  readonly open: boolean;
}

/** Convert the settings of a check or an estimate. */
export function clockTask(
  program: NetworkProgram,
  options: OptionValues,
  { revisable }: Pick<EstimateOptions, "revisable"> = {},
): CheckedTask {
  const { network, stack } = program;
  // Options are validated at the interface.
  const settings = options as Partial<ClockSettings>;
  const asked = { ...settings, ...(revisable !== undefined && { revisable }) };
  return { network, stack, isLowered: isLowered(program), precision: "f64", ...asked };
}

/** Convert the settings of a preparation; a job that continues is revisable if the previous one was. */
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
