import type { Result } from "spikeloom";
import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import type { Panel } from "../../packages/plots/src/figure.ts";
import { driveNeurons, inputOf, trainsOf } from "./driven-neuron.ts";
import { niceAbove } from "./nice-number.ts";
import { type Curve, type PanelParts, panelOf } from "./panels.ts";

/** A step takes three quarters of a window of some five to ten spikes. */
function windowFor(rate: number | undefined): number {
  return rate === undefined ? 200 : Math.min(2000, Math.max(20, niceAbove(6000 / rate)));
}

/** Plot the response of a neuron to a current step; without an input, its own activity. */
export async function stepPanels(
  model: NeuronRecord,
  { current, rate }: { readonly current: number; readonly rate?: number | undefined },
): Promise<readonly Panel[]> {
  const window = windowFor(rate);
  const [start, stop] = [0.1 * window, 0.8 * window];
  const potential = potentialOf(model);
  const others = Object.keys(model.state ?? {}).filter((name) => name !== potential?.name);
  const variables = [...(potential === undefined ? [] : [potential.name]), ...others];
  const result = await driveNeurons({
    model,
    count: 1,
    copies: 1,
    current: `${current}`,
    duration: window,
    start,
    stop,
    variables,
  });
  const time = { kind: "time", from: 0, until: window } as const;
  const spikes = Float64Array.from(trainsOf(result, 1)[0] ?? []);
  const moved = movedGroup(model, result, others);
  const top = potential ?? { name: others[0] ?? "", unit: "" };
  const fires = model.spike === undefined ? {} : { spikes };
  const main = panelOf({
    x: time,
    sharesX: true,
    ...fires,
    height: moved === undefined ? 240 : 165,
    y: { label: top.name, unit: top.unit },
    curves: [samplesOf(result, top.name)],
  });
  // A legend takes a separate line.
  const height = (moved?.curves.length ?? 0) > 1 ? 138 : 115;
  const second = moved === undefined ? [] : [panelOf({ x: time, sharesX: true, ...moved, height })];
  const input = inputOf(model);
  if (input === undefined) return endAt([main, ...second]);
  const edges = [0, start, start, stop, stop, window];
  const levels = [0, 0, current, current, 0, 0];
  const drive = panelOf({
    x: time,
    height: 112,
    y: { label: input.name, unit: input.unit },
    curves: [{ x: Float64Array.from(edges), y: Float64Array.from(levels), colour: "muted" }],
  });
  return [main, ...second, drive];
}

/** Let the last panel label the shared axis. */
function endAt(panels: readonly Panel[]): readonly Panel[] {
  return panels.map((panel, k) => ({ ...panel, sharesX: k < panels.length - 1 }));
}

/** Height of stacked panels, for one next to them. */
export function heightOf(panels: readonly Panel[]): number {
  return panels.reduce((sum, { height, sharesX }) => sum + height - (sharesX ? 32 : 0), 0);
}

/** The membrane potential: the variable `v`, or else the first state in mV. */
export function potentialOf(
  model: NeuronRecord,
): { readonly name: string; readonly unit: string } | undefined {
  const all = { ...model.expressions, ...model.state };
  const named = all["v"];
  if (named !== undefined) return { name: "v", unit: named.unit };
  const found = Object.entries(model.state ?? {}).find(([, { unit }]) => /^m?V$/.test(unit));
  return found === undefined ? undefined : { name: found[0], unit: found[1].unit };
}

function samplesOf(result: Result, variable: string): { x: Float64Array; y: Float64Array } {
  const samples = result.recordings[0]?.samples.get(variable);
  return { x: samples?.times ?? new Float64Array(), y: samples?.values ?? new Float64Array() };
}

/** Other state that the step has changed: variables with the same unit as the first of it. */
function movedGroup(
  model: NeuronRecord,
  result: Result,
  others: readonly string[],
): Pick<PanelParts, "y" | "curves"> | undefined {
  const moved = others.filter((name) => {
    const { y } = samplesOf(result, name);
    return y.some((value) => value !== y[0]);
  });
  const unitOf = (name: string): string => model.state?.[name]?.unit ?? "";
  const [first] = moved;
  if (first === undefined) return undefined;
  const group = moved.filter((name) => unitOf(name) === unitOf(first)).slice(0, 4);
  const curves = group.map(
    (name, k): Curve => ({
      ...samplesOf(result, name),
      colour: k + 1,
      dash: k,
      ...(group.length > 1 && { name }),
    }),
  );
  const label = group.length > 1 ? "" : first;
  return { y: { label, unit: unitOf(first) }, curves };
}
