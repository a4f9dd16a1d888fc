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

/** Read a clamp, which is a current that reads the potential; undefined for other inputs. */
export function readClamp(
  element: XmlElement,
  suffix: string,
): (AttachedCurrent & { readonly share: string }) | undefined {
  const clamp = clamps.get(element.name);
  if (clamp === undefined) return undefined;
  const parameters = parametersOf(clamp.rows, element);
  const named = (name: string) => `${name}_${suffix}`;
  const own = new RegExp(`\\b(${Object.keys(parameters).join("|")})\\b`, "g");
  const target = clamp.target.replace(own, named);
  const share = named("clamped");
  const about = `current of the ${element.name}`;
  return {
    share,
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
