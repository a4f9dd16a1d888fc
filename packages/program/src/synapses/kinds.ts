import { NOT_COMPILED } from "../errors.ts";
import type { ModelWithConstants, NamedModel, ProjectionNames } from "./names-of-models.ts";
import type { SynapseProgram } from "./synapse-program.ts";

/** Parameters with one value for the whole projection, by model. */
interface BothModels {
  readonly synapse: Pick<ModelWithConstants<unknown>, "constants"> | undefined;
  readonly plasticity: Pick<ModelWithConstants<unknown>, "constants"> | undefined;
}

/** Storage of each variable. */
export interface Kinds {
  readonly origins: SynapseProgram["origins"];
  readonly synapse: readonly string[];
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly common: readonly string[];
  readonly sourceSet: ReadonlySet<string>;
  readonly targetSet: ReadonlySet<string>;
  readonly commonSet: ReadonlySet<string>;
}

/** Determine the storage of each variable. */
export function kindsOf(models: ProjectionNames, { synapse, plasticity }: BothModels): Kinds {
  const own = models.synapse;
  const rule = models.plasticity;
  const states = (model: NamedModel<{ state: ReadonlyMap<string, unknown> }> | undefined) =>
    [...(model?.parsed.state.keys() ?? [])].map((text) => model?.nameOf(text) ?? text);
  const drawn = [...differing(own, synapse?.constants), ...differing(rule, plasticity?.constants)];
  const traces = (of: string): string[] =>
    [...(rule?.parsed.traces.values() ?? [])].flatMap((trace) =>
      trace.of === of && trace.input === undefined ? [rule?.nameOf(trace.name) ?? ""] : [],
    );
  const shared = own?.parsed.per === "source" ? states(own) : [];
  const [lonely] = differing(own, synapse?.constants);
  if (shared.length > 0 && lonely !== undefined) {
    throw NOT_COMPILED({
      place: `synapse "${own?.parsed.record.name}" parameters.${lonely}`,
      message:
        "Synapses of one source share a state, so none of them can have its own value of a parameter.",
      next: "Use one value of the parameter for the whole projection.",
    });
  }
  const each = own?.parsed.per === "source" ? [] : states(own);
  const source = [...traces("pre"), ...shared];
  const [target, common] = [traces("post"), traces("global")];
  return {
    origins: originsOf(models),
    synapse: ["weight", ...each, ...states(rule), ...drawn],
    source,
    target,
    common,
    sourceSet: new Set(source),
    targetSet: new Set(target),
    commonSet: new Set(common),
  };
}

/** The model, and the name in it, of each state and parameter of a projection. */
function originsOf({ synapse, plasticity }: ProjectionNames): SynapseProgram["origins"] {
  const of = (
    kind: "synapse" | "plasticity",
    model: NamedModel<{
      readonly state: ReadonlyMap<string, unknown>;
      readonly parameters: ReadonlyMap<string, unknown>;
    }>,
  ) =>
    [...model.parsed.state.keys(), ...model.parsed.parameters.keys()].map(
      (own) => [model.nameOf(own), { kind, own }] as const,
    );
  return new Map([
    ...(synapse === undefined ? [] : of("synapse", synapse)),
    ...(plasticity === undefined ? [] : of("plasticity", plasticity)),
  ]);
}

/** Parameters that are kept for each synapse. */
function differing(
  model: NamedModel<{ parameters: ReadonlyMap<string, unknown> }> | undefined,
  constants: ReadonlyMap<string, number> | undefined,
): readonly string[] {
  if (model === undefined) return [];
  return [...model.parsed.parameters.keys()].flatMap((text) =>
    constants?.has(text) === true ? [] : [model.nameOf(text)],
  );
}

/** List the third factors of a rule. */
export function modulatorsOf({ plasticity }: ProjectionNames): readonly string[] {
  return [...(plasticity?.parsed.modulators.keys() ?? [])].map(
    (text) => plasticity?.nameOf(text) ?? text,
  );
}

/** List the neuron variables that both models read. */
export function readsOf({ synapse, plasticity }: ProjectionNames): SynapseProgram["reads"] {
  return [synapse, plasticity].flatMap((model) =>
    [...(model?.parsed.reads.values() ?? [])].map((read) => ({
      name: model?.nameOf(read.name) ?? read.name,
      of: read.of,
      variable: read.variable,
    })),
  );
}

/** Return the projection's name for a variable of a model. */
export function nameOf(model: NamedModel<unknown>, own: string): string {
  return own === "weight" ? own : model.nameOf(own);
}
