import type { NetworkRecord } from "@spikeloom/kernel";
import { SYNAPSES_NOT_KEPT, UNKNOWN_NAME, UNKNOWN_PROJECTION } from "../errors.ts";
import { findModel } from "../plan/find-model.ts";
import { readTime } from "../plan/network-step.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { synapseState } from "../plan/synapse-variables.ts";
import { checkInterval } from "./check-interval.ts";
import { type CheckContext, isBroken } from "./check-population.ts";
import { quietly } from "./collect.ts";

/** Find the index of the projection for each name; undefined if a malformed projection makes the names unknown. */
export function projectionPlaces(
  network: NetworkRecord,
  faulty: ReadonlySet<string>,
): ReadonlyMap<string, number> | undefined {
  const isFaulty = (_: unknown, k: number): boolean => faulty.has(`projections[${k}]`);
  if (faulty.has("projections") || network.projections?.some(isFaulty)) return undefined;
  const places = new Map<string, number>();
  projectionNames(network).forEach((name, index) => {
    if (!places.has(name)) places.set(name, index);
  });
  return places;
}

/** Check a synapse recorder; `known` has the index of each projection. */
export function checkSynapseRecorder(
  index: number,
  known: ReadonlyMap<string, number> | undefined,
  context: CheckContext,
): void {
  const { network, into, faulty, rules } = context;
  const record = network.recordSynapses?.[index];
  const place = `recordSynapses[${index}]`;
  if (record === undefined || faulty.has(place)) return;
  const { every, from, until } = record;
  into.attempt(() => every !== undefined && checkInterval(every, rules?.dt, `${place}.every`));
  const start = into.attempt(() => (from === undefined ? 0 : readTime(from, `${place}.from`)));
  into.attempt(() => until !== undefined && readTime(until, `${place}.until`, start));
  if (known === undefined) return;
  const at = known.get(record.projection);
  if (at !== undefined) {
    checkVariables(index, at, context);
    return;
  }
  const where = { place: `${place}.projection`, name: record.projection };
  into.refuse(() => UNKNOWN_PROJECTION({ ...where, known: [...known.keys()] }));
}

function checkVariables(index: number, at: number, context: CheckContext): void {
  const { network, stack, into } = context;
  const { projection: name, variables = ["weight"] } = network.recordSynapses?.[index] ?? {
    projection: "",
  };
  const projection = network.projections?.[at];
  const place = `recordSynapses[${index}]`;
  if (projection === undefined) return;
  if (projection.procedural === true) {
    into.add([SYNAPSES_NOT_KEPT({ place: `${place}.projection`, name })]);
  }
  const { synapse, plasticity } = projection;
  if (isBroken(synapse, context) || isBroken(plasticity, context)) return;
  const within = { network, stack, place };
  // Missing models are reported where the projection refers to them.
  const models = quietly(() => ({
    synapse: synapse === undefined ? undefined : findModel("synapse", synapse, within).model,
    plasticity:
      plasticity === undefined ? undefined : findModel("plasticity", plasticity, within).model,
  }));
  if (models === undefined) return;
  const known = ["weight", ...synapseState(models).keys()];
  variables.forEach((variable, k) => {
    if (known.includes(variable)) return;
    const where = { place: `${place}.variables[${k}]`, what: "variable of synapses", model: name };
    into.refuse(() => UNKNOWN_NAME({ ...where, name: variable, known }));
  });
}
