import { parseUnit, sameDimension } from "@spikeloom/units";
import { neuronOf } from "../../cell-model.ts";
import { oneOf } from "../attributes-of.ts";
import { clampsOf } from "../clamps-of.ts";
import type { Component } from "../component.ts";
import { attachmentsOf, type Populated } from "../component-of.ts";
import { kernelSynapses } from "../kernel-synapses.ts";
import { differing } from "../matched-cell.ts";
import { sayOpenReceptors } from "../open-receptors.ts";
import { ownSynapsesOf } from "../own/own-synapses-of.ts";
import { attachedOf, type FoundReceptor, receptorsOf } from "../receptors-of.ts";
import { valuesOf } from "../standard-cells.ts";
import { addComponent, newId, type Writing } from "../writing.ts";
import type { CalciumPool } from "./calcium-pool.ts";
import { cellElement, poolElement } from "./cell-element.ts";
import { customTypes } from "./custom-types.ts";
import { densityAt } from "./driving.ts";
import { calcium, equationsOf, type NeuronEquations, potentials, valueAt } from "./equations.ts";
import { type MembraneCell, membraneCellOf } from "./membrane-cell.ts";

/** Find the cell with ion channels of a neuron; undefined if NeuroML cannot express it. */
export function membraneComponent(writing: Writing, populated: Populated): Component | undefined {
  const { model } = populated.resolved;
  const clamps = clampsOf(model);
  const values = valuesOf(populated);
  for (const { share } of clamps) values.set(share, 0);
  const equations = equationsOf(model, values);
  const receptors = receptorsOf(model);
  // By their text, as read; otherwise by the response to a spike.
  const own = ownSynapsesOf(writing, populated);
  const kernels = receptors === undefined ? kernelSynapses(model, values, own) : undefined;
  const skipped = receptors
    ? new Set(receptors.flatMap(({ kinetics }) => Object.keys(kinetics.state)))
    : new Set(kernels?.states);
  if (receptors === undefined && kernels === undefined) return undefined;
  // Type ids are only reserved if the cell is written.
  const types = customTypes((wanted) => newId(writing, `${populated.name}_${wanted}`));
  const cell = membraneCellOf(equations, { types, skipped, area: areaOf(equations, values) });
  if (cell === undefined || !isAtTemperature(writing, cell)) return undefined;
  const carried = { equations, receptors: receptors ?? [], values, cell };
  if (!carriesItsReceptors(populated, carried)) return undefined;
  const attachments = attachmentsOf(writing, populated, { receptors: receptors ?? [], clamps });
  writing.temperature ??= cell.temperature;
  const { temperature } = writing;
  return {
    element: "cell",
    attached: "nA",
    injected: cell.injected,
    hasStart: true,
    ...attachments,
    synapses: kernels?.written ?? attachments.synapses,
    write: (id) => {
      sayVaried(
        writing,
        populated,
        clamps.map(({ share }) => share),
      );
      sayStarts(writing, populated, { equations, cell });
      sayOpenReceptors(writing, populated, [...skipped]);
      if (cell.hasOwnRule) sayRule(writing, populated, cell);
      if (cell.pool?.isGuarded === false) sayGuard(writing, populated, cell.pool);
      for (const type of types.outputs) addComponent(writing, type);
      const channelIds = cell.channels.map(({ id: own, element, gates }) => {
        const channel = newId(writing, `${id}_${own}`);
        const attributes = { id: channel, conductance: "10pS" };
        addComponent(writing, { name: element, attributes, children: gates });
        return channel;
      });
      const pool = addPool(writing, populated, { cell, id });
      const initial = startOf(populated, "v");
      return cellElement(cell, { id, initial, channelIds, pool, temperature });
    },
  };
}

/** Return whether the network can have the cell's temperature, which is common to all cells. */
function isAtTemperature({ temperature }: Writing, { channels }: MembraneCell): boolean {
  if (temperature === undefined) return true;
  return channels.every(
    ({ driving }) => driving.kind === "ohmic" || densityAt(driving, temperature) !== undefined,
  );
}

/** Add the concentration model, if a cell has one. */
function addPool(
  writing: Writing,
  populated: Populated,
  { cell, id }: { readonly cell: MembraneCell; readonly id: string },
) {
  const { pool, specificCapacitance } = cell;
  if (pool === undefined) return undefined;
  const model = newId(writing, `${id}_ca`);
  addComponent(writing, poolElement(pool, { id: model, specificCapacitance }));
  return { model, initial: startOf(populated, pool.state) };
}

function sayVaried(
  writing: Writing,
  { name, resolved }: Populated,
  shares: readonly string[],
): void {
  for (const [own, { value }] of resolved.parameters) {
    if (!shares.includes(own)) oneOf(writing, value, `populations.${name}.parameters.${own}`);
  }
}

/** Membrane area given by a model parameter. */
function areaOf(
  { parsed }: NeuronEquations,
  values: ReadonlyMap<string, number>,
): number | undefined {
  const area = parsed.parameters.get("area");
  const isArea = area !== undefined && sameDimension(area.dimension, parseUnit("um^2").dimension);
  return isArea ? values.get("area") : undefined;
}

function sayRule({ lose }: Writing, { name }: Populated, { threshold }: MembraneCell): void {
  const message = `A NeuroML cell spikes when its potential rises above ${threshold} mV; the model has a different condition.`;
  lose("spike", `populations.${name}.model.spike`, message);
}

function sayGuard({ lose }: Writing, { name }: Populated, { state }: CalciumPool): void {
  const message = `NeuroML clips a concentration at zero; in the model, "${state}" may become negative.`;
  lose("clamped", `populations.${name}.model.dynamics.${state}`, message);
}

function startOf({ resolved }: Populated, state: string): number {
  const value = resolved.initial.get(state)?.value ?? 0;
  return typeof value === "number" ? value : (value[0] ?? 0);
}

/** Report states whose initial value NeuroML cannot express. */
function sayStarts(
  writing: Writing,
  populated: Populated,
  { equations, cell }: { readonly equations: NeuronEquations; readonly cell: MembraneCell },
): void {
  const { name, resolved } = populated;
  const inside = cell.pool === undefined ? 0 : startOf(populated, cell.pool.state);
  const start = { v: startOf(populated, "v"), [calcium]: inside };
  for (const [own, { value }] of resolved.initial) {
    const place = `populations.${name}.initial.${own}`;
    if (own === "v" || own === cell.pool?.state) oneOf(writing, value, place);
    const state = cell.states.get(own);
    if (own === "v" || state === undefined || !equations.parsed.state.has(own)) continue;
    const there = valueAt(state.initial, start);
    const given = differing(value, there);
    if (given === undefined) continue;
    const message = `Its initial value is ${given}; NeuroML starts it at ${there}, its steady state.`;
    writing.lose("initial", place, message);
  }
}

interface Carried {
  readonly equations: NeuronEquations;
  readonly receptors: readonly FoundReceptor[];
  readonly values: ReadonlyMap<string, number>;
  readonly cell: MembraneCell;
}

/** Return whether the receptors affect only the potential, in the way their synapses do. */
function carriesItsReceptors(
  { resolved }: Populated,
  { equations, receptors, values, cell }: Carried,
): boolean {
  if (receptors.length === 0) return true;
  const synapses = receptors.map((receptor) => attachedOf(receptor, resolved.model));
  const about = "membrane potential";
  const reference = neuronOf(
    "reference",
    {
      about: "A capacitance with synapses.",
      parameters: { c_reference: { default: "1 pF", about: "capacitance" } },
      attached: "nA",
      state: { v: { initial: "0 mV", unit: "mV", about } },
      dynamics: { v: "i_syn / c_reference" },
    },
    { synapses, currents: [] },
  );
  const theirs = equationsOf(reference, values);
  const capacitance = cell.area * cell.specificCapacitance;
  const names = receptors.flatMap(({ kinetics }) => Object.keys(kinetics.state));
  const others = [...equations.parsed.state.keys(), ...equations.parsed.inputs.keys()];
  const base = Object.fromEntries(others.map((name) => [name, 0.25]));
  const change = (of: NeuronEquations, scope: Readonly<Record<string, number>>, scale: number) => {
    const derivative = of.dynamics.get("v");
    const closed = Object.fromEntries(names.map((name) => [name, 0]));
    if (derivative === undefined) return Number.NaN;
    return scale * (valueAt(derivative, scope) - valueAt(derivative, { ...scope, ...closed }));
  };
  return potentials.every((v, k) => {
    const open = Object.fromEntries(names.map((name, n) => [name, 1 + ((3 * k + 7 * n) % 5)]));
    const scope = { ...base, i_inj: 0, ...open, v };
    const [mine, reading] = [change(equations, scope, capacitance), change(theirs, scope, 1)];
    return Math.abs(mine - reading) <= 1e-9 * Math.max(Math.abs(mine), Math.abs(reading));
  });
}
