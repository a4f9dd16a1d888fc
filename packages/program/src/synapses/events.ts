import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import { NOT_COMPILED } from "../errors.ts";
import { name } from "../tree.ts";
import { bounded, movedWeight } from "./bounded.ts";
import { drawCollector } from "./draws.ts";
import { type Kinds, nameOf } from "./kinds.ts";
import type { NamedModel, ProjectionNames } from "./names-of-models.ts";
import type { Assignments, EventProgram, Let, SynapseProgram } from "./synapse-program.ts";

/** Combine the effects of both models at an event, except those on traces of the ends. */
export function eventOf(
  models: ProjectionNames,
  event: string,
  without: ReadonlySet<string>,
): EventProgram {
  const program = asStated(models, event, without);
  return program.sets.length === 0 ? program : withinBounds(models, program);
}

/** Clamp a weight that has changed between events before an event reads it. */
function withinBounds(models: ProjectionNames, { lets, sets }: EventProgram): EventProgram {
  const value = movedWeight(models);
  if (value === undefined) return { lets, sets };
  const bring = (one: Expression): Expression => substitute(one, new Map([["weight", moved]]));
  const brought = sets.map(([variable, next]) => [variable, bring(next)] as const);
  return {
    lets: [
      { name: moved.name, value },
      ...lets.map(
        (one): Let =>
          "value" in one
            ? { ...one, value: bring(one.value) }
            : { ...one, args: one.args.map(bring) },
      ),
    ],
    sets: sets.some(([variable]) => variable === "weight")
      ? brought
      : [...brought, ["weight", moved]],
  };
}

const moved = { kind: "name", name: "weight.moved" } as const;

function asStated(
  models: ProjectionNames,
  event: string,
  without: ReadonlySet<string>,
): EventProgram {
  const drawing = drawCollector(event);
  const lets: Let[] = [];
  const sets: [string, Expression][] = [];
  for (const model of [models.synapse, models.plasticity]) {
    const assignments = model?.parsed.on.get(event);
    if (model === undefined || assignments === undefined) continue;
    const read = allReads([...assignments.values()].map(model.put), model);
    for (const [own, value] of model.kept) {
      if (!read.has(own)) continue;
      const drawn = drawing.replace(value, lets);
      lets.push({ name: own, value: drawn });
    }
    for (const [own, value] of assignments) {
      const variable = nameOf(model, own);
      if (without.has(variable)) continue;
      sets.push([variable, bounded(models, variable, drawing.replace(model.put(value), lets))]);
    }
  }
  return { lets, sets: refuseTwoWeights(models, sets) };
}

/** List what values read, directly or through their named parts. */
function allReads(
  values: readonly Expression[],
  model: NamedModel<unknown> | undefined,
): ReadonlySet<string> {
  const read = new Set(values.flatMap((value) => [...freeNames(value)]));
  for (const [kept, value] of [...(model?.kept ?? [])].reverse()) {
    if (read.has(kept)) for (const name of freeNames(value)) read.add(name);
  }
  return read;
}

/** Reject two models that set the weight at one event: neither change would be complete. */
function refuseTwoWeights(models: ProjectionNames, sets: Assignments): Assignments {
  const weights = sets.filter(([variable]) => variable === "weight");
  if (weights.length < 2) return sets;
  const rule = models.plasticity?.parsed.record.name ?? "";
  throw NOT_COMPILED({
    place: `plasticity "${rule}" on`,
    message: "Both the synapse model and the plasticity rule set the weight at one event.",
  });
}

interface PreOptions {
  readonly kinds: Kinds;
  readonly carriesNew: boolean;
}

interface PreProgram {
  readonly pre: EventProgram;
  readonly deliver: Expression | undefined;
}

/** Whether a spike delivers the weight, and not something computed from it. */
export function deliversWeight({ deliver }: Pick<SynapseProgram, "deliver">): boolean {
  return deliver?.kind === "name" && weightNames.has(deliver.name);
}

const weightNames: ReadonlySet<string> = new Set(["weight", "weight.new", moved.name]);

/** Lower the presynaptic spike: its effects and the delivered weight. */
export function preEvent(models: ProjectionNames, options: PreOptions): PreProgram {
  const { pre, deliver } = statedPre(models, options);
  // The delivered weight is computed last, so that it is clamped like all assigned values.
  const sets = deliver === undefined ? pre.sets : [...pre.sets, [delivered, deliver] as const];
  if (sets.length === 0) return { pre, deliver };
  const all = withinBounds(models, { lets: pre.lets, sets });
  return {
    pre: { lets: all.lets, sets: all.sets.filter(([variable]) => variable !== delivered) },
    deliver: all.sets.find(([variable]) => variable === delivered)?.[1],
  };
}

const delivered = "delivered";

function statedPre(models: ProjectionNames, { kinds, carriesNew }: PreOptions): PreProgram {
  const { synapse } = models;
  const { lets, sets } = asStated(models, "pre", kinds.sourceSet);
  const given = deliverOf(models);
  if (given === undefined) return { pre: { lets, sets }, deliver: undefined };
  const all = [...lets];
  const known = new Set(all.map((one) => one.name));
  const needed = allReads([given], synapse);
  const drawing = drawCollector("pre.deliver");
  for (const [own, value] of synapse?.kept ?? []) {
    if (known.has(own) || !needed.has(own)) continue;
    all.push({ name: own, value: drawing.replace(value, all) });
  }
  const changed = sets.find(([variable]) => variable === "weight");
  if (!carriesNew || changed === undefined || models.plasticity === undefined) {
    return { pre: { lets: all, sets }, deliver: drawing.replace(given, all) };
  }
  all.push({ name: "weight.new", value: changed[1] });
  const renewed = sets.map(([variable, value]): [string, Expression] => [
    variable,
    variable === "weight" ? name("weight.new") : value,
  ]);
  const renewedGiven = substitute(given, new Map([["weight", name("weight.new")]]));
  return { pre: { lets: all, sets: renewed }, deliver: drawing.replace(renewedGiven, all) };
}

function deliverOf({ synapse }: ProjectionNames): Expression | undefined {
  if (synapse === undefined) return name("weight");
  const { deliver, coupling } = synapse.parsed;
  if (deliver !== undefined) return synapse.put(deliver);
  return coupling.length > 0 ? undefined : name("weight");
}
