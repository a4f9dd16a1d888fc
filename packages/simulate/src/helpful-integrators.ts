import {
  type NetworkRecord,
  type PopulationRecord,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";

/** A population whose equations could be advanced in another way. */
export interface AdvancedPopulation {
  readonly network: NetworkRecord;
  readonly name: string;
  readonly stack: Stack;
}

/**
 * List integrators that stay bounded where the step is too long for the one in use, as far as they can take the equations.
 *
 * Those that solve a variable over the step, exactly or implicitly, do for whatever decays; explicit schemes all have
 * a bound near that of Euler's (Hairer & Wanner 1996, chapter IV.2).
 */
export function helpfulIntegrators(population: AdvancedPopulation): readonly string[] {
  const used = methodOf(population)?.split(" ")[0];
  // One with a step of its own has no other.
  if (used === undefined || !population.stack.find("integrator", used)) return [];
  return population.stack
    .list("integrator")
    .filter(({ name, handles }) => handles !== "any" && name !== used)
    .map(({ name }) => name)
    .filter((integrator) => methodOf(population, integrator) !== undefined);
}

/** Say how a population is advanced, or would be by another integrator; undefined where that one cannot. */
function methodOf(
  { network, name, stack }: AdvancedPopulation,
  integrator?: string,
): string | undefined {
  const own = network.populations[name] as PopulationRecord;
  const population = integrator === undefined ? own : { ...own, integrator };
  const nothing = { projections: [], stimuli: [], record: [], recordSynapses: [] };
  const alone = { ...network, populations: { [name]: population }, ...nothing };
  try {
    const program = programOf(alone, { stack, outline: true });
    return program.populations.get(name)?.step({ zeroDelay: false }).method;
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    return undefined;
  }
}
