import { inUnit } from "@spikeloom/simulate/scripts";
import { type Dimension, displayUnits, parseUnit, type Unit } from "@spikeloom/units";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";

/** Dimensions and units that a file declares, collected on use. */
export interface UnitsOut {
  /** Name of a dimension. */
  dimension(of: Dimension): string;
  /** Symbol of one of our units, such as `mV` or `per_ms`. */
  symbol(of: Unit): string;
  /** Write a value in internal units with the most readable unit. */
  quantity(value: number, dimension: Dimension): string;
  /** All declarations used. */
  declarations(): readonly XmlOutput[];
}

/** NeuroML's names of dimensions, by one unit of each. */
const known: readonly (readonly [string, string])[] = [
  ["voltage", "mV"],
  ["time", "ms"],
  ["per_time", "Hz"],
  ["current", "nA"],
  ["conductance", "nS"],
  ["capacitance", "pF"],
  ["resistance", "Mohm"],
  ["charge", "pC"],
  ["concentration", "mM"],
  ["length", "um"],
  ["temperature", "K"],
  ["conductance_per_voltage", "nS/mV"],
];

const letters = ["m", "l", "t", "i", "k", "n", "j"] as const;

/** Names of dimensions by their powers, and symbols of units, declared elsewhere. */
export interface DeclaredUnits {
  readonly dimensions: ReadonlyMap<string, string>;
  readonly symbols: ReadonlySet<string>;
}

/** Start a collection of dimensions and units, in addition to existing ones. */
export function unitsOut(there?: DeclaredUnits): UnitsOut {
  const dimensions = new Map<string, { name: string; of: Dimension }>();
  const units = new Map<string, XmlOutput>();
  const nameOf = (of: Dimension): string => {
    const key = of.join();
    if (of.every((power) => power === 0)) return "none";
    const found = there?.dimensions.get(key) ?? dimensions.get(key)?.name;
    if (found !== undefined) return found;
    const usual = known.find(([, unit]) => parseUnit(unit).dimension.join() === key);
    const name = usual?.[0] ?? `dimension_${dimensions.size}`;
    dimensions.set(key, { name, of });
    return name;
  };
  const symbolOf = (unit: Unit): string => {
    const symbol = unit.symbol.replace(/^1\//, "per_").replaceAll("/", "_per_").replace(/\W/g, "_");
    if (there?.symbols.has(symbol) !== true && !units.has(symbol)) {
      const { exponent, factor, dimension } = unit;
      const scale = factor === 1 ? undefined : xmlNumber(factor, symbol);
      const attributes = { symbol, dimension: nameOf(dimension), power: exponent, scale };
      units.set(symbol, { name: "Unit", attributes });
    }
    return symbol;
  };
  return {
    dimension: nameOf,
    symbol: symbolOf,
    quantity(value, dimension) {
      const unit = displayUnits(dimension)[0]?.unit;
      if (unit === undefined || dimension.every((power) => power === 0)) {
        return xmlNumber(value, "LEMS");
      }
      return `${xmlNumber(inUnit(value, unit.symbol), "LEMS")}${symbolOf(unit)}`;
    },
    declarations: () => [
      ...[...dimensions.values()].map(({ name, of }) => ({
        name: "Dimension",
        attributes: {
          name,
          ...Object.fromEntries(letters.flatMap((letter, k) => (of[k] ? [[letter, of[k]]] : []))),
        },
      })),
      ...units.values(),
    ],
  };
}
