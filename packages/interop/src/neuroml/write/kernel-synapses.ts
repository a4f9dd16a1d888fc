import { affineIn, type Expression, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { NeuronRecord } from "@spikeloom/kernel";
import { parseQuantity, parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import type { WrittenSynapse } from "./component.ts";
import { curveOf } from "./membrane/curves.ts";
import {
  constantOf,
  equationsOf,
  type NeuronEquations,
  potentials,
  tidy,
  valueAt,
} from "./membrane/equations.ts";
import { type OwnSynapses, ownSynapse } from "./own/own-synapse.ts";
import { quantityOut } from "./quantity-out.ts";

/** NeuroML synapses for all receptors of a neuron, and their states. */
export interface KernelSynapses {
  readonly written: readonly WrittenSynapse[];
  readonly states: readonly string[];
}

/**
 * Find NeuroML synapses by the current response to a spike, independent of how the equations are written.
 *
 * If NeuroML has no such synapse, a new type is created if allowed. Undefined if neither is possible.
 */
export function kernelSynapses(
  model: NeuronRecord,
  values: ReadonlyMap<string, number>,
  own?: OwnSynapses,
): KernelSynapses | undefined {
  const receptors = Object.keys(model.receptors ?? {});
  if (receptors.length === 0) return { written: [], states: [] };
  // Custom steps have no derivatives here.
  if (model.step !== undefined) return undefined;
  const equations = equationsOf(model, values);
  const written: WrittenSynapse[] = [];
  const states: string[] = [];
  for (const receptor of receptors) {
    const kernel = kernelOf(equations, receptor);
    const synapse = kernel && synapseOf(equations, receptor, kernel);
    const found =
      kernel === undefined || synapse === undefined
        ? own && ownSynapse(model, receptor, own)
        : { written: synapse, states: kernel.states };
    if (found === undefined) return undefined;
    written.push(found.written);
    states.push(...found.states);
  }
  return { written, states };
}

/** Rise and decay after a spike of weight 1. */
interface Kernel {
  readonly shape: "one" | "two" | "alpha";
  /** State that the current reads, and all states. */
  readonly read: string;
  readonly states: readonly string[];
  /** In the unit of the state. */
  readonly peak: number;
  readonly rise: number;
  readonly decay: number;
}

function kernelOf(equations: NeuronEquations, receptor: string): Kernel | undefined {
  const on = equations.parsed.receptors.get(receptor)?.on ?? new Map<string, Expression>();
  const [[jumping, text] = []] = [...on];
  if (jumping === undefined || text === undefined || on.size > 1) return undefined;
  const jump = jumpOf(equations.inlined(text), jumping);
  const first = decayOf(equations, jumping);
  if (jump === undefined || first === undefined) return undefined;
  const readers = [...equations.dynamics].filter(
    ([name, e]) => name !== "v" && name !== jumping && freeNames(e).has(jumping),
  );
  const [[reader, derivative] = []] = readers;
  if (reader === undefined || derivative === undefined) {
    const states = [jumping];
    return { shape: "one", read: jumping, states, peak: jump, rise: 0, decay: first };
  }
  const form = affineIn(derivative, new Set([reader, jumping]));
  const [leak, gain] = [form?.coefficients.get(reader), form?.coefficients.get(jumping)].map(
    (e) => e && constantOf(e),
  );
  if (readers.length > 1 || leak === undefined || gain === undefined || !(leak < 0))
    return undefined;
  if (form === undefined || constantOf(form.constant) !== 0) return undefined;
  const second = -1 / leak;
  const states = [reader, jumping];
  return { ...twoStages({ jump: jump * gain, first, second }), read: reader, states };
}

/** Response of two consecutive decay stages to a jump of the first. */
function twoStages({
  jump,
  first,
  second,
}: {
  readonly jump: number;
  readonly first: number;
  readonly second: number;
}): Pick<Kernel, "shape" | "peak" | "rise" | "decay"> {
  const exp = (x: number) => hostFunctions["exp"]?.(x) ?? Number.NaN;
  const log = (x: number) => hostFunctions["log"]?.(x) ?? Number.NaN;
  if (Math.abs(first - second) <= 1e-9 * first) {
    return { shape: "alpha", peak: jump * first * exp(-1), rise: first, decay: first };
  }
  const [rise, decay] = [Math.min(first, second), Math.max(first, second)];
  const late = (log(decay / rise) * rise * decay) / (decay - rise);
  const peak = (jump * (exp(-late / decay) - exp(-late / rise))) / (1 / rise - 1 / decay);
  return { shape: "two", peak, rise, decay };
}

/** Increment of a state by a weight of 1. */
function jumpOf(e: Expression, state: string): number | undefined {
  const form = affineIn(e, new Set([state, "weight"]));
  const [own, weight] = [form?.coefficients.get(state), form?.coefficients.get("weight")];
  if (form === undefined || own === undefined || weight === undefined) return undefined;
  const isJump = constantOf(own) === 1 && constantOf(form.constant) === 0;
  return isJump ? constantOf(weight) : undefined;
}

/** Time constant of a state that decays independently. */
function decayOf({ dynamics }: NeuronEquations, state: string): number | undefined {
  const derivative = dynamics.get(state);
  const form = derivative && affineIn(derivative, new Set([state]));
  const slope = form?.coefficients.get(state);
  const rate = slope && constantOf(slope);
  const isDecay =
    form !== undefined && constantOf(form.constant) === 0 && rate !== undefined && rate < 0;
  return isDecay ? -1 / rate : undefined;
}

function synapseOf(
  equations: NeuronEquations,
  receptor: string,
  kernel: Kernel,
): WrittenSynapse | undefined {
  const unit = unitOf(equations, receptor);
  const current = currentOf(equations, kernel);
  if (unit === undefined || current === undefined) return undefined;
  // Increment by a weight of one unit.
  const peak = tidy(kernel.peak * current.scale * toInternal(parseQuantity(`1 ${unit}`)));
  const ms = (value: number) => quantityOut(tidy(value), "ms", receptor);
  const { rise, decay, shape } = kernel;
  const made = (element: string, attributes: WrittenSynapse["attributes"]): WrittenSynapse => ({
    receptor,
    element,
    attributes,
    block: undefined,
    unit,
  });
  if (current.reversal === undefined) {
    if (shape !== "alpha") return undefined;
    const ibase = quantityOut(peak, "nA", receptor);
    return made("alphaCurrentSynapse", { tau: ms(decay), ibase });
  }
  const base = {
    gbase: quantityOut(peak, "nS", receptor),
    erev: quantityOut(current.reversal, "mV", receptor),
  };
  const two = { ...base, tauRise: ms(rise), tauDecay: ms(decay) };
  if (current.block !== undefined) {
    if (shape !== "two") return undefined;
    return { ...made("blockingPlasticSynapse", two), block: current.block };
  }
  if (shape === "one") return made("expOneSynapse", { ...base, tauDecay: ms(decay) });
  return shape === "two"
    ? made("expTwoSynapse", two)
    : made("alphaSynapse", { ...base, tau: ms(decay) });
}

/** Unit in which weights of a receptor are plain numbers. */
function unitOf({ parsed }: NeuronEquations, receptor: string): string | undefined {
  const dimension = parsed.receptors.get(receptor)?.dimension;
  if (dimension === undefined) return undefined;
  return ["1", "uS", "nA"].find((unit) => sameDimension(dimension, parseUnit(unit).dimension));
}

interface SynapticCurrent {
  /** One unit of the state as a conductance or a current. */
  readonly scale: number;
  /** Undefined for a current independent of the potential. */
  readonly reversal: number | undefined;
  readonly block: WrittenSynapse["block"];
}

/** Current of one unit of a state, as a function of the potential. */
function currentOf(equations: NeuronEquations, { read }: Kernel): SynapticCurrent | undefined {
  const { dynamics, parsed } = equations;
  const derivative = dynamics.get("v");
  const [input] = parsed.inputs.keys();
  if (derivative === undefined || input === undefined) return undefined;
  const form = affineIn(derivative, new Set([read, input]));
  const [open, injected] = [form?.coefficients.get(read), form?.coefficients.get(input)];
  const share = injected && constantOf(injected);
  if (open === undefined || share === undefined) return undefined;
  if ([...freeNames(open)].some((name) => name !== "v")) return undefined;
  const at = (v: number) => valueAt(open, { v }) / share;
  const [zero, hundred] = [at(0), at(100)];
  const slope = (hundred - zero) / 100;
  const isLine = potentials.every(
    (v) => Math.abs(at(v) - zero - slope * v) <= 1e-11 * (Math.abs(zero) + Math.abs(hundred)),
  );
  if (isLine && slope === 0) return { scale: zero, reversal: undefined, block: undefined };
  if (isLine) return { scale: tidy(-slope), reversal: tidy(-zero / slope), block: undefined };
  return blocked(open, share);
}

/** A current with ion block: a driving force times a sigmoid of the potential. */
function blocked(open: Expression, share: number): SynapticCurrent | undefined {
  const reversal = rootOf((v) => valueAt(open, { v }));
  if (reversal === undefined) return undefined;
  const free: Expression = {
    kind: "divide",
    left: open,
    right: {
      kind: "subtract",
      left: { kind: "number", value: reversal * share },
      right: {
        kind: "multiply",
        left: { kind: "number", value: share },
        right: { kind: "name", name: "v" },
      },
    },
  };
  const found = curveOf(free, { within: open });
  if (found?.kind !== "Sigmoid" || !(found.scale > 0)) return undefined;
  // 1 / (1 + c * exp(-v / scale)) is one half where c is exp(v / scale).
  const strength = hostFunctions["exp"]?.(found.midpoint / found.scale) ?? Number.NaN;
  const attributes = {
    type: "voltageConcDepBlockMechanism",
    species: "mg",
    blockConcentration: `${tidy(strength)}mM`,
    scalingConc: "1mM",
    scalingVolt: quantityOut(found.scale, "mV", "block"),
  };
  const block = { name: "blockMechanism", attributes };
  return { scale: found.height, reversal, block };
}

/** Reversal potential of a current in mV, to the last bit; undefined if it is not between -200 and 200. */
function rootOf(current: (v: number) => number): number | undefined {
  let [low, high] = [-200, 200];
  if (!(current(low) * current(high) < 0)) return undefined;
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (current(middle) === 0) return tidy(middle);
    if (current(low) * current(middle) < 0) high = middle;
    else low = middle;
  }
  return tidy(Number(((low + high) / 2).toPrecision(12)));
}
