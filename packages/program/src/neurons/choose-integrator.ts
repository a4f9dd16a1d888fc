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
import { modelReader } from "./model-reader.ts";

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
  const name = analysed(textOf(model), () => byAnalysis(model));
  return { integrator: stack.get("integrator", name, place), subSteps };
}

const analysed = keepKnown<string>(256);

function byAnalysis(model: NeuronRecord): string {
  const reader = modelReader(model, new Map());
  const dynamics = reader.assignments(reader.model.dynamics);
  const noise = [...dynamics.values()].map((side) => [...freeNames(side)].filter(isNoise));
  if (noise.every((names) => names.length === 0)) {
    return linearSystems(dynamics, heldNames(model)) === undefined ? "rk4" : "exact";
  }
  const states = new Set(dynamics.keys());
  const isAdditive = [...dynamics.values()].every((side) => {
    const linear = linearSystem(
      new Map([["xi", simplify(side, { functions: hostFunctions })]]),
      [],
    );
    const slope = linear?.matrix[0]?.[0];
    return slope !== undefined && ![...freeNames(slope)].some((name) => states.has(name));
  });
  return isAdditive ? "euler" : "milstein";
}

/** Names that hold still over a step without being parameters. */
function heldNames(model: NeuronRecord): readonly string[] {
  const { dynamics = {}, state = {}, expressions = {}, inputs = {} } = model;
  return [
    ...Object.keys(inputs),
    ...Object.keys(state).filter((variable) => !(variable in dynamics)),
    ...Object.keys(expressions).filter((text) => expressions[text]?.constantOverStep === true),
    "not_refractory",
  ];
}
