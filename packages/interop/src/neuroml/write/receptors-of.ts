import type { NeuronRecord } from "@spikeloom/kernel";
import type { AttachedSynapse } from "../cell-model.ts";
import type { Row } from "../rows.ts";
import { block, blockable, blockedKinetics, namesOf } from "../synapses/plastic.ts";
import type { Kinetics, Named, SynapseTable } from "../synapses/synapse-table.ts";
import { synapseTables } from "../synapses/tables.ts";

/** A receptor with the equations of a NeuroML synapse. */
export interface FoundReceptor {
  readonly receptor: string;
  readonly table: SynapseTable;
  readonly isBlocked: boolean;
  readonly rows: readonly Row[];
  readonly kinetics: Kinetics;
  /** Names of its parameters in the neuron. */
  readonly named: Named;
}

/** Find the NeuroML synapses of a neuron's receptors; undefined if a receptor is not one. */
export function receptorsOf(model: NeuronRecord): readonly FoundReceptor[] | undefined {
  const found = Object.keys(model.receptors ?? {}).map((receptor) => receptorOf(model, receptor));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function receptorOf(model: NeuronRecord, receptor: string): FoundReceptor | undefined {
  const named = namesOf(receptor);
  const blocked = { table: blockable, isBlocked: true, rows: [...blockable.rows, ...block.rows] };
  const plain = [...synapseTables.values()].map((table) => {
    return { table, isBlocked: false, rows: table.rows };
  });
  const on = model.receptors?.[receptor]?.on ?? {};
  for (const one of [blocked, ...plain]) {
    if (!one.rows.every(([, name]) => Object.hasOwn(model.parameters, named(name)))) continue;
    const kinetics = one.isBlocked ? blockedKinetics(named) : one.table.kinetics(named);
    if (sameTexts(kinetics.on, on) && sameTexts(kinetics.dynamics, model.dynamics ?? {})) {
      return { ...one, receptor, named, kinetics };
    }
  }
  return undefined;
}

/** Return whether the second record contains everything in the first. */
function sameTexts(
  some: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(some).every(([name, text]) => all[name] === text);
}

/** A receptor as an attached component, with the defaults of a model. */
export function attachedOf(
  { receptor, table, rows, named, kinetics }: FoundReceptor,
  model: NeuronRecord,
): AttachedSynapse {
  const parameters = parametersLike(model, rows, named);
  return { receptor, about: table.about, parameters, kinetics };
}

/** Parameters of rows with the defaults of a model. */
export function parametersLike(
  model: NeuronRecord,
  rows: readonly Row[],
  named: Named,
): NeuronRecord["parameters"] {
  return Object.fromEntries(
    rows.map(([, name, unit, about]) => {
      const given = model.parameters[named(name)]?.default;
      return [named(name), { default: given ?? `1 ${unit}`, about }];
    }),
  );
}
