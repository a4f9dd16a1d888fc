import { pynnCells } from "../../map/cells.ts";
import { type PynnPart, pynnResponses } from "../../map/point-neuron.ts";
import { checkKind, checkRecord } from "../check-arguments.ts";
import { NAME, VALUE } from "../errors.ts";
import type { NeuronValue } from "../values/neuron-values.ts";
import type { MembraneNames, NeuronPartNames, ResponseNames } from "./cell-names.ts";
import { checkParameters, type PynnCellType } from "./cell-type.ts";
import { defined, unitsOf } from "./standard-cells.ts";

type PartValues<Parameters extends string> = Readonly<Partial<Record<Parameters, NeuronValue>>>;

type AnyPart = NeuronPartNames[keyof NeuronPartNames];

/** A part of a point neuron: its membrane, or the response to one receptor. */
export interface NeuronPart<Names = AnyPart> {
  readonly kind: "neuron-part";
  /** PyNN's class name. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, NeuronValue>>;
  /** Never present: carries the names for the compiler. */
  readonly names?: Names;
}

type MembraneName = keyof MembraneNames;
type AnyMembrane = MembraneNames[MembraneName];
type AnyResponse = ResponseNames[keyof ResponseNames];

const synaptic: ReadonlySet<string> = new Set(["tau_syn_E", "tau_syn_I", "e_rev_E", "e_rev_I"]);

const membranes: Readonly<Record<MembraneName, string>> = {
  LIF: "IF_curr_exp",
  AdExp: "EIF_cond_exp_isfa_ista",
};

function membraneDefaults(name: MembraneName): Record<string, number | readonly number[]> {
  const rows = Object.entries(pynnCells[membranes[name]]?.parameters ?? {});
  const own = rows.filter(([parameter]) => !synaptic.has(parameter));
  return Object.fromEntries(own.map(([parameter, row]) => [parameter, row.default]));
}

function responseDefaults(part: PynnPart): Record<string, number | readonly number[]> {
  return Object.fromEntries(
    Object.entries(part.parameters).map(([parameter, row]) => [parameter, row.default]),
  );
}

const membraneTable: Readonly<
  Record<string, Readonly<Record<string, number | readonly number[]>>>
> = {
  LIF: membraneDefaults("LIF"),
  AdExp: membraneDefaults("AdExp"),
};

const responseTable: Readonly<
  Record<string, Readonly<Record<string, number | readonly number[]>>>
> = Object.fromEntries(
  Object.entries(pynnResponses).map(([name, part]) => [name, responseDefaults(part)]),
);

function partFactory(
  name: string,
  defaults: Readonly<Record<string, unknown>>,
): (parameters?: PartValues<string>) => NeuronPart {
  return (given = {}) => {
    checkParameters(given, defaults, name);
    return { kind: "neuron-part", name, parameters: defined(given) };
  };
}

/** PyNN's parts of a point neuron by class name. */
export type NeuronParts = {
  readonly [Name in keyof NeuronPartNames]: (
    parameters?: PartValues<NeuronPartNames[Name]["parameters"]>,
  ) => NeuronPart<NeuronPartNames[Name]>;
};

/** Create parts of a point neuron: `neuronParts.AlphaPSR({ tau_syn: 2 })`. */
export const neuronParts: NeuronParts = Object.fromEntries(
  Object.entries({ ...membraneTable, ...responseTable }).map(([name, defaults]) => [
    name,
    partFactory(name, defaults),
  ]),
) as unknown as NeuronParts;

type Responses = Readonly<Record<string, NeuronPart<AnyResponse>>>;

/** Receptor-specific names of a point neuron: `receptor.name`. */
type ReceptorNames<R extends Responses, Kind extends keyof AnyResponse> = {
  [Receptor in keyof R & string]: `${Receptor}.${NonNullable<R[Receptor]["names"]>[Kind]}`;
}[keyof R & string];

/** Names of a point neuron. */
export interface PointNeuronNames<M extends AnyMembrane, R extends Responses> {
  readonly numbers: M["parameters"] | ReceptorNames<R, "parameters">;
  readonly lists: never;
  readonly variables: M["variables"] | ReceptorNames<R, "variables">;
  readonly data: M["variables"] | ReceptorNames<R, "variables">;
  readonly receptors: keyof R & string;
}

/** Create PyNN's `PointNeuron`: `PointNeuron(AdExp(), { AMPA: AlphaPSR(), GABAA: AlphaPSR() })`. */
export function PointNeuron<M extends AnyMembrane, const R extends Responses>(
  neuron: NeuronPart<M>,
  receptors: R,
): PynnCellType<PointNeuronNames<M, R>> {
  checkKind(neuron, "neuron-part", "PointNeuron.neuron");
  checkRecord(receptors, "PointNeuron.receptors", "AMPA: AlphaPSR()");
  const membrane = defaultsOf(membraneTable, neuron, "neuron");
  const named = Object.entries(receptors);
  for (const [name, part] of named) checkKind(part, "neuron-part", `PointNeuron.receptors.${name}`);
  const kinds = new Set(named.map(([, part]) => part.name.startsWith("Curr")));
  if (kinds.size > 1) {
    const message = "Receptors must be all currents or all conductances.";
    const got = named.map(([, part]) => part.name).join(", ");
    throw VALUE({ place: "PointNeuron", message, got });
  }
  const conductanceBased = !kinds.has(true);
  const quantity = conductanceBased ? "gsyn" : "isyn";
  const unit = conductanceBased ? "uS" : "nA";
  const source = pynnCells[membranes[neuron.name as MembraneName]];
  const own = Object.entries(source?.variables ?? {}).filter(
    ([name]) => name === "v" || name === "w",
  );
  const synapses = named.map(([receptor]) => `${receptor}.${quantity}`);
  return {
    kind: "cell-type",
    name: "PointNeuron",
    cell: {
      kind: "point-neuron",
      neuron: neuron.name,
      receptors: Object.fromEntries(named.map(([receptor, part]) => [receptor, part.name])),
    },
    defaults: {
      ...membrane,
      ...prefixed(named, (part) => defaultsOf(responseTable, part, "receptors")),
    },
    parameters: { ...neuron.parameters, ...prefixed(named, (part) => part.parameters) },
    units: Object.fromEntries([
      ...own.map(([name, variable]) => [name, variable.unit] as const),
      ...synapses.map((name) => [name, unit] as const),
    ]),
    parameterUnits: {
      ...unitsOf(source?.parameters ?? {}),
      ...prefixed(named, (part) => unitsOf(pynnResponses[part.name]?.parameters ?? {})),
    },
    initial: Object.fromEntries([
      ...own.map(([name, variable]) => [name, variable.initial ?? 0] as const),
      ...synapses.map((name) => [name, 0] as const),
    ]),
    receptors: named.map(([receptor]) => receptor),
    conductanceBased,
    injectable: true,
  };
}

function prefixed<T>(
  receptors: readonly (readonly [string, NeuronPart<AnyResponse>])[],
  valuesOf: (part: NeuronPart<AnyResponse>) => Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(
    receptors.flatMap(([receptor, part]) =>
      Object.entries(valuesOf(part)).map(
        ([name, value]) => [`${receptor}.${name}`, value] as const,
      ),
    ),
  );
}

function defaultsOf(
  table: Readonly<Record<string, Readonly<Record<string, number | readonly number[]>>>>,
  part: Pick<NeuronPart, "name">,
  where: string,
): Readonly<Record<string, number | readonly number[]>> {
  const found = Object.hasOwn(table, part.name) ? table[part.name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(table).join(", ");
  throw NAME({ place: `PointNeuron.${where}`, what: "part", name: part.name, known });
}
