import type { LeadingScheme } from "@spikeloom/kernel";
import type { NeuronForm } from "../neurons/neuron-form.ts";
import type { Scheme } from "../neurons/scheme-of.ts";
import type { StepInput } from "../neurons/step-input.ts";
import type { StepProgram } from "../neurons/step-program.ts";
import { type Equation, equation, type Reading, readableText } from "./equation.ts";
import { readableName } from "./readable-names.ts";

/** Integration of a population's equations. */
export interface Integration {
  /** Whether the equations and the scheme replace the statements of the step. */
  readonly isScheme: boolean;
  readonly notes: readonly string[];
  readonly equations: readonly Equation[];
}

/** Input for printing an integration. */
interface Advance {
  readonly step: StepProgram;
  readonly digits: number | undefined;
}

/** Print the differential equations of a population and their integration. */
export function integrationOf(input: StepInput, { step, digits }: Advance): Integration {
  const { form, scheme, dt } = input;
  const { flow } = form;
  if (flow.kind === "update" || flow.sides.size === 0 || scheme === undefined) {
    const notes = flow.kind === "update" ? ["the step is the model's own"] : [];
    return { isScheme: false, notes, equations: [] };
  }
  const reading: Reading = { nameOf: readableName, digits };
  const equations = [...flow.sides].map(
    ([variable, side]): Equation => equation(`d${variable}/dt`, "=", side, reading),
  );
  if (scheme.handles === "linear") {
    const isEach = [...step.slots.values()].some(({ role }) => role === "coefficient");
    const each = isEach ? ["coefficients c_... differ between neurons"] : [];
    return { isScheme: false, notes: [`${step.method} over ${dt} ms`, ...each], equations };
  }
  return {
    isScheme: true,
    notes: schemeNotes(input, scheme, step),
    equations: [...equations, ...schemeEquations(scheme), ...spikesWithin(form, reading)],
  };
}

function schemeNotes(
  { form, dt }: StepInput,
  { guard, linear, subSteps }: Scheme,
  { method, slots }: StepProgram,
): readonly string[] {
  const { refractory, within } = form.emission ?? {};
  const { hold = [] } = refractory ?? {};
  const canHold = [...slots.values()].some(({ role }) => role === "refractory");
  const length = Number((dt / subSteps).toPrecision(12));
  return [
    `each x with dx/dt = f(x, t) by ${method}`,
    ...(subSteps > 1 ? [`a sub-step is ${length} ms`] : []),
    ...(subSteps > 1 && guard !== undefined ? [`the guard is ${guard}`] : []),
    ...(linear === undefined ? [] : ["linear equations that read no others are solved exactly"]),
    ...(hold.length > 0 && canHold ? [`${hold.join(", ")} held where not free`] : []),
    ...(within === true ? ["spikes can occur within sub-steps"] : []),
  ];
}

/** Print the condition and the effect of a spike within the sub-steps. */
function spikesWithin({ emission }: NeuronForm, reading: Reading): readonly Equation[] {
  if (emission?.within !== true || emission.when.kind !== "threshold") return [];
  const resets = [...emission.reset].map(([variable, side]): Equation => {
    const right = readableText(side, reading);
    return { left: variable, sign: "←", right, where: "spiked" };
  });
  return [equation("spiked", "=", emission.when.condition, reading), ...resets];
}

/** Print the scheme itself. */
function schemeEquations({ stages, update, leading }: Scheme): readonly Equation[] {
  const others = leading === undefined ? "x" : "x of the others";
  return [
    ...(leading === undefined ? [] : leadingEquations(leading)),
    ...stageEquations(stages),
    ...(update === undefined ? [] : [{ left: others, sign: "←", right: update } as const]),
  ];
}

function leadingEquations({ variables, stages, update }: LeadingScheme): readonly Equation[] {
  const left = `x of ${variables.join(", ")}`;
  return [...stageEquations(stages), { left, sign: "←", right: update }];
}

function stageEquations(stages: Readonly<Record<string, string>> = {}): readonly Equation[] {
  return Object.entries(stages).map(([left, right]): Equation => ({ left, sign: "=", right }));
}
