import type { NeuronRecord, ParameterRecord } from "@spikeloom/kernel";
import type { XmlElement } from "../xml/xml-element.ts";
import type { AttachedCurrent } from "./cell-model.ts";
import { parametersOf, type Row } from "./rows.ts";

const common: readonly Row[] = [
  ["delay", "delay", "ms", "start of the clamp"],
  ["duration", "duration", "ms", "duration of the clamp"],
  ["simpleSeriesResistance", "r_series", "Mohm", "series resistance"],
];

/** NeuroML clamps: rows, and the expression of the clamped potential. */
const clamps: ReadonlyMap<string, { readonly rows: readonly Row[]; readonly target: string }> =
  new Map(
    Object.entries({
      voltageClamp: {
        rows: [...common, ["targetVoltage", "v_target", "mV", "holding potential"]],
        target: "where(t >= delay and t <= delay + duration, v_target - v, 0*mV)",
      },
      voltageClampTriple: {
        rows: [
          ...common,
          ["active", "active", "1", "1 if the clamp is on"],
          ["conditioningVoltage", "v_before", "mV", "potential before the test pulse"],
          ["testingVoltage", "v_test", "mV", "potential of the test pulse"],
          ["returnVoltage", "v_after", "mV", "potential after the test pulse"],
        ],
        target:
          "where(active == 1, where(t < delay, v_before, where(t <= delay + duration, v_test, v_after)) - v, 0*mV)",
      },
    } as const),
  );

/** A clamp as a current of a neuron; the share is a parameter with each neuron's weight. */
export interface Clamp extends AttachedCurrent {
  readonly element: string;
  readonly suffix: string;
  readonly share: string;
  readonly rows: readonly Row[];
}

/** Read a clamp, a current that depends on the potential; undefined for other inputs. */
export function readClamp(element: XmlElement, suffix: string): Clamp | undefined {
  const rows = clamps.get(element.name)?.rows;
  return rows && clampIn(element.name, suffix, parametersOf(rows, element));
}

/** Find the clamp of a neuron with a suffix; undefined if its current is not a NeuroML clamp. */
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
      [share]: { default: 0, about: "weight of the clamp for this neuron" },
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
