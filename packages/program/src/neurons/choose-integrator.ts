import { freeNames, isNoise, linearSystem, linearSystems, simplify } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type IntegratorRecord,
  keepKnown,
  type NeuronRecord,
  type PopulationRecord,
  type Stack,
  textOf,
} from "@spikeloom/kernel";
import { checkPinnedStep } from "@spikeloom/network";
import { bindForm } from "./bind-form.ts";
import { neuronForm } from "./lower-form.ts";
import type { Assignments, NeuronForm } from "./neuron-form.ts";
import { type Scheme, schemeOf } from "./scheme-of.ts";

/** The integrator of a population and its number of equal sub-steps. */
export interface ChosenIntegrator {
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
}

/** Input of the choice. */
export interface ChoiceRequest {
  readonly model: NeuronRecord;
  readonly record: PopulationRecord;
  readonly stack: Stack;
  readonly dt: number;
  readonly place: string;
}

/**
 * Choose the integrator: that of the population, of the model, or by analysis.
 *
 * Linear equations are advanced exactly unless too many are coupled; with additive noise by Euler-Maruyama, with other noise by
 * Milstein's scheme; all others by the classical Runge-Kutta scheme.
 */
export function chooseIntegrator(request: ChoiceRequest): ChosenIntegrator {
  const { model, record, stack, place } = request;
  const own = record.integrator;
  if (own !== undefined) {
    const { name, subSteps = 1 } = typeof own === "string" ? { name: own } : own;
    return { integrator: stack.get("integrator", name, `${place}.integrator`), subSteps };
  }
  checkPinnedStep(model, record, request);
  const pinned = model.integrator;
  const subSteps = pinned?.subSteps ?? 1;
  if (pinned?.name !== undefined) {
    return { integrator: stack.get("integrator", pinned.name, `${place}.integrator`), subSteps };
  }
  if (Object.keys(model.dynamics ?? {}).length === 0) return { integrator: undefined, subSteps };
  const name = analysed(textOf(model), () => byAnalysis(neuronForm(model)));
  return { integrator: stack.get("integrator", name, place), subSteps };
}

/** Choose how to integrate the equations of a population; undefined if it has none. */
export function chooseScheme(request: ChoiceRequest): Scheme | undefined {
  const { integrator, subSteps } = chooseIntegrator(request);
  return integrator && schemeOf(integrator, subSteps);
}

const analysed = keepKnown<string>(256);

function byAnalysis(form: NeuronForm): string {
  const { flow } = bindForm(form, new Map());
  const sides: Assignments = flow.kind === "equations" ? flow.sides : new Map();
  const noise = [...sides.values()].map((side) => [...freeNames(side)].filter(isNoise));
  if (noise.every((names) => names.length === 0)) {
    return linearSystems(sides, stillNames(form, sides)) === undefined ? "rk4" : "exact";
  }
  const isAdditive = [...sides.values()].every((side) => {
    const linear = linearSystem(
      new Map([["xi", simplify(side, { functions: hostFunctions })]]),
      [],
    );
    const slope = linear?.matrix[0]?.[0];
    return slope !== undefined && ![...freeNames(slope)].some((name) => sides.has(name));
  });
  return isAdditive ? "euler" : "milstein";
}

/** List names that are constant over a step without being parameters. */
function stillNames(
  { inputs, states, expressions }: NeuronForm,
  sides: Assignments,
): readonly string[] {
  return [
    ...inputs.keys(),
    ...[...states.keys()].filter((variable) => !sides.has(variable)),
    ...[...expressions].flatMap(([text, { constantOverStep }]) => (constantOverStep ? [text] : [])),
    "not_refractory",
  ];
}
