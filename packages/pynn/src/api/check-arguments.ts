import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { VALUE } from "./errors.ts";
import { show } from "./show.ts";

export type { OptionNames };

/** Check that options are a record of known options, and not another object of this API. */
export function checkOptions<T extends object>(
  given: T,
  names: OptionNames<T>,
  place: string,
): void {
  checkRecord(given, place, `options: ${Object.keys(names).join(", ")}`);
  checkOptionNames(given, names, place);
}

/** Check that a value is a record of names, and not another object of this API. */
export function checkRecord(given: unknown, place: string, expected: string): void {
  const isRecord =
    typeof given === "object" && given !== null && !Array.isArray(given) && !("kind" in given);
  if (isRecord && !ArrayBuffer.isView(given)) return;
  const message = "This is not a record of names and values.";
  throw VALUE({ place, message, expected: `{ ${expected} }`, got: show(given) });
}

const makers = {
  population: "a Population, PopulationView or Assembly",
  view: "a Population, PopulationView or Assembly",
  assembly: "a Population, PopulationView or Assembly",
  neuron: "a neuron of a group, such as cells.at(3)",
  "cell-type": "a cell type, such as IF_cond_exp()",
  connector: "a connector, such as AllToAllConnector()",
  "synapse-type": "a synapse type, such as StaticSynapse()",
  space: "a Space()",
  structure: "a structure, such as Grid2D()",
  shape: "a Cuboid or a Sphere",
  current: "a current source, such as DCSource()",
  projection: "a Projection",
  "neuron-part": "a part of a PointNeuron, such as AdExp() or AlphaPSR()",
  timing: "a timing dependence, such as SpikePairRule()",
  weight: "a weight dependence, such as AdditiveWeightDependence()",
  "index-based": "an IndexBasedExpression",
  numpy: "a NumpyRNG or a KeyedRNG",
  keyed: "a NumpyRNG or a KeyedRNG",
} as const;

/** Expected kind of object: `kind` of the records that this API creates. */
export type Kind = keyof typeof makers;

/** Check that a value is an object of one of these kinds. */
export function checkKind(value: unknown, kinds: Kind | readonly Kind[], place: string): void {
  const wanted = typeof kinds === "string" ? [kinds] : kinds;
  if (typeof value === "object" && value !== null && "kind" in value) {
    if (wanted.includes(value.kind as Kind)) return;
  }
  const expected = makers[wanted[0] as Kind];
  throw VALUE({
    place,
    message: "A different type of object is expected here.",
    expected,
    got: show(value),
  });
}

const groups = ["population", "view", "assembly"] as const;

/** Check that a value is a group of neurons. */
export function checkGroup(value: unknown, place: string): void {
  checkKind(value, groups, place);
}

/** Check that a value, if given, is a source of random numbers. */
export function checkRng(value: unknown, place: string): void {
  if (value !== undefined) checkKind(value, ["numpy", "keyed"], place);
}

/** Check that a value is a function. */
export function checkFunction(value: unknown, place: string): void {
  if (typeof value === "function") return;
  throw VALUE({ place, message: "A function is expected here.", got: show(value) });
}

/** Check that a value, if given, is one of the allowed ones. */
export function checkChoice(value: unknown, choices: readonly unknown[], place: string): void {
  if (value === undefined || choices.includes(value)) return;
  const message = "This is not one of the choices.";
  const expected = `one of ${choices.map(show).join(", ")}`;
  throw VALUE({ place, message, expected, got: show(value) });
}

/** Check that a value is a finite number. */
export function checkNumber(value: unknown, place: string): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw VALUE({ place, message: "A number is expected here.", got: show(value) });
}

/** Check that a value is a string. */
export function checkText(value: unknown, place: string): void {
  if (typeof value === "string") return;
  throw VALUE({ place, message: "A string is expected here.", got: show(value) });
}

/** Read one name, or a list of names. */
export function readNames(value: unknown, place: string): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  const message = "A name or a list of names is expected here.";
  throw VALUE({ place, message, got: show(value) });
}
