import type { NeuronRecord, ParameterRecord } from "@spikeloom/kernel";
import type { XmlElement } from "../xml/xml-element.ts";
import type { AttachedCurrent } from "./cell-model.ts";
import { parametersOf, type Row } from "./rows.ts";

const common: readonly Row[] = [
  ["delay", "delay", "ms", "start of the clamp"],
  ["duration", "duration", "ms", "for how long it is on"],
  ["simpleSeriesResistance", "r_series", "Mohm", "series resistance"],
];

/** Clamps of NeuroML: rows, and the potential that they hold, or that they hold none. */
const clamps: ReadonlyMap<string, { readonly rows: readonly Row[]; readonly target: string }> =
  new Map(
    Object.entries({
      voltageClamp: {
        rows: [...common, ["targetVoltage", "v_target", "mV", "potential that is held"]],
        target: "where(t >= delay and t <= delay + duration, v_target - v, 0*mV)",
      },
      voltageClampTriple: {
        rows: [
          ...common,
          ["active", "active", "1", "1 where the clamp is on"],
          ["conditioningVoltage", "v_before", "mV", "potential before the test"],
          ["testingVoltage", "v_test", "mV", "potential of the test"],
          ["returnVoltage", "v_after", "mV", "potential after the test"],
        ],
        target:
          "where(active == 1, where(t < delay, v_before, where(t <= delay + duration, v_test, v_after)) - v, 0*mV)",
      },
    } as const),
  );

/** A clamp as a current of a neuron; the share is the parameter that says how much of it a neuron has. */
export interface Clamp extends AttachedCurrent {
  readonly element: string;
  readonly suffix: string;
  readonly share: string;
  readonly rows: readonly Row[];
}

/** Read a clamp, which is a current that reads the potential; undefined for other inputs. */
export function readClamp(element: XmlElement, suffix: string): Clamp | undefined {
  const rows = clamps.get(element.name)?.rows;
  return rows && clampIn(element.name, suffix, parametersOf(rows, element));
}

/** Find the clamp that a neuron has under a suffix; undefined where its current is none of NeuroML's. */
export function clampOf(model: NeuronRecord, suffix: string): Clamp | undefined {
  for (const [element, { rows }] of clamps) {
    const names = rows.map(([, name]) => name);
    const parameters = names.map((name) => model.parameters[`${name}_${suffix}`]);
    if (!parameters.every((one) => one !== undefined)) continue;
    const own = Object.fromEntries(
      names.map((name, k) => [name, parameters[k] as ParameterRecord]),
    );
    const clamp = clampIn(element, suffix, own);
    const isSame = Object.entries(clamp.expressions).every(
      ([name, { value }]) => model.expressions?.[name]?.value === value,
    );
    if (isSame) return clamp;
  }
  return undefined;
}

function clampIn(
  element: string,
  suffix: string,
  parameters: Readonly<Record<string, ParameterRecord>>,
): Clamp {
  const { rows = [], target: text = "" } = clamps.get(element) ?? {};
  const named = (name: string) => `${name}_${suffix}`;
  const own = new RegExp(`\\b(${Object.keys(parameters).join("|")})\\b`, "g");
  const target = text.replace(own, named);
  const share = named("clamped");
  const about = `current of the ${element}`;
  return {
    element,
    suffix,
    share,
    rows,
    parameters: {
      ...Object.fromEntries(Object.entries(parameters).map(([name, row]) => [named(name), row])),
      [share]: { default: 0, about: "weight of the clamp in this neuron" },
    },
    expressions: {
      [named("i_clamp")]: {
        value: `${share} * (${target}) / ${named("r_series")}`,
        unit: "nA",
        about,
      },
    },
    current: named("i_clamp"),
  };
}
