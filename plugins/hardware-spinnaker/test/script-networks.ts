import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { type Draw, newDraw } from "../../../tools/test/draws.ts";
import { currentFactors, decayFactor, quotient } from "../src/constants.ts";
import { head } from "./run-chip.ts";

/** Connectors of these networks in turn, from 20 to 30 neurons in a row. */
const connectors: readonly ProjectionRecord["connector"][] = [
  { kind: "all-to-all" },
  { kind: "fixed-probability", p: 0.3 },
  { kind: "fixed-indegree", n: 5 },
  { kind: "fixed-outdegree", n: 7 },
  { kind: "fixed-total", n: 77 },
  {
    kind: "pairs",
    pairs: [
      [1, 2],
      [3, 4],
      [1, 2],
    ],
  },
  { kind: "distance-probability", p: "0.1 + 0.5 * int(d < 60*um)" },
  { kind: "index-probability", p: "0.1 + 0.01 * j" },
  { kind: "convolution", rows: 4, columns: 5, kernelRows: 3, kernelColumns: 3 },
  {
    kind: "matrix",
    matrix: Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 30 }, (__, j) => (i * j) % 3 === 1),
    ),
  },
];

/** Number of drawn networks. */
export const scripts = 12;

/** Draw a network that the emulator runs: neurons in physical units, or in words; some delays need extensions. */
export function scriptNetwork(which: number): NetworkRecord {
  const draw = newDraw(47, which);
  const dt = which % 3 === 2 ? 0.1 : 1;
  return which % 4 === 3 ? inWords(draw, dt) : inUnits(draw, which, dt);
}

const from = (draw: Draw, low: number, high: number): number =>
  low + (draw(1001) / 1000) * (high - low);
const text = (value: number, unit: string): string => `${Number(value.toPrecision(6))} ${unit}`;

function inUnits(draw: Draw, which: number, dt: number): NetworkRecord {
  const weight = from(draw, 0.05, 2);
  const sources = 20;
  const own = connectors[which % connectors.length] as ProjectionRecord["connector"];
  const size = own.kind === "convolution" ? 6 : 30;
  const isList = which % 2 === 1;
  const drawnNeuron = () => ({
    tau_m: text(from(draw, 5, 30), "ms"),
    c_m: text(from(draw, 0.2, 1.5), "nF"),
    tau_syn_exc: text(from(draw, 1, 8), "ms"),
    tau_syn_inh: text(from(draw, 1, 12), "ms"),
    v_rest: text(from(draw, -70, -60), "mV"),
    v_reset: text(from(draw, -70, -60), "mV"),
    v_threshold: text(from(draw, -55, -45), "mV"),
    tau_refrac: text(from(draw, 0, 4), "ms"),
  });
  const uniform = (low: string, high: string) => ({ draw: "uniform" as const, low, high });
  // 20 to 30 neurons have 256 slots, 100 have 64.
  const slots = 256;
  const long = which % 3 === 0 ? slots * (1 + draw(6)) + draw(slots) + 1 : 1 + draw(slots);
  const line = (length: number) =>
    own.kind === "distance-probability"
      ? { positions: { layout: "grid", shape: [length], spacing: ["10 um"] } as const }
      : {};
  return {
    ...head,
    dt: `${dt} ms`,
    seed: which,
    duration: "100 ms",
    populations: {
      S: isList
        ? {
            model: "spike-array",
            size: sources,
            ...line(sources),
            times: Array.from({ length: sources }, () =>
              Array.from({ length: draw(4) }, (_, k) => `${25 * k + draw(25)} ms`),
            ),
          }
        : {
            model: "poisson",
            size: sources,
            ...line(sources),
            parameters: { rate: text(from(draw, 1, 90), "Hz") },
          },
      E: {
        model: "lif-curr-exp",
        size,
        ...line(size),
        parameters: { ...drawnNeuron(), i_offset: uniform("0.1 nA", "0.3 nA") },
        initial: { v: uniform("-70 mV", "-56 mV") },
      },
      I: { model: "lif-curr-exp", size: 100, parameters: drawnNeuron() },
      J: { model: "lif-curr-exp", size: 280, parameters: drawnNeuron() },
    },
    projections: [
      {
        from: "S",
        to: "E",
        receptor: "excitatory",
        connector: own,
        weight: text(weight, "nA"),
        delay: `${dt * (1 + draw(60))} ms`,
      },
      {
        from: "E",
        to: "E",
        name: "recurrent",
        receptor: "excitatory",
        connector: { kind: "all-to-all", autapses: false },
        weight: uniform("0 nA", text(weight / 4, "nA")),
        delay: uniform(`${dt} ms`, text(long * dt, "ms")),
      },
      {
        from: "I",
        to: "E",
        receptor: "inhibitory",
        connector: { kind: "fixed-probability", p: 0.2 },
        weight: text(-weight / 3, "nA"),
        delay: uniform(`${dt} ms`, text(slots * dt * 1.5, "ms")),
      },
      {
        from: "E",
        to: "I",
        receptor: "excitatory",
        connector: { kind: "fixed-indegree", n: 4 },
        weight: text(weight, "nA"),
        delay: `${5 * dt} ms`,
      },
      {
        from: "J",
        to: "J",
        receptor: "inhibitory",
        connector: { kind: "one-to-one" },
        weight: text(-weight, "nA"),
        delay: `${dt * (1 + draw(200))} ms`,
      },
      {
        from: "I",
        to: "J",
        receptor: "excitatory",
        connector: { kind: "fixed-probability", p: 0.1 },
        weight: text(weight, "nA"),
        delay: `${dt * (1 + draw(31))} ms`,
      },
    ],
    record: [
      { population: "E", variables: ["spikes", "v"], every: `${2 * dt} ms` },
      { population: "J", variables: ["spikes"], neurons: { from: 0, until: 280, every: 9 } },
    ],
  };
}

/** Neurons in words of the chip, which it computes from drawn times and capacitances. */
function inWords(draw: Draw, dt: number): NetworkRecord {
  const mV = 32_768;
  const tick = Math.floor(dt * mV + 0.5);
  const size = 40;
  const word = (low: number, high: number): number => Math.round(from(draw, low, high));
  const drawn = Array.from({ length: size }, () => {
    const tau = word(5 * mV, 30 * mV);
    const exc = currentFactors(word(mV, 8 * mV), tick);
    const inh = currentFactors(word(mV, 8 * mV), tick);
    return {
      r_m: quotient(tau, word(mV / 5, 2 * mV)),
      e_m: decayFactor(quotient(tick, tau)).accum,
      v_rest: word(-70 * mV, -60 * mV),
      v_reset: word(-70 * mV, -60 * mV),
      v_threshold: word(-55 * mV, -45 * mV),
      i_offset: word(0, mV / 4),
      refractory_steps: draw(5),
      decay_exc: exc.decay,
      init_exc: exc.init,
      decay_inh: inh.decay,
      init_inh: inh.init,
    };
  });
  const names = Object.keys(drawn[0] as object) as (keyof (typeof drawn)[number])[];
  const columns = Object.fromEntries(
    names.map((name) => [name, { values: drawn.map((one) => one[name]) }]),
  );
  return {
    ...head,
    dt: `${dt} ms`,
    seed: draw(1000),
    duration: "50 ms",
    populations: {
      S: { model: "poisson", size: 20, parameters: { rate: "20 Hz" } },
      N: {
        model: "spinnaker-lif",
        size,
        parameters: { ...columns, shift_exc: draw(4), shift_inh: draw(4) },
        initial: { v: { values: drawn.map(() => word(-70 * mV, -60 * mV)) } },
      },
    },
    projections: [
      {
        from: "S",
        to: "N",
        receptor: "excitatory",
        connector: { kind: "fixed-probability", p: 0.3 },
        weight: 1 + draw(60_000),
        delay: `${dt * (1 + draw(100))} ms`,
      },
      {
        from: "N",
        to: "N",
        receptor: "inhibitory",
        connector: { kind: "fixed-indegree", n: 3 },
        weight: 1 + draw(60_000),
        delay: `${dt * (129 + draw(500))} ms`,
      },
    ],
    record: [{ population: "N", variables: ["spikes", "v", "i_exc"] }],
  };
}
