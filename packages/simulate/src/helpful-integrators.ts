import {
  type NetworkRecord,
  type PopulationRecord,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";

/** A population whose equations could use another integrator. */
export interface AdvancedPopulation {
  readonly network: NetworkRecord;
  readonly name: string;
  readonly stack: Stack;
}

/**
 * List integrators that apply to the equations and stay bounded where the step is too long for the current one.
 *
 * Integrators that solve a variable exactly or implicitly over the step stay bounded for decaying variables; all explicit schemes
 * have a stability bound near Euler's (Hairer & Wanner 1996, chapter IV.2).
 */
export function helpfulIntegrators(population: AdvancedPopulation): readonly string[] {
  const used = methodOf(population)?.split(" ")[0];
  // A model with its own step rule has no alternative.
  if (used === undefined || !population.stack.find("integrator", used)) return [];
  return population.stack
    .list("integrator")
    .filter(({ name, handles }) => handles !== "any" && name !== used)
    .map(({ name }) => name)
    .filter((integrator) => methodOf(population, integrator) !== undefined);
}

/** Describe how a population is advanced, or would be by another integrator; undefined if that integrator does not apply. */
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
