import {
  type BackendRecord,
  checkOptionNames,
  defineNeuron,
  type IntegratorRecord,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { type Claim, claimsAbout } from "./claim.ts";
import { outcomeOf } from "./outcome.ts";

/** Inputs for testing an integrator. */
export interface IntegratorSuiteOptions {
  /** A stack with the integrator. */
  readonly stack: Stack;
  readonly backend: BackendRecord;
}

interface Equation {
  readonly about: string;
  /** Derivative of `v` per millisecond. */
  readonly slope: string;
  readonly isLinear: boolean;
  readonly from: number;
  /** Its value after 2 ms. */
  readonly end: number;
}

/** A linear equation whose drive tests the stage times, and logistic growth. */
const equations: readonly Equation[] = [
  {
    about: "a driven linear equation",
    slope: "-v + sin(t / ms)",
    isLinear: true,
    from: 1,
    end: 1.5 * Math.exp(-2) + 0.5 * (Math.sin(2) - Math.cos(2)),
  },
  {
    about: "logistic growth",
    slope: "v * (1 - v)",
    isLinear: false,
    from: 0.1,
    end: 1 / (1 + 9 * Math.exp(-2)),
  },
];
const decay: Equation = { about: "decay", slope: "-v", isLinear: true, from: 1, end: Math.exp(-2) };

const names: OptionNames<IntegratorSuiteOptions> = { stack: true, backend: true };

/** Requirements for an integrator: it solves equations with its stated order. */
export function integratorSuite(
  integrator: IntegratorRecord,
  options: IntegratorSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "integratorSuite");
  const claim = claimsAbout(integrator);
  const isExact = claim(
    "solves a linear equation exactly, with steps of any size",
    async ({ near }) => {
      for (const steps of [1, 7, 64]) {
        const got = await solve(integrator, { ...options, equation: decay, steps });
        near(`v after ${steps} steps`, got, { expected: decay.end, within: 1e-14 });
      }
    },
  );
  if (integrator.handles === "linear") return [isExact];
  const able = equations.filter(({ isLinear }) => isLinear || integrator.handles === "any");
  return able.map((equation) =>
    claim(`converges with its order on ${equation.about}`, async ({ near }) => {
      const errors: number[] = [];
      for (const steps of [64, 128, 256, 512]) {
        const got = await solve(integrator, { ...options, equation, steps });
        errors.push(Math.abs(got - equation.end));
      }
      const [first = 0, last = 0] = [errors[0], errors.at(-1)];
      const order = Math.log2(first / last) / (errors.length - 1);
      // At 1/256 of a step, the next error term is below a tenth of the leading one.
      near(`the order, from errors ${errors.join(", ")}`, order, {
        expected: integrator.order,
        within: 0.1,
      });
    }),
  );
}

async function solve(
  { name }: IntegratorRecord,
  task: IntegratorSuiteOptions & { readonly equation: Equation; readonly steps: number },
): Promise<number> {
  const { equation, steps, stack, backend } = task;
  const model = defineNeuron({
    name: "equation",
    about: "An equation with a known solution.",
    parameters: {},
    state: { v: { initial: equation.from, unit: "1", about: "the unknown" } },
    dynamics: { v: `(${equation.slope}) / ms` },
    integrator: { name },
  });
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: `${2 / steps} ms`,
    populations: { n: { model, size: 1 } },
  };
  const { state } = await outcomeOf(network, { stack, backend, duration: "2 ms" });
  return state["n.v"]?.[0] ?? Number.NaN;
}
