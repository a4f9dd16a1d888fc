import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import type { Panel } from "../../packages/plots/src/figure.ts";
import { driveNeurons, inputOf, trainsOf } from "./driven-neuron.ts";
import { niceAbove } from "./nice-number.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { CurrentScale } from "./rheobase.ts";

/** Firing rate of a neuron at each current. */
export interface FrequencyCurve {
  readonly panel: Panel;
  /** In spikes/s, of the nearest current; undefined if it does not keep firing. */
  readonly rateAt: (current: number) => number | undefined;
}

/** Currents of a deterministic neuron, and of one that draws its spikes. */
const CURRENTS = { alike: 49, drawn: 25 } as const;
/** In ms: half of it for adaptation to settle, half to count. */
const DURATION = 1000;

/** Measure rates at currents from zero to three times the minimum that keeps the neuron firing. */
export async function frequencyCurve(options: {
  readonly model: NeuronRecord;
  readonly copies: number;
  readonly scale: CurrentScale;
}): Promise<FrequencyCurve & { readonly current: number }> {
  const { model, copies, scale } = options;
  const count = copies > 1 ? CURRENTS.drawn : CURRENTS.alike;
  const most = niceEnd((scale.isSpontaneous ? 2 : 3) * scale.current);
  const least = scale.isSpontaneous ? -most / 2 : 0;
  const step = (most - least) / (count - 1);
  const current = `${least} + ${step} * level`;
  const result = await driveNeurons({ model, count, copies, current, duration: DURATION });
  const trains = trainsOf(result, count * copies);
  const of = (rate: (train: readonly number[]) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => {
      const own = trains.slice(k * copies, (k + 1) * copies);
      return own.reduce((sum, train) => sum + rate(train), 0) / copies;
    });
  const settled = of(copies > 1 ? countedRate : settledRate);
  const first = of(firstRate);
  const x = Float64Array.from(settled, (_, k) => least + k * step);
  const adapts = copies === 1 && first.some((rate, k) => rate > 1.05 * (settled[k] ?? 0) + 1);
  const curves: readonly Curve[] = adapts
    ? [
        { x, y: first, name: "first interval", colour: 1, dash: 1 },
        { x, y: settled, name: "settled", colour: 0 },
      ]
    : [{ x, y: settled, colour: 0 }];
  const { name, unit } = inputOf(model) ?? { name: "", unit: "1" };
  const axis = { kind: "number", label: name, unit: unit } as const;
  const panel = panelOf({
    x: { ...axis, from: least, until: most },
    y: { label: "rate", unit: "spikes/s" },
    curves,
    height: 325,
  });
  return {
    panel,
    current: scale.current,
    rateAt: (current) => {
      const rate = settled[Math.round((current - least) / step)] ?? 0;
      return rate > 0 ? rate : undefined;
    },
  };
}

/** A round end of an axis, not much further than the values. */
function niceEnd(value: number): number {
  const grain = niceAbove(value / 20);
  return Number((Math.ceil(value / grain) * grain).toPrecision(6));
}

/** The mean interval of the second half, or the last one, as a rate; 0 if the neuron has fallen silent. */
function settledRate(train: readonly number[]): number {
  const before = train.findLastIndex((time) => time < DURATION / 2);
  const late = train.slice(Math.max(0, before));
  const [start = 0, end = 0] = [late[0], late.at(-1)];
  if (end <= start) return 0;
  const interval = (end - start) / (late.length - 1);
  return DURATION - end > 1.5 * interval ? 0 : 1000 / interval;
}

function countedRate(train: readonly number[]): number {
  return (1000 * train.filter((time) => time >= DURATION / 2).length) / (DURATION / 2);
}

function firstRate([first, second]: readonly number[]): number {
  return first === undefined || second === undefined ? 0 : 1000 / (second - first);
}
