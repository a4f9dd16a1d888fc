// The fields of every part of a model record, for suggestions after a misspelling; a test compares them with the schema.

const head = "kind contract name about cite requires parameters";

/** Parts stored under names chosen by the author: `parameters.tau_m` is a parameter. */
const named: Readonly<Record<string, string>> = {
  parameters: "default about min max exclusive type",
  receptors: "unit about on sign",
  inputs: "unit about",
  outputs: "value unit about",
  state: "initial unit about type bits signed overflow shared",
  expressions: "value unit about constantOverStep type shared",
  events: "when do about",
  regimes: "initial dynamics onEntry transitions",
  transitions: "when on to do emit",
  traces: "of decay input initial unit about",
  modulators: "unit about",
  reads: "of variable unit",
  coupling: "into value unit",
  dynamics: "derivative when",
};

const fixed: Readonly<Record<string, string>> = {
  spike: "when edge within rate count offset reset refractory",
  refractory: "for steps while evaluate hold clamp subStep",
  source: "process times interval changes start stop rate bound",
  integrator: "name subSteps dt",
  bounds: "weight",
  weight: "min max",
  structure: "every remove add initial",
};

const kinds: Readonly<Record<string, string>> = {
  neuron: `${head} receptors inputs outputs state expressions dynamics step spike events regimes source integrator $schema`,
  synapse: `${head} weightUnit reads state expressions dynamics on deliver per coupling $schema`,
  plasticity: `${head} weightUnit traces state expressions dynamics modulators reads on bounds structure $schema`,
};

/** List the fields that a part of a model record can have, given the path to the part. */
export function fieldsAt(kind: unknown, path: readonly string[]): readonly string[] {
  const last = path.at(-1);
  if (last === undefined) return split(kinds, String(kind));
  const container = path.at(-2);
  const list = container === undefined ? [] : split(named, container);
  return list.length > 0 ? list : split(fixed, last);
}

function split(table: Readonly<Record<string, string>>, key: string): readonly string[] {
  return Object.hasOwn(table, key) ? (table[key] ?? "").split(" ") : [];
}
