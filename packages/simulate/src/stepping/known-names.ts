import {
  type NetworkRecord,
  type NeuronRecord,
  nearestName,
  type PlasticityRecord,
  type Stack,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { checkSetWeights, findModel, projectionNames, synapseVariables } from "@spikeloom/network";
import { STEPPING_NAME, STEPPING_VALUE } from "../errors.ts";

/** Names of a population's variables and inputs. */
export interface KnownPopulation {
  readonly size: number;
  readonly isSource: boolean;
  /** State variables with their units. */
  readonly state: ReadonlyMap<string, string>;
  /** Continuous inputs with their units. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Names of a projection's variables. */
export interface KnownProjection {
  /** `weight` and the state of the models, with their units. */
  readonly variables: ReadonlyMap<string, string>;
  readonly modulators: ReadonlyMap<string, string>;
  /** Third factors written by a formula at each step. */
  readonly formulas: ReadonlySet<string>;
  readonly events: ReadonlyMap<string, string>;
  /** Refuses weights, in internal units, that the network's check would refuse. */
  checkWeights(weights: Float64Array, place: string): void;
}

/** Names of a network; each look-up returns the entry or throws a coded error. */
export interface KnownNames {
  population(name: string, place: string): KnownPopulation;
  projection(name: string, place: string): KnownProjection;
}

/** Collect the names of a complete network. */
export function knownNames(network: NetworkRecord, stack: Stack): KnownNames {
  const populations = new Map(
    Object.entries(network.populations).map(([name, { model: input, size }]) => {
      const where = { network, stack, place: `populations.${name}.model` };
      return [name, populationOf(findModel("neuron", input, where).model, size)] as const;
    }),
  );
  const projections = new Map(
    projectionNames(network).map((name, index) => {
      const variables = synapseVariables(network, index, stack);
      const checkWeights: KnownProjection["checkWeights"] = (weights, place) =>
        checkSetWeights(weights, { network, projection: name, stack }, place);
      return [name, { variables, checkWeights, ...rulesOf(network, index, stack) }] as const;
    }),
  );
  return {
    population: (name, place) => named("population", populations, { name, place }),
    projection: (name, place) => named("projection", projections, { name, place }),
  };
}

/** Find an entry, or throw a coded error with the nearest name. */
export function named<T>(
  what: string,
  entries: ReadonlyMap<string, T>,
  { name, place }: { readonly name: string; readonly place: string },
): T {
  const found = entries.get(name);
  if (found !== undefined) return found;
  const known = [...entries.keys()];
  throw STEPPING_NAME({ place, what, name, known, nearest: nearestName(name, known) });
}

/** Find the input by name, or the only input if no name is given. */
export function chosenInput(
  { inputs }: KnownPopulation,
  { name, place }: { readonly name: string | undefined; readonly place: string },
): string {
  const [only, second] = inputs.keys();
  if (name !== undefined) {
    named("input", inputs, { name, place });
    return name;
  }
  if (only !== undefined && second === undefined) return only;
  const expected = `one of ${[...inputs.keys()].join(", ")}`;
  const message = only === undefined ? "The model has no input." : "The model has several inputs.";
  throw STEPPING_VALUE({
    place,
    message,
    expected: only === undefined ? "a model with an input" : expected,
    next: only === undefined ? "Send spikes, or set a variable." : "Name it with `input`.",
  });
}

function populationOf(model: NeuronRecord, size: number): KnownPopulation {
  return {
    size,
    isSource: model.source !== undefined,
    state: unitsOf(model.state),
    inputs: unitsOf(model.inputs),
  };
}

function rulesOf(
  network: NetworkRecord,
  index: number,
  stack: Stack,
): Pick<KnownProjection, "modulators" | "formulas" | "events"> {
  const { synapse, plasticity, modulators = {} } = network.projections?.[index] ?? {};
  const within = { network, stack, place: `projections[${index}]` };
  const models: (SynapseRecord | PlasticityRecord)[] = [];
  if (synapse !== undefined) models.push(findModel("synapse", synapse, within).model);
  const rule = plasticity && findModel("plasticity", plasticity, within).model;
  if (rule) models.push(rule);
  const events = models.flatMap(({ on }) => Object.keys(on ?? {}));
  const formulas = Object.entries(modulators).flatMap(([name, source]) =>
    typeof source === "object" && "formula" in source ? [name] : [],
  );
  return {
    formulas: new Set(formulas),
    modulators: unitsOf(rule ? rule.modulators : undefined),
    events: new Map(events.filter(isNamedEvent).map((name) => [name, ""])),
  };
}

const isNamedEvent = (name: string): boolean => name !== "pre" && name !== "post";

function unitsOf(
  declared: Readonly<Record<string, { readonly unit: string }>> | undefined,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(declared ?? {}).map(([name, { unit }]) => [name, unit]));
}
