import { hostFunctions } from "@spikeloom/equations/functions";
import { definePlasticity, type PlasticityRecord } from "@spikeloom/kernel";
import { LOIHI_RULE } from "./errors.ts";
import {
  factorBits,
  parseRule,
  type RuleFactor,
  type RuleProduct,
  type SynapseVariable,
  type TraceName,
  traceNames,
} from "./learning-rule.ts";

/** Name of all learning rules, by which the emulator finds them. */
export const learningName = "loihi-learning";

/** Event at which the learning engine acts: the emulator sets its times. */
export const learningEvent = "learn";

/** A trace: increment by a spike, and time constant in steps; 0 clears it. */
export interface LoihiTrace {
  readonly impulse: number;
  readonly tau: number;
}

/** A rule of the learning engine. */
export interface LoihiLearningRule {
  /** Change of the weight, a sum of products such as `2^-2 * x1 * y0 - 2^-2 * y1 * x0`. */
  readonly dw?: string;
  /** Change of the tag. */
  readonly dt?: string;
  /** Change of the variable of the delay, which, as in Lava, does not change the delay of spikes. */
  readonly dd?: string;
  /** Traces that the rule reads, or third factors that take the place of a trace of the target. */
  readonly traces: Readonly<Partial<Record<TraceName, LoihiTrace | "third-factor">>>;
  /** Steps of an epoch, at the end of which the engine acts: 1 to 63. */
  readonly epoch?: number;
  readonly signs?: "excitatory" | "inhibitory" | "mixed";
  /** Exponent of the weights, -8 to 7. A negative one shifts the sum of a step down, in the dialect `lava` alone. */
  readonly exponent?: number;
  /** Bits of the weights at the start, 1 to 6 or 8: they are rounded as Lava does; by default, they are kept. Learnt weights have 8. */
  readonly bits?: number;
  /** `down` cuts what `stochastic` rounds up with the probability of the fraction. */
  readonly rounding?: "stochastic" | "down";
}

const unit = "1";
/** Registers of Lava's learning models: they are one below those of two's complement. */
const [accumulator, least] = [2 ** 15, 2 ** 8];
const clips: Readonly<Record<NonNullable<LoihiLearningRule["signs"]>, readonly [number, number]>> =
  { excitatory: [0, 255], inhibitory: [-255, 0], mixed: [-256, 255] };

/**
 * Create a rule of Loihi's learning engine.
 *
 * Spikes set the flags and times of an epoch. At its end, traces decay step by step, with the impulse of the last spike at its time;
 * earlier spikes of the epoch have added theirs to the value at its start. Each product is cut to 15 bits and added to the
 * variable with 7 more bits, which is then rounded. Traces belong to each synapse, so their rounding is independent.
 *
 * Lava 0.10, `LearningConnectionModelBitApproximate`, but a fraction of an impulse is its probability, which Lava doubles.
 */
export function loihiLearning(rule: LoihiLearningRule): PlasticityRecord {
  const { epoch = 1, signs = "mixed", rounding = "stochastic", traces } = rule;
  const { exponent = 0, bits } = rule;
  checkNumber(epoch, { place: "epoch", least: 1, most: 63, isWhole: true });
  checkNumber(exponent, { place: "exponent", least: -8, most: 7, isWhole: true });
  if (bits !== undefined && bits !== 8) {
    checkNumber(bits, { place: "bits", least: 1, most: 6, isWhole: true });
  }
  const targets = (
    [
      ["dw", "w"],
      ["dt", "t"],
      ["dd", "d"],
    ] as const
  ).flatMap(([name, variable]) => {
    const text = rule[name];
    return text === undefined ? [] : [{ variable, products: parseRule(text, name) }];
  });
  const isStochastic = rounding === "stochastic";
  const expressions: Record<string, NonNullable<PlasticityRecord["expressions"]>[string]> = {};
  const keep = (name: string, value: string, about: string): string => {
    expressions[name] = { unit, value, about, constantOverStep: true };
    return name;
  };
  const rounded = (value: string, name: string): string => {
    if (!isStochastic) return `floor(${value})`;
    return `floor(${value} + ${keep(`draw_${name}`, "rand()", "number that rounds")})`;
  };
  keep("time_step", "floor(t / dt + 0.5)", "steps since the start");
  const sent = `((time_step - 1) % ${epoch} + 1)`;
  const own = `(time_step % ${epoch} + 1)`;
  const modulators: Record<string, { unit: string; about: string }> = {};
  const state: Record<string, { unit: string; initial: number; about: string }> = {
    tx: { unit, initial: 0, about: "step of the source's last spike in the epoch, or 0" },
    ty: { unit, initial: 0, about: "step of the target's last spike in the epoch, or 0" },
    y_early: { unit, initial: 0, about: "1 after a spike in the first step of the next epoch" },
  };
  // The time of a run is `t` in expressions.
  const stateName = (variable: SynapseVariable): string =>
    ({ w: "weight", t: "tag", d: "delay_tag" })[variable];
  for (const { variable } of targets) {
    if (variable === "w") continue;
    state[stateName(variable)] = { unit, initial: 0, about: variable === "t" ? "tag" : "delay" };
  }
  const read = new Set(targets.flatMap(({ products }) => products.flatMap((one) => one.factors)));
  const usedVariables = new Set([...read].map(({ variable }) => variable));
  for (const variable of ["t", "d"] as const) {
    if (!usedVariables.has(variable)) continue;
    state[stateName(variable)] ??= { unit, initial: 0, about: "tag that stays as it is" };
  }
  const on: Record<"pre" | "post" | "learn", Record<string, string>> = {
    pre: { tx: sent },
    // The engine acts after a spike of the first step of the next epoch.
    post: { ty: `where(${own} == 1, ty, ${own})`, y_early: `where(${own} == 1, 1, y_early)` },
    learn: { tx: "0", ty: "y_early", y_early: "0" },
  };
  const histories = new Map<TraceName, readonly string[]>();
  for (const name of traceNames) {
    if (!usedVariables.has(name)) continue;
    const trace = traces[name];
    const place = `traces.${name}`;
    if (trace === undefined) {
      throw LOIHI_RULE({
        place,
        message: "The rule reads a trace that is not stated.",
        expected: "an impulse and a time constant",
        got: "nothing",
        next: `State the trace "${name}".`,
      });
    }
    if (trace === "third-factor") {
      if (name.startsWith("x")) {
        throw LOIHI_RULE({
          place,
          message: "Third factors take the place of traces of the target.",
          expected: "y1, y2 or y3",
          got: name,
          next: "Rename the factor in the rule.",
        });
      }
      modulators[name] = { unit, about: "third factor, cut to an integer from 0 to 127" };
      continue;
    }
    checkNumber(trace.impulse, { place: `${place}.impulse`, least: 0, most: 127 });
    checkNumber(trace.tau, { place: `${place}.tau`, least: 0, most: 2 ** 32 });
    state[name] = { unit, initial: 0, about: "trace" };
    const [side, last] = name.startsWith("x")
      ? (["pre", "tx"] as const)
      : (["post", "ty"] as const);
    const impulse = `impulse_${name}`;
    keep(impulse, rounded(String(trace.impulse), `impulse_${name}`), "impulse of a spike");
    const again = side === "pre" ? "tx > 0" : `ty > 0 and ${own} != 1`;
    on[side][name] = `where(${again}, min(127, ${name} + ${impulse}), ${name})`;
    const kept = trace.tau === 0 ? 0 : (hostFunctions["exp"]?.(-1 / trace.tau) as number);
    const history: string[] = [name];
    for (let step = 1; step <= epoch; step++) {
      const decayed = rounded(`${kept} * ${history[step - 1]}`, `${name}_${step}`);
      const value = `min(127, ${decayed} + where(${last} == ${step}, ${impulse}, 0))`;
      history.push(keep(`${name}_${step}`, value, `trace at step ${step} of the epoch`));
    }
    on.learn[name] = history[epoch] as string;
    histories.set(name, history);
  }
  /** A trace at the spike that opens a gate, or at the end of the epoch. */
  const traceAt = (name: TraceName, gate: RuleProduct["gate"]): string => {
    const history = histories.get(name);
    if (history === undefined) return `clip(floor(${name}), 0, 127)`;
    if (typeof gate === "number") return history[epoch] as string;
    const at = gate === "x0" ? "tx" : "ty";
    const parts = history.slice(1).map((one, k) => `where(${at} == ${k + 1}, ${one}, 0)`);
    const read = `${name}_${gate}`;
    return keep(read, parts.join(" + "), `trace at the spike ${gate}`);
  };
  const factorText = (
    { variable, plus, isSign }: RuleFactor,
    gate: RuleProduct["gate"],
  ): string => {
    const value =
      variable === "x0"
        ? "int(tx > 0)"
        : variable === "y0"
          ? "int(ty > 0)"
          : variable === "w" || variable === "t" || variable === "d"
            ? stateName(variable)
            : traceAt(variable, gate);
    const whole = plus === 0 ? value : `${value} + ${plus}`;
    const bound = 2 ** factorBits[variable];
    return isSign ? `sign(${whole})` : `clip(${whole}, -${bound}, ${bound - 1})`;
  };
  const gateText = (gate: RuleProduct["gate"]): string => {
    if (gate === "x0") return "int(tx > 0)";
    if (gate === "y0") return "int(ty > 0)";
    return `int(floor((time_step - 1) / ${epoch}) % ${2 ** gate} == 0)`;
  };
  for (const { variable, products } of targets) {
    const own = stateName(variable);
    let sum = `128 * ${own}`;
    for (const [k, { gate, mantissa, exponent, factors }] of products.entries()) {
      const bits = factors.reduce((all, one) => all + factorBits[one.variable], 4);
      const product = [gateText(gate), ...factors.map((one) => factorText(one, gate)), mantissa];
      const cut = `floor(${product.join(" * ")} / ${2 ** Math.max(0, bits - 15)})`;
      const term = `clip(${cut} * ${2 ** (exponent + 7)}, ${-accumulator - 1}, ${accumulator - 1})`;
      const value = `clip(${sum} + ${term}, ${-accumulator - 1}, ${accumulator - 1})`;
      sum = keep(`${own}_sum_${k}`, value, "variable with 7 more bits");
    }
    const [low, high] =
      variable === "w" ? clips[signs] : variable === "d" ? [0, 255] : [-least - 1, 255];
    const whole = rounded(
      `clip(${sum}, ${low < 0 ? "-32769" : "0"}, ${high > 0 ? "32767" : "0"}) / 128`,
      own,
    );
    on.learn[own] = `clip(${whole}, ${low}, ${high})`;
  }
  return definePlasticity({
    name: learningName,
    about: "Rule of Loihi's learning engine.",
    cite: ["doi:10.1109/MM.2018.112130359", "https://github.com/lava-nc/lava"],
    weightUnit: unit,
    parameters: {
      epoch: fixed(epoch, "steps of an epoch"),
      exponent: fixed(exponent, "exponent of the weights"),
      bits: fixed(bits ?? 0, "bits of the weights at the start, 0 if they are kept"),
      mixed: fixed(signs === "mixed" ? 1 : 0, "1 if weights have both signs"),
    },
    state,
    modulators,
    expressions,
    on,
  });
}

/** Parameter with a value of the rule. */
function fixed(value: number, about: string) {
  return { type: "integer", default: value, min: value, max: value, about } as const;
}

function checkNumber(
  value: number,
  {
    place,
    least: low,
    most,
    isWhole = false,
  }: {
    readonly place: string;
    readonly least: number;
    readonly most: number;
    readonly isWhole?: boolean;
  },
): void {
  if (value >= low && value <= most && (!isWhole || Number.isInteger(value))) return;
  throw LOIHI_RULE({
    place,
    message: "The learning engine cannot hold this number.",
    expected: `${isWhole ? "an integer" : "a number"} from ${low} to ${most}`,
    got: String(value),
    next: "Use a value within the limits.",
  });
}
