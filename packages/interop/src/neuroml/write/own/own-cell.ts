import { freeNames, parseExpression } from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { networkStep, resolveConvention } from "@spikeloom/network";
import { parseUnit, sameDimension } from "@spikeloom/units";
import { Unsaid } from "../../../lems/write/lems-text.ts";
import { neuronType } from "../../../lems/write/neuron-type.ts";
import type { TypePlace } from "../../../lems/write/type-request.ts";
import { comparisonOf, heldSteps } from "../../../lems/write/write-populations.ts";
import { oneOf } from "../attributes-of.ts";
import type { Component } from "../component.ts";
import type { Populated } from "../component-of.ts";
import { kernelSynapses } from "../kernel-synapses.ts";
import { sayOpenReceptors } from "../open-receptors.ts";
import { valuesOf } from "../standard-cells.ts";
import type { Writing } from "../writing.ts";
import { closedNeuron } from "./closed-neuron.ts";
import { ownSynapsesOf } from "./own-synapses-of.ts";
import { declareType } from "./own-types.ts";

/**
 * Write a neuron without a NeuroML cell as a LEMS component type for a NeuroML population.
 *
 * Attached components provide currents, as for NeuroML's cells. Returns a reason if LEMS cannot express a rule.
 */
export function ownCell(writing: Writing, populated: Populated): Component | Unsaid {
  const { name, resolved } = populated;
  const { model } = resolved;
  const synapses = kernelSynapses(model, valuesOf(populated), ownSynapsesOf(writing, populated));
  if (synapses === undefined) {
    return new Unsaid("a receptor does not act through additive currents");
  }
  const bare = closedNeuron(model, synapses.states);
  if (bare === undefined) {
    return new Unsaid("a receptor affects something other than the potential");
  }
  const [input] = Object.keys(bare.inputs ?? {});
  try {
    const written = typeOf(writing, populated, { bare, input });
    const element = String(written.element.attributes?.["name"]);
    if (model.spike?.rate !== undefined) {
      const message = "Its spikes are redrawn: same distribution, different values.";
      writing.lose("drawn-anew", `populations.${name}`, message);
    }
    sayOpenReceptors(writing, populated, synapses.states);
    sayVaried(writing, populated, bare);
    const values = [...written.values].map(([own, { value, dimension }]) => {
      const field = own.endsWith("_start") ? "initial" : "parameters";
      const place = `populations.${name}.${field}.${own.replace(/_start$/, "")}`;
      return [own, writing.own.units.quantity(oneOf(writing, value, place), dimension)] as const;
    });
    return {
      element,
      attached: input === undefined ? undefined : "nA",
      injected: 1,
      hasStart: true,
      hasStarts: true,
      input,
      clamps: [],
      synapses: synapses.written,
      variables: written.names,
      write: (id) => ({
        name: declareType(writing.own, written.element),
        attributes: { id, ...Object.fromEntries(values) },
      }),
    };
  } catch (fault) {
    if (fault instanceof Unsaid) return fault;
    throw fault;
  }
}

/** Report receptor parameters that differ between neurons; those of the neuron are reported where they are written. */
function sayVaried(writing: Writing, { name, resolved }: Populated, bare: NeuronRecord): void {
  const [all, others] = [namesRead(resolved.model), namesRead(bare)];
  for (const [own, { value }] of resolved.parameters) {
    if (!all.has(own) || others.has(own)) continue;
    oneOf(writing, value, `populations.${name}.parameters.${own}`);
  }
}

function typeOf(
  writing: Writing,
  { name, resolved }: Populated,
  { bare, input }: { readonly bare: NeuronRecord; readonly input: string | undefined },
) {
  const { network } = writing;
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  const recorded = (network.record ?? []).filter(({ population }) => population === name);
  const read = namesRead(bare);
  const wanted = bare.name.replace(/\W/g, "_");
  return neuronType({
    name: `${wanted}_neuron`,
    resolved: {
      ...resolved,
      model: bare,
      parameters: new Map([...resolved.parameters].filter(([own]) => read.has(own))),
      initial: new Map(
        [...resolved.initial].filter(([own]) => Object.hasOwn(bare.state ?? {}, own)),
      ),
    },
    units: writing.own.units,
    dt,
    ports: [],
    courses: [],
    held: heldSteps({ dt, convention }, resolved),
    comparison: comparisonOf(convention),
    seen: new Set(recorded.flatMap(({ variables }) => variables)),
    place: placeOf(bare, input),
  });
}

/** A cell type with a potential, if the model has one. */
function placeOf({ state = {} }: NeuronRecord, input: string | undefined): TypePlace {
  const unit = state["v"]?.unit;
  const isPotential =
    unit !== undefined && sameDimension(parseUnit(unit).dimension, parseUnit("mV").dimension);
  if (!isPotential) return { extends: "baseSpikingCell", inherited: new Set(), input };
  return { extends: "baseCellMembPot", inherited: new Set(["v"]), input };
}

/** Names that the rules of a model read. */
function namesRead({
  expressions = {},
  dynamics = {},
  step = [],
  receptors = {},
  spike,
}: NeuronRecord) {
  const texts = [
    ...Object.values(expressions).map(({ value }) => value),
    ...[dynamics, ...step, spike?.reset ?? {}].flatMap((group) => Object.values(group)),
    ...Object.values(receptors).flatMap(({ on }) => Object.values(on)),
    ...[spike?.when, spike?.rate].flatMap((text) => text ?? []),
  ];
  return new Set(texts.flatMap((text) => [...freeNames(parseExpression(text))]));
}
