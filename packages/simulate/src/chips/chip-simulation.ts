import type { SavedState, Simulation } from "@spikeloom/kernel";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { changed } from "../batch/in-turn.ts";
import { watchedStates } from "../finite/watched-variables.ts";
import type { Chip } from "./chip.ts";

/** Word of a neuron that holds the potential of a population in physical units. */
const word = "v_chip";

/** Additions of a chip to the simulation of its program. */
interface Addition {
  readonly chip: Pick<Chip, "counters" | "quiet" | "neuronError" | "recordError">;
  readonly program: NetworkProgram;
  /** Notes before those of the simulation. */
  readonly notes: readonly string[];
  /** Mark a saved state as the chip's. */
  saved(state: SavedState): SavedState;
}

/**
 * Add what the chip's registers did to the summary of a run, and give potentials in their own unit.
 *
 * Counters are read after each advance.
 */
export function chipSimulation(
  simulation: Simulation,
  { chip, program, notes, saved }: Addition,
): Simulation {
  const populations = [...program.populations.values()].filter(({ source }) => !source);
  let counted: readonly string[] = [];
  const count = async (): Promise<void> => {
    counted = await Promise.all(populations.map((one) => countsOf(simulation, one, chip)));
  };
  const scaleAt = (population: string, variable: string): Scale | undefined =>
    scaleOf(program, { population, variable }, chip);
  return changed(simulation, {
    summary: ({ summary }) => ({ ...summary, notes: [...notes, ...counted, ...summary.notes] }),
    advance: (own) => async (steps) => {
      await own.advance(steps);
      await count();
    },
    save: (own) => {
      const save = own.save?.bind(own);
      return save && (async () => saved(await save()));
    },
    state: (own) => async (population, variable) => {
      const scale = scaleAt(population, variable);
      if (scale === undefined) return await own.state(population, variable);
      const values = await own.state(population, word);
      return values.map((value, neuron) => scale.origin(neuron) + scale.unit * value);
    },
    setState: (own) => async (population, variable, values) => {
      const scale = scaleAt(population, variable);
      const integers = scale
        ? values.map((value, neuron) => Math.round((value - scale.origin(neuron)) / scale.unit))
        : values;
      await own.setState?.(population, scale ? word : variable, integers);
    },
    setInput: () => async (population, input) => {
      throw chip.neuronError({
        place: `populations.${population}`,
        message: "Neurons of the chip have no continuous input.",
        expected: "spikes",
        got: `a value of "${input}"`,
        next: "Send spikes, or run the network with the clock backend.",
      });
    },
    areFinite: (own) => async (reach) => {
      if (own.areFinite !== undefined) return await own.areFinite(reach);
      return await statesAreFinite(own, program);
    },
  });
}

/** Relation of a potential to the word of the chip. */
interface Scale {
  readonly unit: number;
  origin(neuron: number): number;
}

/** Find how a variable depends on the potential's word; undefined for registers. */
function scaleOf(
  { populations }: NetworkProgram,
  { population, variable }: { readonly population: string; readonly variable: string },
  { recordError }: Pick<Chip, "recordError">,
): Scale | undefined {
  const one = populations.get(population);
  if (one === undefined || one.form.states.has(variable) || one.source !== undefined) return;
  const unit = one.parameters.get("v_unit")?.value;
  const origins = one.parameters.get("v_origin")?.value ?? 0;
  if (typeof unit === "number" && one.feeds.observed.has(variable)) {
    const origin = (neuron: number): number =>
      typeof origins === "number" ? origins : (origins[neuron] as number);
    return { unit, origin };
  }
  throw recordError({
    place: `populations.${population}`,
    message: `Neurons of the chip have no variable "${variable}".`,
    expected: [...one.form.states.keys(), ...one.feeds.observed].join(", "),
    got: `"${variable}"`,
    next: "Read one of these, or run the network with the clock backend.",
  });
}

/** Describe what left its register in a population, which may have some of the counters. */
async function countsOf(
  simulation: Simulation,
  { name, form }: PopulationProgram,
  { counters, quiet }: Pick<Chip, "counters" | "quiet">,
): Promise<string> {
  const counts = await Promise.all(
    Object.entries(counters).flatMap(([counter, about]) => {
      if (!form.states.has(counter)) return [];
      const summed = async () => {
        const values = await simulation.state(name, counter);
        return [about, values.reduce((sum, value) => sum + value, 0)] as const;
      };
      return [summed()];
    }),
  );
  const found = counts.flatMap(([about, sum]) => (sum === 0 ? [] : [`${about}: ${sum}`]));
  return `${name}, ${found.length === 0 ? quiet : found.join(", ")}`;
}

/** Read all states: for backends that do not search them themselves. */
async function statesAreFinite(simulation: Simulation, program: NetworkProgram): Promise<boolean> {
  for (const population of program.populations.values()) {
    for (const variable of watchedStates(population).keys()) {
      const values = await simulation.state(population.name, variable);
      if (!values.every(Number.isFinite)) return false;
    }
  }
  return true;
}
