import type { PlasticityRecord } from "../../packages/kernel/src/contracts/plasticity.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import type { Panel } from "../../packages/plots/src/figure.ts";
import { coursePicture } from "./learning-course.ts";
import { eventsOf } from "./learning-ends.ts";
import { changes, type Lesson, type Setting } from "./lessons.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";

/** Lags from before to after, in ms; none is 0, at which conventions differ. */
const LAGS = Float64Array.from({ length: 60 }, (_, k) => 2 * k - 59);
const RATES = Float64Array.from({ length: 25 }, (_, k) => 2 * (k + 1));
/** Lag of the pairs whose rate or reward is varied. */
const LAG = 10;
/** Number of pairs at a varied rate, and number and rate in Hz for the window. */
const [PAIRS, WINDOW_PAIRS, WINDOW_RATE] = [15, 5, 5] as const;
/** Pairs at 10 Hz let slow averages settle, until some time before the measured ones, in ms. */
const [SETTLED, PAUSE, SETTLING_RATE] = [4000, 300, 10] as const;
/** Time of a reward, and of the measurement of its effect; pairs precede it by this time, in ms. */
const [REWARD, AFTERWARDS] = [3000, 8000] as const;
const AHEAD = Float64Array.from({ length: 71 }, (_, k) => 25 * k - 250);
/** Number of synapses over which a rule with random numbers is averaged. */
const COPIES = 200;

/** Plot the window of a rule for pairs of spikes, and what else its changes depend on. */
export async function plasticityPicture(rule: PlasticityRecord): Promise<Picture> {
  const pairs = rule.on["pre"] !== undefined && (rule.on["post"] !== undefined || rule.reads);
  if (!pairs) return await coursePicture(rule);
  const isRewarded = eventsOf(rule).rewards.length > 0 || rule.modulators !== undefined;
  return await (isRewarded ? rewardedPicture(rule) : pairPicture(rule));
}

/** Run each lesson, on many synapses if the rule draws random numbers; changes in percent. */
async function meanChanges(
  lessons: readonly Lesson[],
  setting: Setting,
  window: { readonly from: number; readonly until: number },
): Promise<Float64Array> {
  const copies = /\brandn?\(/.test(JSON.stringify(setting.rule)) ? COPIES : 1;
  const all = lessons.flatMap((lesson) => Array.from({ length: copies }, () => lesson));
  const changed = await changes(all, setting, window);
  return Float64Array.from(lessons, (_, k) => {
    const own = changed.subarray(k * copies, (k + 1) * copies);
    return (100 * own.reduce((sum, one) => sum + one, 0)) / copies;
  });
}

/** Present pairs at a rate, and return the mean change per pair. */
async function perPair(
  rule: PlasticityRecord,
  pairs: readonly { readonly lag: number; readonly rate: number }[],
  count: number,
): Promise<Float64Array> {
  const first = SETTLED + 100;
  const settling = Array.from(
    { length: ((SETTLED - PAUSE) * SETTLING_RATE) / 1000 },
    (_, k) => 100 + (k * 1000) / SETTLING_RATE,
  );
  const lessons = pairs.map(({ lag, rate }): Lesson => {
    const measured = Array.from({ length: count }, (_, k) => first + (k * 1000) / rate);
    const pre = [...settling, ...measured];
    return { pre, post: pre.map((time) => time + lag) };
  });
  const slowest = Math.min(...pairs.map(({ rate }) => rate));
  const until = Math.ceil(first + (count * 1000) / slowest + 200);
  const setting = { rule, modulators: "constant" } as const;
  const total = await meanChanges(lessons, setting, { from: SETTLED, until });
  return total.map((change) => change / count);
}

async function pairPicture(rule: PlasticityRecord): Promise<Picture> {
  const lags = [...LAGS].map((lag) => ({ lag, rate: WINDOW_RATE }));
  const window = await perPair(rule, lags, WINDOW_PAIRS);
  const curves: Curve[] = [];
  for (const [k, lag] of [LAG, -LAG].entries()) {
    const rates = [...RATES].map((rate) => ({ lag, rate }));
    const y = await perPair(rule, rates, PAIRS);
    const name = lag > 0 ? `post ${LAG} ms after pre` : `pre ${LAG} ms after post`;
    curves.push({ x: RATES, y, name, colour: k, dash: k });
  }
  const right = panelOf({
    x: { label: "rate of pairs", unit: "Hz" },
    y: change,
    curves: [...curves, zero(RATES)],
    height: 300,
  });
  const about =
    "change of the weight by a pair of spikes against its lag, and against the rate of pairs";
  return { figure: sideBySide(windowPanel(window), right), about };
}

async function rewardedPicture(rule: PlasticityRecord): Promise<Picture> {
  const byEvent = eventsOf(rule).rewards.length > 0;
  const modulators = byEvent ? "constant" : "pulse";
  const setting = { rule, reward: REWARD, modulators } as const;
  const measured = { from: 0, until: AFTERWARDS };
  // Without an eligibility only an existing reward counts, so it precedes the pair.
  const ahead = byEvent ? 100 : -70;
  const early = [...LAGS].map((lag) => pairAhead(ahead, lag));
  const window = await meanChanges(early, setting, measured);
  const curves: Curve[] = [];
  for (const [k, lag] of [LAG, -LAG].entries()) {
    const lessons = [...AHEAD].map((one) => pairAhead(one, lag));
    const y = await meanChanges(lessons, setting, measured);
    const name = lag > 0 ? `post ${LAG} ms after pre` : `pre ${LAG} ms after post`;
    curves.push({ x: AHEAD, y, name, colour: k, dash: k });
  }
  const right = panelOf({
    x: { label: "reward after the pair", unit: "ms" },
    y: change,
    height: 300,
    curves: [...curves, zero(AHEAD)],
  });
  const about =
    "change of the weight by a rewarded pair of spikes against its lag, and against the time of the reward";
  return { figure: sideBySide(windowPanel(window), right), about };
}

/** A pair whose second spike precedes the reward by this time. */
function pairAhead(ahead: number, lag: number): Lesson {
  const second = REWARD - ahead;
  return { pre: [second - Math.max(lag, 0)], post: [second - Math.max(-lag, 0)] };
}

const change = { label: "change by a pair", unit: "%" };

function windowPanel(window: Float64Array): Panel {
  const before = LAGS.findIndex((lag) => lag > 0);
  const curves: readonly Curve[] = [
    { x: LAGS.subarray(0, before), y: window.subarray(0, before), colour: 1 },
    { x: LAGS.subarray(before), y: window.subarray(before), colour: 0 },
    zero(LAGS),
  ];
  const axis = { label: "time of post after pre", unit: "ms" };
  const panel = panelOf({ x: axis, y: change, curves, height: 300 });
  const upright = { kind: "line", colour: "muted", faint: false, dash: 2 } as const;
  const x = new Float64Array(2);
  return {
    ...panel,
    marks: [...panel.marks, { ...upright, x, y: Float64Array.of(panel.y.from, panel.y.until) }],
  };
}

function zero(x: Float64Array): Curve {
  const ends = Float64Array.of(x[0] ?? 0, x.at(-1) ?? 1);
  return { x: ends, y: new Float64Array(2), colour: "muted", dash: 2 };
}

function sideBySide(left: Panel, right: Panel) {
  const shape = { width: 380, theme: "auto" } as const;
  return beside([
    { ...shape, panels: [left] },
    { ...shape, panels: [right] },
  ]);
}
