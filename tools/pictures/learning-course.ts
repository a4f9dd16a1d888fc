import {
  allToAll,
  fixedIndegree,
  network,
  neurons,
  oneToOne,
  population,
  projection,
  type Simulated,
  simulate,
} from "spikeloom";
import type { PlasticityRecord } from "../../packages/kernel/src/contracts/plasticity.ts";
import { eventsOf, relay, startingWeight, weightUnitOf } from "./learning-ends.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";

/** Rates of the targets, in Hz: one target each. */
const RATES = [2, 10, 40, 80] as const;
const SOURCE_RATE = 20;
/** Values of a third factor, and fractions of the initial weight to which an external state is set. */
const LEVELS = [-1, 0, 1] as const;
const SHARE = 0.1;
/** Synapses per target if they are created and removed, and number of sources. */
const [SYNAPSES, SOURCES] = [20, 60] as const;
const SAMPLES = 60;
/** Interval between events of a clock. */
const CLOCK: Readonly<Record<string, string>> = { update: "100 ms", scale: "1 s" };

/** Quantity by which the curves differ. */
type Varied =
  | { readonly by: "rate" }
  | { readonly by: "state"; readonly state: string; readonly unit: string }
  | { readonly by: "modulator"; readonly modulator: string; readonly unit: string };

/** Plot how weights change over time for different targets, third factors or states. */
export async function coursePicture(rule: PlasticityRecord): Promise<Picture> {
  const varied = variedOf(rule);
  const duration = durationOf(rule);
  const runs = varied.by === "modulator" ? LEVELS : [0];
  const lists: Curve[] = [];
  for (const level of runs) {
    const simulated = await prepare(rule, varied, { duration, level });
    lists.push(...(await follow(simulated, rule, duration)));
    await simulated.close();
  }
  const names = namesOf(varied);
  const curves = lists.map((curve, k) => ({ ...curve, name: names[k] ?? "", colour: k, dash: k }));
  const counts = rule.structure !== undefined && varied.by === "rate";
  const y = counts
    ? { label: "synapses of a target", unit: "" }
    : { label: "change of weight", unit: "%" };
  const panel = panelOf({
    x: { kind: "time", from: 0, until: duration },
    y,
    curves,
    height: 300,
  });
  const what = counts ? "number of synapses" : "change of the weight";
  const about = `${what} over time for ${describe(varied)}`;
  return { figure: { width: 760, theme: "auto", panels: [panel] }, about };
}

function variedOf(rule: PlasticityRecord): Varied {
  const [modulator] = Object.entries(rule.modulators ?? {});
  if (modulator !== undefined)
    return { by: "modulator", modulator: modulator[0], unit: modulator[1].unit };
  // A state that the rule itself never changes is set from outside.
  const moved = new Set([
    ...Object.values(rule.on).flatMap((group) => Object.keys(group)),
    ...Object.keys(rule.dynamics ?? {}),
  ]);
  const [state] = Object.entries(rule.state ?? {}).filter(([name]) => !moved.has(name));
  return state === undefined
    ? { by: "rate" }
    : { by: "state", state: state[0], unit: state[1].unit };
}

function describe(varied: Varied): string {
  if (varied.by === "rate") return "targets that fire at several rates";
  return varied.by === "state"
    ? `several values of ${varied.state}`
    : `several values of ${varied.modulator}`;
}

function namesOf(varied: Varied): readonly string[] {
  if (varied.by === "rate") return RATES.map((rate) => `target at ${rate} Hz`);
  const name = varied.by === "state" ? varied.state : varied.modulator;
  const signs = ["below 0", "0", "above 0"];
  return varied.by === "state"
    ? signs.map((sign) => `${name} ${sign}`)
    : LEVELS.map((level) => `${name} ${level}`.replace("-", "−"));
}

/** Six times the longest time constant, from 2.4 s to a minute. */
function durationOf(rule: PlasticityRecord): number {
  const times = Object.entries(rule.parameters).map(([name, { default: value }]) => {
    const [, number = "0", unit = ""] = /^([\d.]+) (ms|s)$/.exec(`${value}`) ?? [];
    return name.startsWith("tau") ? Number(number) * (unit === "s" ? 1000 : 1) : 0;
  });
  const longest = Math.max(...times);
  return longest === 0 ? 24_000 : Math.min(60_000, Math.max(2400, 6 * longest));
}

async function prepare(
  rule: PlasticityRecord,
  varied: Varied,
  { duration, level }: { readonly duration: number; readonly level: number },
): Promise<Simulated> {
  const regular = (rate: number, phase: number): readonly number[] =>
    Array.from(
      { length: Math.floor((duration * rate) / 1000) },
      (_, k) => Math.round(((k + phase) * 1000) / rate) + 1,
    );
  const size = varied.by === "rate" ? RATES.length : varied.by === "state" ? LEVELS.length : 1;
  const rates = Array.from({ length: size }, (_, k) =>
    varied.by === "rate" ? (RATES[k] ?? 0) : SOURCE_RATE,
  );
  const comes = rule.structure !== undefined;
  const times = Array.from({ length: comes ? SOURCES : size }, (_, k) =>
    regular(SOURCE_RATE, k / SOURCES),
  );
  const sources = population(neurons.spikeArray(), times.length, { times });
  const drivers = population(neurons.spikeArray(), size, {
    times: rates.map((rate) => regular(rate, 0.5)),
  });
  const targets = population(relay(rule), size);
  const unit = weightUnitOf(rule);
  const one = (text: string): string => (text === "1" ? "1" : text);
  const learning = projection(sources, targets, {
    name: "learning",
    receptor: "plastic",
    delay: "1 ms",
    plasticity: rule,
    connector: comes
      ? fixedIndegree({ n: SYNAPSES, multapses: false })
      : size === 1
        ? allToAll()
        : oneToOne(),
    weight: unit === "1" ? startingWeight(rule) : `${startingWeight(rule)} ${unit}`,
    events: Object.fromEntries(
      eventsOf(rule).clocked.map((name) => [name, { every: CLOCK[name] ?? "1 s" }]),
    ),
    ...(varied.by === "state" && {
      initial: {
        [varied.state]: {
          formula: `(j - 1) * ${SHARE * startingWeight(rule)}*${one(varied.unit)}`,
        },
      },
    }),
    ...(varied.by === "modulator" && {
      modulators: { [varied.modulator]: varied.unit === "1" ? level : `${level} ${varied.unit}` },
    }),
  });
  const driven = projection(drivers, targets, {
    receptor: "driver",
    connector: oneToOne(),
    weight: 1,
    delay: "1 ms",
  });
  const net = network({
    populations: { sources, drivers, targets },
    projections: [driven, learning],
  });
  return await simulate(net, { seed: 7, dt: "1 ms", workers: 1 });
}

/** Compute the mean weight of each target over time, or the number of its synapses if they are created and removed. */
async function follow(
  simulated: Simulated,
  rule: PlasticityRecord,
  duration: number,
): Promise<readonly Curve[]> {
  const counts = rule.structure !== undefined && variedOf(rule).by === "rate";
  const start = startingWeight(rule);
  const times: number[] = [];
  const rows: number[][] = [];
  for (let k = 0; k <= SAMPLES; k++) {
    if (k > 0) await simulated.advance(`${duration / SAMPLES} ms`);
    const { values, targets } = await simulated.weights("learning");
    const sums: number[] = [];
    const numbers: number[] = [];
    for (const [n, target] of targets.entries()) {
      sums[target] = (sums[target] ?? 0) + (values[n] ?? 0);
      numbers[target] = (numbers[target] ?? 0) + 1;
    }
    times.push(simulated.time);
    const changed = (n: number, number: number): number =>
      100 * ((sums[n] ?? 0) / number / start - 1);
    rows.push(numbers.map((number, n) => (counts ? number : changed(n, number))));
  }
  const x = Float64Array.from(times);
  return (rows[0] ?? []).map((_, n) => ({ x, y: Float64Array.from(rows, (row) => row[n] ?? 0) }));
}
