import {
  type ConnectorOption,
  type ConnectorRecord,
  type ConnectorRequest,
  expectedOption,
  isWithinBounds,
  ownValue,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { adviseName } from "../check/advise-name.ts";
import { CONNECTOR_OPTION, PROBABILITY, show } from "../errors.ts";

type Options = Readonly<Record<string, unknown>>;
type OptionType = ConnectorOption["type"];

const expectations: { readonly [K in OptionType]: readonly [string, (value: unknown) => boolean] } =
  {
    number: ["a finite number", (value) => Number.isFinite(value)],
    integer: ["a non-negative whole number", isCount],
    boolean: ["true or false", (value) => typeof value === "boolean"],
    probability: ["a number from 0 to 1", isProbability],
    formula: ["a formula", (value) => typeof value === "string" && value.length > 0],
    text: ["a text", (value) => typeof value === "string" && value.length > 0],
    pairs: [
      "a list of pairs of whole numbers",
      (value) => Array.isArray(value) || value instanceof Uint32Array,
    ],
    matrix: [
      "a list of rows of true and false",
      (value) => Array.isArray(value) || value instanceof Uint8Array,
    ],
  };

/** Check the options of a connector against its table; returns all errors. */
export function checkOptions(
  connector: ConnectorRecord,
  options: Options,
  place: string,
): readonly SpikeLoomError[] {
  const known = Object.keys(connector.options);
  const unknown = Object.keys(options).filter(
    (name) => name !== "kind" && !Object.hasOwn(connector.options, name),
  );
  return [
    ...unknown.map((name) => unknownOption(connector.name, { name, known, place })),
    ...known.flatMap((name) => checkOption(connector, name, { options, place })),
  ];
}

function checkOption(
  connector: ConnectorRecord,
  name: string,
  given: { readonly options: Options; readonly place: string },
): readonly SpikeLoomError[] {
  const option = connector.options[name];
  const value = ownValue(given.options, name);
  const place = `${given.place}.${name}`;
  if (option === undefined) return [];
  if (value === undefined) {
    if (option.required !== true) return [];
    const message = `The connector "${connector.name}" needs "${name}".`;
    return [CONNECTOR_OPTION({ place, message, next: `Add "${name}": ${option.about}.` })];
  }
  const [expected, accepts] = expectations[option.type];
  if (accepts(value) && isWithinBounds(value, option)) return [];
  if (option.type === "probability" && typeof value === "number" && !accepts(value)) {
    return [PROBABILITY({ place, p: value })];
  }
  const message = `"${name}" of the connector "${connector.name}" is ${option.about}.`;
  const bounded = expectedOption(option, expected);
  return [CONNECTOR_OPTION({ place, message, expected: bounded, got: show(value) })];
}

function unknownOption(
  connector: string,
  { name, known, place }: { name: string; known: readonly string[]; place: string },
): SpikeLoomError {
  return CONNECTOR_OPTION({
    place: `${place}.${name.slice(0, 60)}`,
    message: `The connector "${connector}" has no option "${name.slice(0, 60)}".`,
    expected: known.length > 0 ? `one of ${known.join(", ")}` : "no option",
    got: show(name),
    next: adviseName(name, known, "Remove it."),
  });
}

/** Read a required count, or throw an error with the place. */
export function countOption(request: ConnectorRequest, name: string): number {
  const value = request.options[name];
  if (isCount(value)) return value;
  throw wrong(request, name, "integer");
}

/** Read a required probability, or throw an error with the place. */
export function probabilityOption(request: ConnectorRequest, name: string): number {
  const value = request.options[name];
  if (isProbability(value)) return value;
  if (typeof value === "number") {
    throw PROBABILITY({ place: `${request.place}.${name}`, p: value });
  }
  throw wrong(request, name, "probability");
}

/** Read a flag, or return its default. */
export function flagOption(request: ConnectorRequest, name: string, otherwise: boolean): boolean {
  const value = request.options[name] ?? otherwise;
  if (typeof value === "boolean") return value;
  throw wrong(request, name, "boolean");
}

/** Read a required formula, or throw an error with the place. */
export function formulaOption(request: ConnectorRequest, name: string): string {
  const value = request.options[name];
  if (typeof value === "string") return value;
  throw wrong(request, name, "formula");
}

function wrong(request: ConnectorRequest, name: string, type: OptionType): SpikeLoomError {
  return CONNECTOR_OPTION({
    place: `${request.place}.${name}`,
    message: `"${name}" is missing or has the wrong type.`,
    expected: expectations[type][0],
    got: show(request.options[name]),
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isProbability(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}
