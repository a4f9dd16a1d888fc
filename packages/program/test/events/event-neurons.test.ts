import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { createStack, defineNeuron } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws as drawsOf, newDraw } from "../../../../tools/test/draws.ts";
import { eventForm } from "../../src/events/event-form.ts";
import { eventNeurons } from "../../src/events/event-neurons.ts";
import { bindForm, type PopulationProgram, programOf } from "../../src/index.ts";

/** A model in which each part is other than that of an integrate-and-fire neuron. */
const cascade = defineNeuron({
  name: "cascade",
  about: "Three filters in a row; the threshold reads two variables, and a spike shifts three.",
  cite: [],
  parameters: {
    tau_a: { default: "3 ms", about: "first" },
    tau_b: { default: "7 ms", about: "second" },
    leap: { default: "6 mV", about: "by how much a spike lowers the potential" },
  },
  receptors: {
    both: {
      unit: "mV",
      about: "moves two variables",
      on: { a: "a + weight", w: "w + 0.1 * weight" },
    },
  },
  state: {
    a: { initial: "1 mV", unit: "mV", about: "first" },
    b: { initial: "0 mV", unit: "mV", about: "second" },
    v: { initial: "0 mV", unit: "mV", about: "potential" },
    w: { initial: "0 mV", unit: "mV", about: "adaptation" },
  },
  dynamics: {
    a: "-a / tau_a",
    b: "(2 * a - b) / tau_a",
    v: "(b - w - v + 1 * mV) / tau_b",
    w: "-w / (50 * ms)",
  },
  spike: {
    when: "v - 0.5 * w > 4 * mV",
    reset: { v: "v - leap", w: "w + 1 * mV", b: "0.5 * b" },
    refractory: { for: "1.3 ms", hold: ["v", "b"] },
  },
});
const stack = createStack({ plugins: [defaultStack, cascade] });

interface Case {
  readonly model: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly receptors: readonly string[];
  /** Mean weight in the unit of the receptor. */
  readonly weight: string;
  readonly mean: number;
}

const cases: readonly Case[] = [
  {
    model: "lif-curr-exp",
    parameters: { tau_syn_exc: "5 ms", i_offset: "0.2 nA" },
    receptors: ["excitatory", "inhibitory"],
    weight: "pA",
    mean: 900,
  },
  {
    model: "lif-curr-alpha",
    parameters: { tau_syn_inh: "10 ms", tau_refrac: "0 ms", i_offset: "0.3 nA" },
    receptors: ["excitatory", "inhibitory"],
    weight: "pA",
    mean: 5000,
  },
  {
    model: "mat2-curr-exp",
    parameters: { omega: "-60 mV", alpha_1: "10 mV", i_offset: "0.15 nA" },
    receptors: ["excitatory", "inhibitory"],
    weight: "pA",
    mean: 4000,
  },
  {
    model: "if-delta",
    parameters: { i_offset: "0.1 nA" },
    receptors: ["delta"],
    weight: "mV",
    mean: 3,
  },
  {
    model: "lif-delta",
    parameters: { i_offset: "0.3 nA" },
    receptors: ["delta"],
    weight: "mV",
    mean: 3,
  },
  { model: "cascade", parameters: {}, receptors: ["both"], weight: "mV", mean: 8 },
];

function populationOf({ model, parameters, receptors, weight }: Case) {
  const network = {
    format: "spikeloom-network" as const,
    version: 1 as const,
    dt: "0.1 ms",
    populations: { input: { model: "spike-array", size: 1 }, n: { model, size: 1, parameters } },
    projections: receptors.map((receptor) => ({
      from: "input",
      to: "n",
      receptor,
      connector: { kind: "all-to-all" as const },
      weight: `1 ${weight}`,
      delay: "1 ms",
    })),
  };
  const program = programOf(completeNetwork(network as never, stack), { stack });
  return { program, population: program.populations.get("n") as PopulationProgram };
}

interface Arrival {
  readonly time: number;
  readonly receptor: string;
  readonly weight: number;
}

const [until, step] = [60, 0.05];

function drawnArrivals({ receptors, mean }: Case, which: number): readonly Arrival[] {
  const draw = newDraw(drawSeed, which);
  return Array.from({ length: 24 }, (): Arrival => {
    const receptor = receptors[draw(receptors.length)] as string;
    const size = mean * (0.5 + draw(1000) / 1000);
    // Off the grid of periods, so that no arrival coincides with the end of one.
    const time = step * (draw(1000) + 0.5);
    const isInhibitory = draw(4) === 0 || receptor === "inhibitory";
    return { time, receptor, weight: isInhibitory ? -0.3 * size : size };
  }).sort((a, b) => a.time - b.time);
}

/** Spike times by the closed form. */
function exactSpikes(task: Case, arrivals: readonly Arrival[]): readonly number[] {
  const { program, population } = populationOf(task);
  const form = eventForm(population, program.convention);
  const neurons = eventNeurons(form);
  const found: number[] = [];
  let release = Number.POSITIVE_INFINITY;
  neurons.begin();
  for (const { time, receptor, weight } of [
    ...arrivals,
    { time: until, receptor: "", weight: 0 },
  ]) {
    for (;;) {
      const spike = neurons.nextSpike(0);
      const next = Math.min(release, spike);
      if (next > time) break;
      neurons.advance(0, next);
      if (release <= spike) {
        neurons.release(0);
        release = Number.POSITIVE_INFINITY;
        continue;
      }
      found.push(spike);
      const lasts = neurons.spike(0);
      if (lasts > 0) release = spike + lasts;
    }
    neurons.advance(0, time);
    neurons.receive(0, form.receptors.get(receptor) ?? [], weight);
  }
  return found;
}

/** The same by small steps of a Runge-Kutta method on the right-hand sides. */
function slowSpikes(task: Case, arrivals: readonly Arrival[]): readonly number[] {
  const { population } = populationOf(task);
  const zero: Expression = { kind: "number", value: 0 };
  const inputs = new Map([...population.form.inputs.keys()].map((one) => [one, zero]));
  const { flow, emission, states, receptors } = bindForm(population.form, inputs);
  if (flow.kind !== "equations" || emission?.when.kind !== "threshold") throw new Error(task.model);
  const parameters = new Map(
    [...population.parameters].map(([one, { value }]) => [one, value as number]),
  );
  let x = new Map([...states.keys()].map((one) => [one, startOf(population, one)]));
  let release = Number.NEGATIVE_INFINITY;
  const value = (of: Expression, at: ReadonlyMap<string, number>, weight = 0): number =>
    evaluate(of, {
      scope: (one) => (one === "weight" ? weight : (at.get(one) ?? parameters.get(one))),
      functions: hostFunctions,
    });
  const hold = emission.refractory?.hold ?? [];
  const lasts = emission.refractory?.lasts;
  const slopes = (at: ReadonlyMap<string, number>, isHeld: boolean) =>
    new Map(
      [...flow.sides].map(([one, side]) => [
        one,
        isHeld && hold.includes(one) ? 0 : value(side, at),
      ]),
    );
  const moved = (by: ReadonlyMap<string, number>, s: number) =>
    new Map([...x].map(([one, own]) => [one, own + s * (by.get(one) ?? 0)]));
  const advanced = (s: number, isHeld: boolean): Map<string, number> => {
    const a = slopes(x, isHeld);
    const b = slopes(moved(a, s / 2), isHeld);
    const c = slopes(moved(b, s / 2), isHeld);
    const d = slopes(moved(c, s), isHeld);
    const of = (all: ReadonlyMap<string, number>, one: string): number => all.get(one) ?? 0;
    return new Map(
      [...x].map(([one, own]) => {
        return [one, own + (s / 6) * (of(a, one) + 2 * of(b, one) + 2 * of(c, one) + of(d, one))];
      }),
    );
  };
  const { condition } = emission.when;
  const isAbove = (at: ReadonlyMap<string, number>): boolean => value(condition, at) !== 0;
  const found: number[] = [];
  let now = 0;
  const settle = (): void => {
    if (now < release || !isAbove(x)) return;
    found.push(now);
    x = new Map([
      ...x,
      ...[...emission.reset].map(([one, side]) => [one, value(side, x)] as const),
    ]);
    if (lasts?.kind === "time") release = now + value(lasts.duration, x);
  };
  for (const { time, receptor, weight } of [
    ...arrivals,
    { time: until, receptor: "", weight: 0 },
  ]) {
    while (now < time) {
      const isHeld = now < release;
      let s = Math.min(step, time - now, isHeld ? release - now : step);
      let next = advanced(s, isHeld);
      if (!isHeld && isAbove(next)) {
        let low = 0;
        for (let k = 0; k < 50; k++) {
          const half = 0.5 * (low + s);
          if (isAbove(advanced(half, false))) s = half;
          else low = half;
        }
        next = advanced(s, false);
      }
      x = next;
      now =
        isHeld && now + s >= release - 1e-12 ? release : now + s >= time - 1e-12 ? time : now + s;
      settle();
    }
    for (const [one, side] of receptors.get(receptor)?.jumps ?? []) {
      if (now >= release || !hold.includes(one)) x.set(one, value(side, x, weight));
    }
    settle();
  }
  return found;
}

function startOf({ initial }: PopulationProgram, variable: string): number {
  const value = initial.get(variable)?.value ?? 0;
  return typeof value === "number" ? value : (value[0] as number);
}

describe("spike times in closed form", () => {
  it.each(cases)("of $model agree with small steps of its equations", (task) => {
    let spikes = 0;
    for (let which = 0; which < drawsOf({ ci: 3, long: 30 }); which++) {
      const arrivals = drawnArrivals(task, which);
      const [exact, slow] = [exactSpikes(task, arrivals), slowSpikes(task, arrivals)];
      spikes += slow.length;
      expect(exact.length).toBe(slow.length);
      exact.forEach(
        (time, k) => void expect(Math.abs(time - (slow[k] as number))).toBeLessThan(1e-5),
      );
    }
    expect(spikes).toBeGreaterThan(5);
  });
});

describe("a population without a closed form", () => {
  it.each([
    ["hodgkin-huxley", "dynamics"],
    ["adex", "dynamics"],
    ["izhikevich", "discrete time"],
    ["spike-response-model", "no threshold"],
    ["lif-cond-exp", "dynamics.v"],
  ])("is refused: %s", (model, text) => {
    const { program, population } = populationOf({
      ...(cases[0] as Case),
      model,
      parameters: {},
      receptors: [],
    });
    const derive = () => eventForm(population, program.convention);
    expect(derive).toThrow("SL_NOT_SOLVED at populations.n");
    expect(derive).toThrow(text);
  });
});
