import { SESSION_VALUE } from "../errors.ts";
import { decayOf } from "./add-population.ts";
import { type Definition, named, numbered, type SessionProjection } from "./definition.ts";
import type { Column, ProjectionRequest, SessionOptions } from "./session.ts";
import { resolveSynapse } from "./synapses/resolve-synapse.ts";
import { type ColumnRequest, mergeColumn } from "./values/columns.ts";
import { freeName } from "./values/free-name.ts";
import { usedDelays } from "./values/used-delays.ts";

/** Create a projection from its definition, with defaults for missing values. */
export function addProjection(
  definition: Definition,
  request: ProjectionRequest,
): SessionProjection {
  const { populations, projections, stack, options } = definition;
  const place = `projection "${request.label}"`;
  const what = "population";
  const source = numbered(populations, request.source, { what, place: `${place}.source` });
  const target = numbered(populations, request.target, { what, place: `${place}.target` });
  const synapse = resolveSynapse(request.synapse, stack, `${place}.synapse`);
  const receptor = synapse.couples
    ? undefined
    : named(target.cell.receptors, request.receptor, { what: "receptor", place });
  const { parameters, size } = target;
  const port = receptor && target.cell.model(parameters, size).receptors?.[receptor];
  const taken = projections.map((one) => one.name);
  const projection: SessionProjection = {
    name: freeName(request.label.trim() === "" ? "projection" : request.label, taken),
    source,
    target,
    receptor,
    synapse,
    unit: synapse.weightUnit ?? (port ? port.unit : "uS"),
    decay: receptor === undefined ? undefined : decayOf(target.cell, request.receptor),
    pairs: pairsOf(request, { sources: source.size, targets: size, place }),
    attributes: new Map<string, Column>([
      ["weight", 0],
      ["delay", options.minDelay ?? options.timestep],
      ...[...synapse.parameters].map(([name, row]) => [name, row.default] as const),
    ]),
  };
  const count = projection.pairs.length / 2;
  setAttributes(projection, request.attributes, { options, size: count, place });
  return projection;
}

/** Set attributes of some or all connections. */
export function setAttributes(
  { attributes, synapse }: SessionProjection,
  given: Readonly<Record<string, Column>>,
  { options, place, ...request }: ColumnRequest & { readonly options: SessionOptions },
): void {
  const states = [...synapse.states.keys()];
  const known = new Map([...attributes.keys(), ...states].map((name) => [name, name]));
  const changed = Object.entries(given).map(([name, column]): [string, Column] => {
    const where = `${place}.${name}`;
    named(known, name, { what: "attribute", place: where });
    const before = attributes.get(name);
    if (before === undefined && request.chosen !== undefined) {
      const message =
        "Some connections cannot be set separately, because only the model determines the values of the others.";
      throw SESSION_VALUE({ place: where, message, next: "Set all connections at once." });
    }
    const merged = mergeColumn(before ?? 0, column, { ...request, place: where });
    return [name, name === "delay" ? usedDelays(merged, options) : merged];
  });
  for (const [name, column] of changed) attributes.set(name, column);
}

function pairsOf(
  { sources, targets }: ProjectionRequest,
  ends: { readonly sources: number; readonly targets: number; readonly place: string },
): Uint32Array {
  const { place } = ends;
  if (sources.length !== targets.length) {
    const message = "Each connection needs a source and a target.";
    const expected = `${sources.length} targets`;
    throw SESSION_VALUE({ place, message, expected, got: String(targets.length) });
  }
  const pairs = new Uint32Array(2 * sources.length);
  for (let k = 0; k < sources.length; k++) {
    const [source, target] = [sources[k] as number, targets[k] as number];
    if (source >= ends.sources || target >= ends.targets) {
      const message = "A connection ends at a neuron that does not exist.";
      const expected = `sources below ${ends.sources}, targets below ${ends.targets}`;
      throw SESSION_VALUE({ place, message, expected, got: `${source} to ${target}` });
    }
    pairs[2 * k] = source;
    pairs[2 * k + 1] = target;
  }
  return pairs;
}
