import { type Expression, formatExpression } from "@spikeloom/equations";
import type { Selection, Value } from "@spikeloom/kernel";
import type { Chosen, ValueProgram } from "@spikeloom/network";
import { formatInternal, parseUnit } from "@spikeloom/units";

const longest = 48;

/** Print a value in a few characters: a quantity, a draw, a formula, a list. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if ("length" in value) return `a list of ${value.length}`;
  if ("formula" in value) return cut(value.formula);
  if ("file" in value) return `${value.path} in ${value.file}`;
  if ("values" in value) return `${value.values.length} numbers in ${value.unit ?? "1"}`;
  if ("draw" in value) {
    const { draw, ...rest } = value;
    const details = Object.entries(rest).map(([key, part]) => `${key} ${String(part)}`);
    return `${draw}(${details.join(", ")})`;
  }
  return cut(JSON.stringify(value));
}

/** Arguments of distributions that are plain numbers, whatever the unit of the value. */
const plainArguments = new Set(["mu", "sigma", "shape", "n", "p"]);

/** Print a value of a program's synapses in a few characters. */
export function valueProgramText({ source, unit }: ValueProgram): string {
  switch (source.kind) {
    case "number":
      return valuesText(source.value, unit);
    case "list":
      return `a list of ${source.values.length}`;
    case "formula":
      return formulaText(source.value);
    case "draw": {
      const { law, outside, ...window } = source.draw;
      const { distribution, ...given } = law;
      const isWhole = distribution === "uniform-integer" || distribution === "poisson";
      const details = Object.entries({ ...given, ...window }).flatMap(([name, value]) => {
        if (value === undefined || (distribution === "lognormal" && name === "unit")) return [];
        const isPlain = plainArguments.has(name) || isWhole;
        return [`${name} ${isPlain ? String(value) : valuesText(value, unit)}`];
      });
      if (outside !== undefined) details.push(`outside ${outside}`);
      return `${distribution}(${details.join(", ")})`;
    }
  }
}

/** Print a selection of neurons; empty if all are selected. */
export function selectionText(selection: Selection | undefined): string {
  if (selection === undefined) return "";
  const { from, until, every, indices } = selection;
  if (indices !== undefined) {
    return indices.length > 6 ? `${indices.length} neurons` : `neurons ${indices.join(", ")}`;
  }
  const step = every === undefined ? "" : ` every ${every}`;
  return `neurons ${from ?? 0} to ${until === undefined ? "the last" : until - 1}${step}`;
}

/** Print which neurons of a population are selected; empty if all are. */
export function chosenText({ isAll, size, neuron }: Chosen): string {
  if (isAll === true) return "";
  const [first, last] = [neuron(0), neuron(size - 1)];
  const every = size === 1 ? 1 : neuron(1) - first;
  const isRegular = every > 0 && first + every * (size - 1) === last;
  const numbers = Array.from({ length: Math.min(size, 1000) }, (_, k) => neuron(k));
  const isProgression = isRegular && numbers.every((one, k) => one === first + k * every);
  if (isProgression && size > (every === 1 ? 1 : 2)) {
    return `neurons ${first} to ${last}${every === 1 ? "" : ` every ${every}`}`;
  }
  return size > 6 ? `${size} neurons` : `neurons ${numbers.join(", ")}`;
}

/** Print internal numbers as quantities: one, a few, or their number. */
export function valuesText(values: number | Float64Array, unit: string): string {
  const { dimension } = parseUnit(unit);
  if (typeof values === "number") return formatInternal(values, dimension);
  if (values.length > 6) return `${values.length} numbers`;
  return `[${[...values].map((value) => formatInternal(value, dimension)).join(", ")}]`;
}

/** Print a formula in a few characters. */
export function formulaText(formula: Expression): string {
  return cut(formatExpression(formula));
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Print an option of a connector in a few characters. */
export function optionText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Uint32Array) return `${value.length / 2} pairs`;
  if (ArrayBuffer.isView(value)) return `${value.byteLength} marks`;
  return typeof value === "object" ? JSON.stringify(value).slice(0, 40) : String(value);
}
