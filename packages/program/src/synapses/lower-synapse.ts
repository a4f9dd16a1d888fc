import { type Expression, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConventionRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { NOT_COMPILED } from "../errors.ts";
import { binary, name, number } from "../tree.ts";
import { movedWeight } from "./bounded.ts";
import { checkProgram } from "./check-program.ts";
import { namedEvents, raisesOf } from "./common-changes.ts";
import { constantOf, decayOf } from "./constants.ts";
import { eventOf, preEvent } from "./events.ts";
import { type Kinds, kindsOf, modulatorsOf, nameOf, readsOf } from "./kinds.ts";
import { motionOf } from "./motion.ts";
import {
  type ModelWithConstants,
  type NamedModel,
  nameModels,
  type ProjectionNames,
} from "./names-of-models.ts";
import { stepOf } from "./step-dynamics.ts";
import type { FilterProgram, Motion, StructureProgram, SynapseProgram } from "./synapse-program.ts";

/** Input for lowering the synapses of a projection. */
export interface SynapseLowering {
  readonly synapse: ModelWithConstants<SynapseRecord> | undefined;
  readonly plasticity: ModelWithConstants<PlasticityRecord> | undefined;
  /** Step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
}

/** Lower the synapse model and the plasticity rule of a projection to one program. */
export function lowerSynapse(options: SynapseLowering): SynapseProgram {
  const { dt } = options;
  const models = nameModels(options.synapse, options.plasticity, dt);
  const carriesNew = options.convention.plasticity?.carries === "new";
  const kinds = kindsOf(models, options);
  const pre = preEvent(models, { kinds, carriesNew });
  const post = eventOf(models, "post", kinds.targetSet);
  const named = namedEvents(models, kinds);
  const step = stepOf(models, kinds, dt);
  const coupling = (models.synapse?.parsed.coupling ?? []).map(({ into, value }) => ({
    into,
    value: (models.synapse as NamedModel<unknown>).put(value),
  }));
  const program = {
    synapse: kinds.synapse,
    origins: kinds.origins,
    source: kinds.source,
    target: kinds.target,
    common: kinds.common,
    modulators: modulatorsOf(models),
    reads: readsOf(models),
    filters: filtersOf(models, dt),
    motion: motionsOf(models, kinds),
    movedWeight: movedWeight(models),
    ...pre,
    post: post.sets.length === 0 ? undefined : post,
    raise: raisesOf(models, kinds),
    named,
    step,
    coupling,
    structure: structureOf(models),
  };
  const lowered = { ...program, lazy: laziness(program) };
  const names = [models.synapse, models.plasticity].flatMap((model) =>
    model === undefined ? [] : [`${model.parsed.record.kind} "${model.parsed.record.name}"`],
  );
  checkProgram(lowered, names.join(" with "));
  return lowered;
}

function filtersOf({ plasticity }: ProjectionNames, dt: number): readonly FilterProgram[] {
  if (plasticity === undefined) return [];
  const { parsed } = plasticity;
  return [...parsed.traces.values()].flatMap(({ name: own, of, input, decay, initial }) => {
    if (input === undefined) return [];
    const place = `plasticity "${parsed.record.name}" traces.${own}`;
    if (of === "global") {
      throw NOT_COMPILED({ place, message: "A global trace cannot follow an input of neurons." });
    }
    const tau = decayOf(plasticity, { name: own, decay });
    return {
      name: plasticity.nameOf(own),
      of,
      initial: constantOf(plasticity, initial, `${place}.initial`),
      input: plasticity.put(input),
      share: -(hostFunctions["expm1"] as (x: number) => number)(-dt / tau),
    };
  });
}

function motionsOf(models: ProjectionNames, kinds: Kinds): SynapseProgram["motion"] {
  const odes = new Map<string, Expression>();
  let place = "";
  for (const model of [models.synapse, models.plasticity]) {
    if (model === undefined) continue;
    place = `${model.parsed.record.kind} "${model.parsed.record.name}" dynamics`;
    for (const [own, { derivative, when }] of model.parsed.dynamics) {
      if (when === "event") odes.set(nameOf(model, own), model.put(derivative));
    }
  }
  const rule = models.plasticity;
  for (const trace of rule?.parsed.traces.values() ?? []) {
    if (rule === undefined || trace.input !== undefined) continue;
    const own = rule.nameOf(trace.name);
    const decay = number(decayOf(rule, trace));
    odes.set(own, { kind: "negate", of: binary("divide", name(own), decay) });
  }
  const of = (names: readonly string[]): Motion => {
    const set = new Set(names);
    return motionOf(new Map([...odes].filter(([variable]) => set.has(variable))), place);
  };
  return {
    synapse: of(kinds.synapse),
    source: of(kinds.source),
    target: of(kinds.target),
    common: of(kinds.common),
  };
}

function structureOf({ plasticity }: ProjectionNames): StructureProgram | undefined {
  const structure = plasticity?.parsed.structure;
  if (structure === undefined || plasticity === undefined) return undefined;
  const { every, remove, add, initial } = structure;
  const place = `plasticity "${plasticity.parsed.record.name}" structure`;
  return {
    every: constantOf(plasticity, every, `${place}.every`),
    remove: remove && plasticity.put(remove),
    add: add === undefined || add === "replace" ? add : plasticity.put(add),
    initial: [...initial].map(([own, value]) => [nameOf(plasticity, own), plasticity.put(value)]),
  };
}

/** Determine whether postsynaptic spikes may be deferred until the synapse is needed. */
function laziness(program: Omit<SynapseProgram, "lazy">): SynapseProgram["lazy"] {
  const { post, step, coupling, target, raise } = program;
  if (post === undefined)
    return { possible: true, reason: "spikes of the target have no effect on it" };
  if (step !== undefined) return { possible: false, reason: "it evolves at each step" };
  if (coupling.length > 0) return { possible: false, reason: "its target reads it at each step" };
  const known = new Set(["t", ...program.synapse, ...program.source, ...target]);
  for (const one of post.lets) known.add(one.name);
  const values = [
    ...post.lets.flatMap((one) => ("value" in one ? [one.value] : one.args)),
    ...post.sets.map(([, value]) => value),
    ...raise.target.map(([, value]) => value),
  ];
  const other = values.flatMap((value) => [...freeNames(value)]).find((read) => !known.has(read));
  if (other === undefined) {
    return {
      possible: true,
      reason: "spikes of the target only read values that do not depend on time",
    };
  }
  return { possible: false, reason: `spikes of the target read the current value of "${other}"` };
}
