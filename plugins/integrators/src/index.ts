import type { IntegratorRecord } from "@spikeloom/kernel";
import { backwardEuler } from "./backward-euler.ts";
import { euler } from "./euler.ts";
import { eulerHeun } from "./euler-heun.ts";
import { exact } from "./exact.ts";
import { exponentialEuler } from "./exponential-euler.ts";
import { heun } from "./heun.ts";
import { milstein } from "./milstein.ts";
import { neuronFixedStep } from "./neuron-fixed-step.ts";
import { neuronFixedStepMidway } from "./neuron-fixed-step-midway.ts";
import { rk2 } from "./rk2.ts";
import { rk4 } from "./rk4.ts";
import { rk4Guarded } from "./rk4-guarded.ts";

export {
  backwardEuler,
  euler,
  eulerHeun,
  exact,
  exponentialEuler,
  heun,
  milstein,
  neuronFixedStep,
  neuronFixedStepMidway,
  rk2,
  rk4,
  rk4Guarded,
};

/** All schemes of this package. */
export const integrators: readonly IntegratorRecord[] = [
  exact,
  euler,
  backwardEuler,
  exponentialEuler,
  heun,
  eulerHeun,
  rk2,
  rk4,
  rk4Guarded,
  milstein,
  neuronFixedStep,
  neuronFixedStepMidway,
];
