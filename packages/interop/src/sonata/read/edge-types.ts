import type { LossList } from "../losses.ts";
import type { EdgeColumns } from "./edge-columns.ts";
import { refuse } from "./hdf5-columns.ts";
import type { Fields } from "./json-fields.ts";
import type { TypeRow, TypeTable } from "./type-table.ts";

/** Values of all edges of a type that have no value of their own. */
interface EdgeType {
  /** NaN if the type does not state it. */
  readonly weight: number;
  readonly synapses: number;
  /** ms. */
  readonly delay: number;
  /** Factor of the weight. */
  readonly sign: number;
  /** Index of the target's receptor, 0 or 1; -1 if the sign of the weight decides. */
  readonly receptor: number;
}

/** Types found so far, with one entry each in every list. */
export interface EdgeTypes {
  /** Replace each type id by its entry. */
  toEntries(ids: Uint32Array, count: number): void;
  readonly ids: readonly number[];
  readonly weights: readonly number[];
  readonly synapses: readonly number[];
  readonly delays: readonly number[];
  readonly signs: readonly number[];
  readonly receptors: readonly number[];
}

/** Sources of types. */
export interface EdgeTypeFiles {
  readonly types: TypeTable;
  readonly files: ReadonlyMap<string, Fields>;
  readonly losses: LossList;
}

/** Default delay, that of connections in NEST and NEURON. */
const usualDelay = 1;

/** Templates of synapses that only deliver. */
const staticNames = new Set(["static_synapse", "StaticSynapse", "static_synapse_hom_w", "NULL"]);
/** Weight functions of the Brain Modeling Toolkit that return syn_weight times nsyns. */
const plainFunctions = new Set(["wmax", "set_syn_weight", "default_weight_fnc"]);
const knownColumns = new Set([
  ...["edge_type_id", "population", "syn_weight", "nsyns", "delay", "dynamics_params"],
  // Attributes used when the edges were created.
  ...["target_query", "source_query", "model_template", "weight_function", "receptor_type"],
]);
/** Receptors by PyNN's names. */
const receptors: Readonly<Record<string, number>> = { excitatory: 0, inhibitory: 1, default: -1 };

/** Create a lookup of an edge population's types; types that do not occur are ignored. */
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
      throw refuse(place, "an id from the table of types", String(id));
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

/** Replace ids by entries, through a table if they are small, as is usual. */
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
  /** Attributes known to be lost. */
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
  const message = `The receptor ${name.slice(0, 40)} is unknown; the sign of the weight selects one.`;
  losses.add("receptor", `${place}.receptor_type`, message);
  return -1;
}

/** Report what is lost of a synapse: its model, its parameters, its weight function. */
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
    losses.add("synapse", place, `The weight function ${formula} is not applied.`);
  }
  const known = new Set(["weight", "delay", "sign", "syn_weight", "nsyns"]);
  for (const name of parameters?.names ?? []) {
    if (known.has(name)) continue;
    losses.add("synapse", `${place}.${name}`, `The parameter ${name} of ${template} is not used.`);
  }
}

function attributeMessage(name: string): string {
  return `The edge attribute ${name} has no equivalent.`;
}
