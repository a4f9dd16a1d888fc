import { calledFunctions, type Expression, freeNames, substitute } from "@spikeloom/equations";
import { NOT_COMPILED } from "../errors.ts";
import { isDraw } from "./draws.ts";
import { eventOf } from "./events.ts";
import { type Kinds, modulatorsOf, nameOf, readsOf } from "./kinds.ts";
import type { NamedModel, ProjectionNames } from "./names-of-models.ts";
import type { Assignments, NamedEvent, SynapseProgram } from "./synapse-program.ts";

/** Effects of spikes on traces of their own neuron. */
export function raisesOf(models: ProjectionNames, kinds: Kinds): SynapseProgram["raise"] {
  const { source, target } = kinds;
  const known = [
    ...["t", ...source, ...kinds.common],
    ...modulatorsOf(models),
    ...endsOf(models, "pre"),
  ];
  return {
    source: changesOf(models, "pre", { own: kinds.sourceSet, known: new Set(known) }),
    target: changesOf(models, "post", { own: kinds.targetSet, known: new Set(target) }),
  };
}

/** Names of the values read from neurons at one end: variables and the traces that follow them. */
function endsOf(models: ProjectionNames, end: "pre" | "post"): readonly string[] {
  const rule = models.plasticity;
  const filters = [...(rule?.parsed.traces.values() ?? [])].flatMap(({ name: own, of, input }) =>
    input === undefined || rule === undefined ? [] : [{ name: rule.nameOf(own), of }],
  );
  return [...readsOf(models), ...filters].flatMap((one) => (one.of === end ? [one.name] : []));
}

/** List the effects of an event on variables shared by several synapses. */
function changesOf(
  models: ProjectionNames,
  event: string,
  { own, known }: { readonly own: ReadonlySet<string>; readonly known: ReadonlySet<string> },
): Assignments {
  return [models.synapse, models.plasticity].flatMap((model) =>
    [...(model?.parsed.on.get(event) ?? [])].flatMap(([text, value]): [string, Expression][] => {
      if (model === undefined || !own.has(nameOf(model, text))) return [];
      const { kind, name: modelName } = model.parsed.record;
      const place = `${kind} "${modelName}" on.${event}.${text}`;
      return [[nameOf(model, text), commonValue(model, value, { place, known })]];
    }),
  );
}

/** Lower a value shared by several synapses: it can read nothing that belongs to one synapse, and no draw. */
function commonValue(
  model: NamedModel<unknown>,
  value: Expression,
  { place, known }: { readonly place: string; readonly known: ReadonlySet<string> },
): Expression {
  const kept = [...model.kept].reverse();
  const complete = kept.reduce((inner, one) => substitute(inner, new Map([one])), model.put(value));
  if ([...calledFunctions(complete)].some(isDraw)) {
    throw NOT_COMPILED({
      place,
      message:
        "This is drawn for each synapse, but shared by all synapses of a neuron or a projection.",
      next: "Use a state of each synapse instead.",
    });
  }
  const other = [...freeNames(complete)].find((read) => !known.has(read));
  if (other === undefined) return complete;
  throw NOT_COMPILED({
    place,
    message: `This reads "${other}", which differs between synapses or is unknown there.`,
    next: "Use a state of each synapse instead.",
  });
}

/** Effects of named events. */
export function namedEvents(
  models: ProjectionNames,
  kinds: Kinds,
): ReadonlyMap<string, NamedEvent> {
  const names = [models.synapse, models.plasticity].flatMap((model) => [
    ...(model?.parsed.on.keys() ?? []),
  ]);
  const found = new Map<string, NamedEvent>();
  for (const event of new Set(names)) {
    if (event === "pre" || event === "post") continue;
    const known = new Set([...kinds.common, ...modulatorsOf(models)]);
    found.set(event, {
      ...eventOf(models, event, kinds.commonSet),
      common: changesOf(models, event, { own: kinds.commonSet, known }),
    });
  }
  return found;
}
