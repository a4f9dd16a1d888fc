import type { SavedState, Simulation } from "@spikeloom/kernel";
import { changedSimulation } from "@spikeloom/simulate";
import { TRUENORTH_NEURON } from "./errors.ts";
import { overflowCounter } from "./neuron.ts";

/** What a chip adds to the simulation of its program. */
interface Chip {
  /** Populations whose neurons count the potentials that leave their register. */
  readonly counted: readonly string[];
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
  { counted, notes, saved }: Chip,
): Simulation {
  let counts: readonly string[] = [];
  const count = async (population: string): Promise<string> => {
    const values = await simulation.state(population, overflowCounter);
    const sum = values.reduce((all, value) => all + value, 0);
    const what = sum === 0 ? "no potential left its register" : `potentials left it: ${sum}`;
    return `${population}, ${what}`;
  };
  return changedSimulation(simulation, {
    summary: ({ summary }) => ({ ...summary, notes: [...notes, ...counts, ...summary.notes] }),
    advance: (own) => async (steps) => {
      await own.advance(steps);
      counts = await Promise.all(counted.map(count));
    },
    save: (own) => {
      const save = own.save?.bind(own);
      return save && (async () => saved(await save()));
    },
    setInput: () => async (population, input) => {
      throw TRUENORTH_NEURON({
        place: `populations.${population}`,
        message: "Neurons of the chip have no continuous input.",
        expected: "spikes",
        got: `a value of "${input}"`,
        next: "Send spikes, or run the network with the clock backend.",
      });
    },
  });
}
