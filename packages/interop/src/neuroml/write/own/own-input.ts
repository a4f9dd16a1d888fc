import type { Expression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { networkStep, resolvePopulation } from "@spikeloom/network";
import { lowerStimulus } from "@spikeloom/program";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  parseUnit,
  sameDimension,
} from "@spikeloom/units";
import { binary, name } from "../../../lems/tree.ts";
import { Unsaid } from "../../../lems/write/lems-text.ts";
import { addDerived, addValue, type TypeDraft, typeDraft } from "../../../lems/write/type-draft.ts";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import { newId, type Writing } from "../writing.ts";
import { declareType } from "./own-types.ts";
import { type Flowing, formulaOf, type InputForm, piecesOf } from "./stimulus-value.ts";

/** Create a component type for a stimulus without a NeuroML input; undefined if LEMS cannot express it. */
export function ownInput(
  writing: Writing,
  record: Flowing["record"],
  form: InputForm,
): XmlOutput | undefined {
  const { network, stack, seed } = writing;
  const functions = hostFunctions;
  const resolved = resolvePopulation(network, record.into, { stack, seed, functions, first: 1 });
  const { model, size } = resolved;
  const population = { name: record.into, model, size };
  const dt = networkStep(network);
  const stimulus = lowerStimulus(record, { index: form.index, population, dt, seed });
  if (stimulus.kind !== "current") return undefined;
  const { unit } = model.inputs?.[stimulus.port] ?? { unit: "1" };
  const exposed = form.isPure ? "I" : "i";
  const draft = typeDraft(writing.own.units, new Set([exposed]));
  const flowing = {
    writing,
    record,
    form,
    unit,
    size,
    stimulus,
    targets: stimulus.targets,
  };
  try {
    declare(draft, writing, exposed);
    const value = formulaOf(draft, flowing) ?? piecesOf(draft, flowing);
    if (value === undefined) return undefined;
    return inputOut(draft, { ...flowing, value, exposed });
  } catch (fault) {
    if (fault instanceof Unsaid) return undefined;
    throw fault;
  }
}

const ms: Dimension = parseUnit("ms").dimension;
const pA: Dimension = parseUnit("pA").dimension;

function declare(draft: TypeDraft, { network }: Writing, exposed: string): void {
  draft.taken.add(exposed).add("weight");
  draft.dimensions.set("weight", dimensionless);
  draft.names.set("dt", "dt");
  addValue(draft, "dt", { value: { value: networkStep(network), dimension: ms }, about: "step" });
  draft.members.push(
    {
      name: "Property",
      attributes: { name: "weight", dimension: "none", defaultValue: 1 },
    },
    { name: "EventPort", attributes: { name: "in", direction: "in" } },
  );
}

function inputOut(
  draft: TypeDraft,
  {
    writing,
    record,
    form,
    unit,
    value,
    exposed,
  }: Flowing & { readonly value: Expression; readonly exposed: string },
): XmlOutput {
  const { dimension } = parseUnit(unit);
  const to = form.isPure ? dimensionless : pA;
  const factor = { value: form.injected, dimension: divideDimensions(to, dimension) };
  const isSame = form.injected === 1 && sameDimension(to, dimension);
  const scaled = isSame
    ? value
    : binary(
        "multiply",
        value,
        name(addValue(draft, "injected", { value: factor, about: "effect of one unit" })),
      );
  draft.taken.delete(exposed);
  const about = "injected current";
  const weighted = binary("multiply", name("weight"), scaled);
  addDerived(draft, exposed, { value: weighted, dimension: to, exposed: about });
  const type = declareType(writing.own, {
    name: "ComponentType",
    attributes: {
      name: `${record.kind.replace(/\W/g, "_")}_input`,
      extends: form.isPure ? "basePointCurrentDL" : "basePointCurrent",
      description: `A stimulus of kind ${record.kind}.`,
    },
    children: [...draft.members, { name: "Dynamics", children: draft.variables }],
  });
  const attributes = [...draft.values].map(([own, { value: one, dimension: of }]) => [
    own,
    writing.own.units.quantity(Number(one), of),
  ]);
  const id = newId(writing, record.kind.replace(/\W/g, "_"));
  return { name: type, attributes: { id, ...Object.fromEntries(attributes) } };
}
