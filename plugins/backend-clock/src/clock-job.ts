import type { EstimateOptions, OptionValues, PluginOption, SimulationJob } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";

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

/** A program with the settings that determine its memory. */
export interface ClockTask extends ClockSettings, Pick<SimulationJob, "stack" | "revisable"> {
  readonly program: NetworkProgram;
}

/** Settings of a preparation. */
export interface ClockJob extends ClockTask, Omit<SimulationJob, "options" | "stack"> {
  readonly seed: number;
  readonly open: boolean;
}

/** Convert the settings of a check or an estimate. */
export function clockTask(
  program: NetworkProgram,
  options: OptionValues,
  { stack, revisable }: Pick<EstimateOptions, "stack" | "revisable">,
): ClockTask {
  // Options are validated at the interface.
  const settings = options as Partial<ClockSettings>;
  const asked = { ...settings, ...(revisable !== undefined && { revisable }) };
  return { program, stack, precision: "f64", ...asked };
}

/** Convert the settings of a preparation; a job that continues is revisable if the previous one was. */
export function clockJob(program: NetworkProgram, { options, ...job }: SimulationJob): ClockJob {
  const { seed, open } = program;
  const isRevisable = job.state && job.state.header["revisable"] === 1;
  return {
    ...clockTask(program, options, job),
    ...job,
    seed,
    open,
    ...(isRevisable !== undefined && { revisable: isRevisable }),
  };
}
