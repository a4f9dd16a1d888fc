import type { LossList } from "../losses.ts";
import type { EdgeColumns } from "./edge-columns.ts";
import { refuse } from "./hdf5-columns.ts";
import type { Fields } from "./json-fields.ts";
import type { TypeRow, TypeTable } from "./type-table.ts";

/** What all edges of a type have, where an edge has nothing of its own. */
interface EdgeType {
  /** NaN where the type does not say it. */
  readonly weight: number;
  readonly synapses: number;
  /** ms. */
  readonly delay: number;
  /** Factor of the weight. */
  readonly sign: number;
  /** Which receptor of the target's two; -1 where the sign of the weight tells. */
  readonly receptor: number;
}

/** Types that have been met, each with an entry in every list. */
export interface EdgeTypes {
  /** Put the entry of each type in place of its number. */
  toEntries(ids: Uint32Array, count: number): void;
  readonly ids: readonly number[];
  readonly weights: readonly number[];
  readonly synapses: readonly number[];
  readonly delays: readonly number[];
  readonly signs: readonly number[];
  readonly receptors: readonly number[];
}

/** What types are made of. */
export interface EdgeTypeFiles {
  readonly types: TypeTable;
  readonly files: ReadonlyMap<string, Fields>;
  readonly losses: LossList;
}

/** Delay where nothing says one: that of NEST's and NEURON's connections. */
const usualDelay = 1;

/** Templates of synapses that do nothing but deliver. */
const staticNames = new Set(["static_synapse", "StaticSynapse", "static_synapse_hom_w", "NULL"]);
/** Functions of the Brain Modeling Toolkit that give syn_weight times nsyns. */
const plainFunctions = new Set(["wmax", "set_syn_weight", "default_weight_fnc"]);
const knownColumns = new Set([
  ...["edge_type_id", "population", "syn_weight", "nsyns", "delay", "dynamics_params"],
  // How the edges were found when they were made.
  ...["target_query", "source_query", "model_template", "weight_function", "receptor_type"],
]);
/** Receptors by the names that PyNN gives them. */
const receptors: Readonly<Record<string, number>> = { excitatory: 0, inhibitory: 1, default: -1 };

/** Make what finds the types of a population of edges; types that do not occur are not looked at. */
export function edgeTypes(columns: EdgeColumns, given: EdgeTypeFiles): EdgeTypes {
  const lost = new Set<string>();
  for (const name of columns.names) {
    if (knownColumns.has(name) || name === "edge_id") continue;
    given.losses.add("attribute", `edges.${columns.name}.${name}`, attributeMessage(name));
    lost.add(name);
  }
  const lists: Lists = {
    weights: [],
    synapses: [],
    delays: [],
    signs: [],
    receptors: [],
    ids: [],
  };
  const entry = (id: number): number => {
    const row = given.types.row(id, columns.name);
    if (row === undefined && given.types.rows.length > 0) {
      const place = `${columns.place}/edge_type_id`;
      throw refuse(place, "a number from the table of types", String(id));
    }
    const type = edgeType(row ?? new Map(), `edges.${columns.name}.${id}`, { ...given, lost });
    lists.weights.push(type.weight);
    lists.synapses.push(type.synapses);
    lists.delays.push(type.delay);
    lists.signs.push(type.sign);
    lists.receptors.push(type.receptor);
    return lists.ids.push(id) - 1;
  };
  return { ...lists, toEntries: replacer(entry) };
}

type Lists = Record<"weights" | "synapses" | "delays" | "signs" | "receptors" | "ids", number[]>;

/** Replace numbers by entries, through a table where they are small, as they mostly are. */
function replacer(entry: (id: number) => number): EdgeTypes["toEntries"] {
  const small = new Int32Array(2 ** 12).fill(-1);
  const large = new Map<number, number>();
  const found = (id: number): number => {
    const known = large.get(id) ?? entry(id);
    if (id < small.length) small[id] = known;
    else large.set(id, known);
    return known;
  };
  return (ids, count) => {
    for (let k = 0; k < count; k++) {
      const id = ids[k] as number;
      const known = id < small.length ? (small[id] as number) : -1;
      ids[k] = known < 0 ? found(id) : known;
    }
  };
}

interface TypeContext extends EdgeTypeFiles {
  /** Attributes that are known to be lost. */
  readonly lost: Set<string>;
}

function edgeType(row: TypeRow, place: string, { files, losses, lost }: TypeContext): EdgeType {
  const file = row.get("dynamics_params");
  const parameters = typeof file === "string" ? files.get(file) : undefined;
  const number = (name: string, other: number): number => {
    const value = row.get(name) ?? parameters?.any(name);
    return typeof value === "number" ? value : other;
  };
  for (const name of row.keys()) {
    if (knownColumns.has(name) || lost.has(name)) continue;
    lost.add(name);
    losses.add("attribute", `${place}.${name}`, attributeMessage(name));
  }
  loseSynapse(row, place, { parameters, losses });
  return {
    weight: number("syn_weight", number("weight", Number.NaN)),
    synapses: number("nsyns", 1),
    delay: number("delay", usualDelay),
    sign: number("sign", 1),
    receptor: receptorOf(row, place, losses),
  };
}

function receptorOf(row: TypeRow, place: string, losses: LossList): number {
  const name = String(row.get("receptor_type") ?? "default");
  if (Object.hasOwn(receptors, name)) return receptors[name] as number;
  const message = `The receptor ${name.slice(0, 40)} is not known: the sign of the weight chooses one.`;
  losses.add("receptor", `${place}.receptor_type`, message);
  return -1;
}

/** Say what of a synapse is not had: its model, its parameters, its function of weights. */
function loseSynapse(
  row: TypeRow,
  place: string,
  { parameters, losses }: { readonly parameters: Fields | undefined; readonly losses: LossList },
): void {
  const template = String(row.get("model_template") ?? "NULL").replace(/^\w+:/, "");
  if (!staticNames.has(template)) {
    losses.add("synapse", place, `${template} is read as a static synapse.`);
  }
  const formula = row.get("weight_function");
  if (typeof formula === "string" && !plainFunctions.has(formula)) {
    losses.add("synapse", place, `The function ${formula} of weights is not applied.`);
  }
  const known = new Set(["weight", "delay", "sign", "syn_weight", "nsyns"]);
  for (const name of parameters?.names ?? []) {
    if (known.has(name)) continue;
    losses.add("synapse", `${place}.${name}`, `The parameter ${name} of ${template} is not used.`);
  }
}

function attributeMessage(name: string): string {
  return `Edges have ${name}, which no connection has here.`;
}
