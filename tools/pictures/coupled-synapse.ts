import {
  formulaInput,
  network,
  neurons,
  oneToOne,
  population,
  projection,
  record,
} from "spikeloom";
import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import { runQuietly } from "./driven-neuron.ts";
import { niceAbove } from "./nice-number.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";
import { HELD_AT, heldTarget } from "./synapse-ends.ts";

/** Potentials at which targets are held, in mV: the first one, then in equal intervals. */
const [LOWEST, APART, COUNT] = [-105, 5, 31] as const;
/** Spikes of the source, their interval and the first, in ms. */
const [SPIKES, INTERVAL, START] = [8, 50, 20] as const;
const LONGEST = 2000;

/** Plot the current of a conductance for a train, at rest, and its peak at each potential. */
export async function coupledPicture(model: SynapseRecord): Promise<Picture> {
  const target = heldTarget(model);
  const train = Array.from({ length: SPIKES }, (_, k) => START + k * INTERVAL);
  const sources = population(neurons.spikeArray(), COUNT, {
    times: Array.from({ length: COUNT }, () => train),
  });
  const targets = population(target, COUNT);
  const command = Object.keys(target.inputs ?? {}).find((name) => name.startsWith("command_"));
  const weight = model.weightUnit === undefined ? 1 : `1 ${model.weightUnit}`;
  const net = network({
    populations: { sources, targets },
    projections: [
      projection(sources, targets, {
        synapse: model,
        connector: oneToOne(),
        weight,
        delay: "1 ms",
      }),
    ],
    stimuli:
      command === undefined
        ? []
        : [
            formulaInput(targets, {
              input: command,
              value: `(${LOWEST - HELD_AT} + ${APART} * i) * mV`,
            }),
          ],
    record: [record(targets, ["response"])],
  });
  const result = await runQuietly(net, { duration: LONGEST });
  const samples = result.recordings[0]?.samples.get("response");
  const times = samples?.times ?? new Float64Array();
  const columnOf = (k: number): Float64Array =>
    times.map((_, row) => samples?.values[row * COUNT + k] ?? 0);
  const unit = samples?.unit ?? "";
  const rest = columnOf((HELD_AT - LOWEST) / APART);
  const left = panelOf({
    x: { kind: "time", from: 0, until: endOf(times, rest) },
    y: { label: `current at ${HELD_AT} mV`.replace("-", "−"), unit },
    holds: [0],
    height: 300,
    curves: [{ x: times, y: rest }],
    spikes: Float64Array.from(train),
  });
  const x = Float64Array.from({ length: COUNT }, (_, k) => LOWEST + APART * k);
  const right = panelOf({
    x: { label: "potential of the target", unit: "mV" },
    y: { label: "peak current", unit },
    curves: [zeroLine(x), { x, y: x.map((_, k) => peakOf(columnOf(k))) }],
    height: 300,
  });
  const theme = "auto";
  const figure = beside([
    { width: 440, theme, panels: [left] },
    { width: 320, theme, panels: [right] },
  ]);
  const about = `current by ${SPIKES} spikes of the source, and its peak against the target's potential`;
  return { figure, about };
}

function zeroLine(x: Float64Array): Curve {
  const ends = Float64Array.of(x[0] ?? 0, x.at(-1) ?? 1);
  return { x: ends, y: new Float64Array(2), colour: "muted", dash: 2 };
}

/** The value that is furthest from 0, with its sign. */
function peakOf(values: Float64Array): number {
  return values.reduce((peak, value) => (Math.abs(value) > Math.abs(peak) ? value : peak), 0);
}

/** A round time after which the response has fallen to a twentieth of its peak. */
function endOf(times: Float64Array, values: Float64Array): number {
  const least = Math.abs(peakOf(values)) / 20;
  const last = values.findLastIndex((value) => Math.abs(value) > least);
  const end = Math.max(START + SPIKES * INTERVAL, times[last] ?? LONGEST);
  const grain = niceAbove(end / 10);
  return Math.min(LONGEST, Math.ceil(end / grain) * grain);
}
