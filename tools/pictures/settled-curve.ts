import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { driveNeurons, inputOf } from "./driven-neuron.ts";
import type { FrequencyCurve } from "./frequency-curve.ts";
import { significant } from "./nice-number.ts";
import { panelOf } from "./panels.ts";
import { potentialOf } from "./step-response.ts";

const [COUNT, DURATION] = [41, 1000] as const;
/** Currents of the search, from the smallest, each twice the previous one. */
const [LEAST, DOUBLINGS] = [1e-6, 36] as const;
/** A visible change: in mV, or in the unit of the variable. */
const SEEN = 10;

/** Measure where a neuron that never fires settles, at currents of either sign. */
export async function settledCurve(
  model: NeuronRecord,
): Promise<FrequencyCurve & { readonly current: number }> {
  const variable = potentialOf(model) ?? firstState(model);
  const doubled = await settledAt(model, `${LEAST} * 2**level`, DOUBLINGS);
  const [rest = 0] = doubled;
  const far = doubled.findIndex((value) => Math.abs(value - rest) >= SEEN);
  const current = significant(LEAST * 2 ** Math.max(far, 0));
  const step = (4 * current) / (COUNT - 1);
  const y = await settledAt(model, `${-2 * current} + ${step} * level`, COUNT);
  const x = y.map((_, k) => -2 * current + k * step);
  const input = inputOf(model) ?? { name: "", unit: "1" };
  const axis = { kind: "number", label: input.name, unit: input.unit } as const;
  const panel = panelOf({
    x: { ...axis, from: -2 * current, until: 2 * current },
    y: { label: variable.name, unit: variable.unit },
    curves: [{ x, y }],
    height: 325,
  });
  return { panel, rateAt: () => undefined, current };

  async function settledAt(of: NeuronRecord, formula: string, count: number) {
    const result = await driveNeurons({
      model: of,
      count,
      copies: 1,
      current: formula,
      duration: DURATION,
      variables: [variable.name],
    });
    const values = result.recordings[0]?.samples.get(variable.name)?.values;
    return Float64Array.from(values?.subarray(values.length - count) ?? []);
  }
}

function firstState(model: NeuronRecord): { readonly name: string; readonly unit: string } {
  const [entry] = Object.entries(model.state ?? {});
  if (entry === undefined) throw new Error(`${model.name} has no state to draw.`);
  return { name: entry[0], unit: entry[1].unit };
}
