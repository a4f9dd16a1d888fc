import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { neuronOf } from "../cell-model.ts";
import { type CellTable, exposedAs } from "../cells/cell-table.ts";
import { cellTables } from "../cells/tables.ts";
import type { Clamp } from "../clamps.ts";
import { block } from "../synapses/plastic.ts";
import { attributesOf } from "./attributes-of.ts";
import { clampsOf, writtenClamp } from "./clamps-of.ts";
import type { Component, WrittenSynapse } from "./component.ts";
import { attachedOf, type FoundReceptor, parametersLike, receptorsOf } from "./receptors-of.ts";
import type { Writing } from "./writing.ts";

/** A population to be written. */
export interface Populated {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
}

/** Find the NeuroML cell of a neuron, with a synapse for each receptor; undefined if there is none. */
export function componentOf(writing: Writing, populated: Populated): Component | undefined {
  const { model } = populated.resolved;
  const receptors = receptorsOf(model);
  const clamps = clampsOf(model);
  if (receptors === undefined) return undefined;
  const attached = [
    ...receptors.flatMap(({ rows }) => rows),
    ...clamps.flatMap(({ rows }) => rows),
  ];
  for (const cell of cellTables.values()) {
    // PyNN cells differ in unused parameters; a clamp has a share besides its rows.
    const count = cell.rows.length + attached.length + clamps.length;
    if (count !== Object.keys(model.parameters).length) continue;
    if (!cell.rows.every(([, name]) => Object.hasOwn(model.parameters, name))) continue;
    const standard = standardOf(model, cell, { receptors, clamps });
    if (standard !== undefined && matchStandard(model, [standard])?.isSame === true) {
      return cellComponent(writing, populated, { cell, receptors, clamps });
    }
  }
  return undefined;
}

/** The neuron model of a cell with attached components, with the defaults of another model. */
function standardOf(
  model: NeuronRecord,
  { element, rows, exposed, ...cell }: CellTable,
  { receptors, clamps }: Attachments,
): NeuronRecord | undefined {
  if (cell.attached === undefined && receptors.length + clamps.length > 0) return undefined;
  const synapses = receptors.map((receptor) => attachedOf(receptor, model));
  const parameters = parametersLike(model, rows, (name) => name);
  return neuronOf("standard", { ...cell, parameters }, { synapses, currents: clamps });
}

interface Attachments {
  readonly receptors: readonly FoundReceptor[];
  readonly clamps: readonly Clamp[];
}

/** Create the component of a single-element cell. */
function cellComponent(
  writing: Writing,
  populated: Populated,
  { cell, ...attachments }: Attachments & { readonly cell: CellTable },
): Component {
  return {
    element: cell.element,
    attached: cell.attached,
    injected: 1,
    hasStart: cell.rows.some(([, own]) => own === "v_init"),
    ...attachmentsOf(writing, populated, attachments),
    variables: new Map(Object.keys(cell.state ?? {}).map((own) => [own, exposedAs(cell, own)])),
    write: (id) => ({
      name: cell.element,
      attributes: {
        id,
        ...attributesOf(writing, cell.rows, { ...populated, named: (own) => own }),
      },
    }),
  };
}

/** Write the components attached to a cell: synapses for its receptors, and clamps. */
export function attachmentsOf(
  writing: Writing,
  { name, resolved }: Populated,
  { receptors, clamps }: Attachments,
): Pick<Component, "synapses" | "clamps"> {
  const synapses = receptors.map(({ receptor, table, isBlocked, named }): WrittenSynapse => {
    const populated = { name, resolved, named };
    const blocking = () => ({
      name: "blockMechanism",
      attributes: {
        type: block.element,
        species: "mg",
        ...attributesOf(writing, block.rows, populated),
      },
    });
    return {
      receptor,
      element: table.element,
      unit: "1",
      attributes: attributesOf(writing, table.rows, populated),
      block: isBlocked ? blocking() : undefined,
    };
  });
  const written = clamps.map((clamp, place) =>
    writtenClamp(writing, clamp, { name, resolved, place }),
  );
  return { synapses, clamps: written };
}
