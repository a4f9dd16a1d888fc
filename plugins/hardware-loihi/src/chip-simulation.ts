import type { SavedState, Simulation } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { changedSimulation, watchedStates } from "@spikeloom/simulate";
import { type CubaCounter, cubaCounters } from "./cuba.ts";
import { LOIHI_NEURON, LOIHI_RECORD } from "./errors.ts";

/** Populations of a program whose neurons are on the chip. */
function chipPopulations({ populations }: NetworkProgram): readonly string[] {
  return [...populations.values()].flatMap(({ name, source }) => (source ? [] : [name]));
}

/** Additions of a chip to the simulation of its program. */
interface Chip {
  readonly program: NetworkProgram;
  /** Notes before those of the simulation. */
  readonly notes: readonly string[];
  /** Mark a saved state as the chip's. */
  saved(state: SavedState): SavedState;
}

/**
 * Add what the chip's registers did to the summary of a run.
 *
 * Counters are read after each advance.
 */
export function chipSimulation(
  simulation: Simulation,
  { program, notes, saved }: Chip,
): Simulation {
  const populations = chipPopulations(program);
  let counted: readonly string[] = [];
  const count = async (): Promise<void> => {
    counted = await Promise.all(populations.map((name) => countsOf(simulation, name)));
  };
  return changedSimulation(simulation, {
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
      const scale = scaleOf(program, population, variable);
      if (scale === undefined) return await own.state(population, variable);
      const values = await own.state(population, voltage);
      return values.map((value, neuron) => scale.origin(neuron) + scale.unit * value);
    },
    setState: (own) => async (population, variable, values) => {
      const scale = scaleOf(program, population, variable);
      const integers = scale
        ? values.map((value, neuron) => Math.round((value - scale.origin(neuron)) / scale.unit))
        : values;
      await own.setState?.(population, scale ? voltage : variable, integers);
    },
    setInput: () => async (population, input) => {
      throw LOIHI_NEURON({
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

/** The voltage of a population in physical units. */
const voltage = "v_chip";

/** Relation of a potential to the voltage of the chip. */
interface Scale {
  readonly unit: number;
  origin(neuron: number): number;
}

/** Find how a variable depends on the voltage; undefined for registers. */
function scaleOf(
  { populations }: NetworkProgram,
  population: string,
  variable: string,
): Scale | undefined {
  const one = populations.get(population);
  if (one === undefined || one.form.states.has(variable) || one.source !== undefined) return;
  const unit = one.parameters.get("v_unit")?.value;
  const origin = one.parameters.get("v_origin")?.value;
  if (typeof unit === "number" && typeof origin === "object" && one.feeds.observed.has(variable)) {
    return { unit, origin: (neuron) => origin[neuron] as number };
  }
  throw LOIHI_RECORD({
    place: `populations.${population}`,
    message: `Neurons of the chip have no variable "${variable}".`,
    expected: [...one.form.states.keys(), ...one.feeds.observed].join(", "),
    got: `"${variable}"`,
    next: "Read one of these, or run the network with the clock backend.",
  });
}

/** Describe what left its register in a population. */
async function countsOf(simulation: Simulation, population: string): Promise<string> {
  const counts = await Promise.all(
    (Object.keys(cubaCounters) as CubaCounter[]).map(async (counter) => {
      const values = await simulation.state(population, counter);
      return [counter, values.reduce((sum, value) => sum + value, 0)] as const;
    }),
  );
  const found = counts.flatMap(([counter, sum]) =>
    sum === 0 ? [] : [`${cubaCounters[counter]}: ${sum}`],
  );
  return `${population}, ${found.length === 0 ? "no number left its register" : found.join(", ")}`;
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
