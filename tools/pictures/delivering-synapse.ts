import { network, neurons, oneToOne, population, projection, type Result, record } from "spikeloom";
import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import { runQuietly } from "./driven-neuron.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";
import { meteringTarget } from "./synapse-ends.ts";

/** Spikes of a train, and the pause after which one more spike shows the recovery. */
const [SPIKES, PAUSE, START, DELAY] = [10, 500, 20, 1] as const;
const RATES = [5, 20, 50] as const;
/** Number of synapses over which stochastic release is averaged. */
const COPIES = 400;

/** Plot the responses to a train of spikes, and their sizes in trains of several rates. */
export async function deliveringPicture(model: SynapseRecord): Promise<Picture> {
  const trains = RATES.map(trainAt);
  const copies = /\brandn?\(/.test(JSON.stringify(model)) ? COPIES : 1;
  const unit = model.weightUnit ?? "nA";
  const results: Result[] = [];
  for (const times of trains) results.push(await respond(model, { times, copies, unit }));
  const [, shown] = results;
  const [, times = []] = trains;
  if (shown === undefined) throw new Error("no train was run");
  const theme = "auto";
  const left = responsePanel(shown, { unit, until: (times.at(-1) ?? 0) + 60, copies });
  const right = sizesPanel(results, trains);
  const about =
    `responses to ${SPIKES} spikes at ${RATES[1]} Hz and one ${PAUSE} ms later, ` +
    `and their sizes at ${RATES.join(", ").replace(/, (?=\d+$)/, " and ")} Hz`;
  const figure = beside([
    { width: 440, theme, panels: [left] },
    { width: 320, theme, panels: [right] },
  ]);
  return { figure, about };
}

function trainAt(rate: number): readonly number[] {
  const interval = 1000 / rate;
  const regular = Array.from({ length: SPIKES }, (_, k) => START + k * interval);
  return [...regular, START + (SPIKES - 1) * interval + PAUSE];
}

async function respond(
  model: SynapseRecord,
  train: { readonly times: readonly number[]; readonly copies: number; readonly unit: string },
): Promise<Result> {
  const { times, copies, unit } = train;
  const sources = population(neurons.spikeArray(), copies, {
    times: Array.from({ length: copies }, () => times),
  });
  const targets = population(meteringTarget(unit), copies);
  const net = network({
    populations: { sources, targets },
    projections: [
      projection(sources, targets, {
        synapse: model,
        connector: oneToOne(),
        weight: unit === "1" ? 1 : `1 ${unit}`,
        delay: `${DELAY} ms`,
        receptor: "arrivals",
      }),
    ],
    record: [record(targets, ["response", "total"])],
  });
  return await runQuietly(net, { duration: (times.at(-1) ?? 0) + 60 });
}

function responsePanel(
  result: Result,
  {
    unit,
    until,
    copies,
  }: { readonly unit: string; readonly until: number; readonly copies: number },
) {
  const { x, mean, first } = meanOf(result, "response");
  const one: Curve = { x, y: first, colour: 1, faint: true, name: "one synapse" };
  const curves: readonly Curve[] =
    copies === 1 ? [{ x, y: mean }] : [one, { x, y: mean, name: `mean of ${copies}` }];
  return panelOf({
    x: { kind: "time", from: 0, until },
    y: { label: "response", unit: unit },
    curves,
    height: 300,
    holds: [0],
  });
}

function sizesPanel(results: readonly Result[], trains: readonly (readonly number[])[]) {
  const curves = results.map((result, k): Curve => {
    const { x, mean } = meanOf(result, "total");
    const at = (time: number): number => mean[x.findLastIndex((one) => one <= time)] ?? 0;
    const sizes = (trains[k] ?? [])
      .slice(0, SPIKES)
      .map((time) => at(time + DELAY + 1) - at(time + DELAY - 1));
    const numbers = Float64Array.from(sizes, (_, n) => n + 1);
    return { x: numbers, y: Float64Array.from(sizes), name: `${RATES[k]} Hz`, colour: k, dash: k };
  });
  const x = { kind: "number", label: "spike", unit: "", from: 0.5, until: SPIKES + 0.5 } as const;
  const y = { label: "delivered, in parts of the weight", unit: "" };
  return panelOf({ x, y, curves, height: 300, holds: [0] });
}

/** The mean of a variable over all targets, and the first of them. */
function meanOf(
  result: Result,
  variable: string,
): { readonly x: Float64Array; readonly mean: Float64Array; readonly first: Float64Array } {
  const samples = result.recordings[0]?.samples.get(variable);
  const [x, values] = [samples?.times ?? new Float64Array(), samples?.values ?? new Float64Array()];
  const width = samples?.neurons.length ?? 1;
  const mean = x.map((_, row) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += values[row * width + k] ?? 0;
    return sum / width;
  });
  return { x, mean, first: x.map((_, row) => values[row * width] ?? 0) };
}
