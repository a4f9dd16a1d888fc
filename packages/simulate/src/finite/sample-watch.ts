import type { RecordingSink } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { NotFinite } from "./not-finite.ts";
import { firstUnsound, isSound } from "./sound.ts";
import { type WatchedVariables, watchedStates } from "./watched-variables.ts";

/** Stores the first unexpected non-finite sample of each chunk. */
export interface SampleWatch {
  readonly samples: RecordingSink["samples"];
  /** Return the findings since the last call. */
  take(): readonly NotFinite[];
}

/** Watch the output of a program's recorders. */
export function watchSamples({ populations, recorders }: NetworkProgram): SampleWatch {
  // Once per population, however many recorders it has.
  const states = new Map<string, WatchedVariables>();
  const allowed = recorders.map(({ population, variables }) => {
    const found = populations.get(population);
    const known =
      states.get(population) ?? (found === undefined ? new Map() : watchedStates(found));
    states.set(population, known);
    return new Map(variables.map((name) => [name, known.get(name) ?? false] as const));
  });
  let unsound: NotFinite[] = [];
  return {
    take() {
      const found = unsound;
      unsound = [];
      return found;
    },
    samples({ recorder, variable, steps, values }) {
      const mayBeInfinite = allowed[recorder]?.get(variable) ?? false;
      if (isSound({ values, mayBeInfinite })) return;
      const at = firstUnsound({ values, mayBeInfinite });
      const { population: name, chosen } = recorders[recorder] as (typeof recorders)[number];
      unsound.push({
        kind: "neuron",
        name,
        variable,
        value: values[at] as number,
        index: chosen.neuron(at % chosen.size),
        step: steps[Math.floor(at / chosen.size)] as number,
      });
    },
  };
}
