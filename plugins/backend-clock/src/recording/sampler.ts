import { isDue, type RecorderProgram } from "@spikeloom/program";
import { ownTargets } from "../drives/target-values.ts";
import { SLOT_MISSING } from "../errors.ts";
import { observedOf, slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";
import { rowsWithin, stepsBetween } from "./held.ts";

/** Samples one variable of the neurons that a shard owns. */
export interface Sampler {
  isDue(stamp: number): boolean;
  take(): void;
  /** Marks the samples so far as passed on. */
  restart(): void;
  readonly samples: SampleBuffer;
}

/** Samples in memory that others may read: row by row, one number per own neuron. */
export interface SampleBuffer {
  readonly recorder: number;
  readonly variable: string;
  /** Indices of the own neurons among the selected ones. */
  readonly numbers: Uint32Array;
  readonly values: Float64Array;
}

/** Create the samplers of a shard: by recorder, then by variable. */
export function makeSamplers(
  shard: Shard,
  recorded: readonly RecorderProgram[],
): readonly Sampler[] {
  const steps = stepsBetween(recorded);
  const populations = new Map(shard.populations.map((one) => [one.name, one]));
  return recorded.flatMap((one) =>
    one.variables.map((variable) => {
      const population = populations.get(one.population);
      return sampler(shard, { recorded: one, variable, population, rows: rowsWithin(one, steps) });
    }),
  );
}

interface SamplerTask {
  readonly recorded: RecorderProgram;
  readonly variable: string;
  readonly population: Shard["populations"][number] | undefined;
  /** Maximum number of rows that it holds. */
  readonly rows: number;
}

function sampler(shard: Shard, { recorded, variable, population, rows }: SamplerTask): Sampler {
  const { machine, plan } = shard;
  const address = population && observedOf(population, variable);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: recorded.population, slot: variable });
  }
  const { part } = population;
  const { chosen, index } = recorded;
  const { numbers, places } = ownTargets(chosen, part);
  const { precision } = plan;
  const view = slotView(machine.buffer, { address, size: part.size, precision });
  const width = numbers.length;
  const bytes = rows * width * 8;
  const values = new Float64Array(
    shard.shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
  );
  let next = 0;
  return {
    isDue: (stamp) => isDue(recorded, stamp),
    take() {
      for (let k = 0; k < width; k++) values[next + k] = view[places[k] as number] as number;
      next += width;
    },
    restart() {
      next = 0;
    },
    samples: { recorder: index, variable, numbers, values },
  };
}
