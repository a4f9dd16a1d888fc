import type { IntegratorRecord } from "@spikeloom/kernel";

/** A scalar equation dx = f dt + g dW, with f = slope * x + offset if a scheme needs these. */
export interface Scalar {
  readonly f: (x: number, t: number) => number;
  readonly g: (x: number, t: number) => number;
  readonly slope: (x: number, t: number) => number;
  readonly offset: (x: number, t: number) => number;
}

/** Starting point of a step. */
export interface Start {
  readonly x: number;
  readonly t: number;
  readonly dt: number;
  readonly dW: number;
}

type Value = (names: Readonly<Record<string, number>>) => number;

/** Take one step of a scheme on a scalar equation; parses the stages with a grammar of its own. */
export function evaluateScheme(scheme: IntegratorRecord, system: Scalar): (start: Start) => number {
  const stages = Object.entries(scheme.stages ?? {}).map(
    ([name, text]) => [name, parse(text, system)] as const,
  );
  const update = parse(scheme.update ?? "x", system);
  return (start) => {
    const names: Record<string, number> = { ...start };
    for (const [name, value] of stages) names[name] = value(names);
    return update(names);
  };
}

interface Reader {
  readonly words: readonly string[];
  at: number;
  readonly system: Scalar;
}

function parse(text: string, system: Scalar): Value {
  const words = text.match(/\*\*|[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/(),]/g) ?? [];
  const reader: Reader = { words, at: 0, system };
  const value = sum(reader);
  if (reader.at !== words.length) throw new Error(`cannot read "${text}"`);
  return value;
}

function sum(reader: Reader): Value {
  let left = product(reader);
  for (;;) {
    const word = reader.words[reader.at];
    if (word !== "+" && word !== "-") return left;
    reader.at++;
    const [a, b] = [left, product(reader)];
    left = word === "+" ? (n) => a(n) + b(n) : (n) => a(n) - b(n);
  }
}

function product(reader: Reader): Value {
  let left = power(reader);
  for (;;) {
    const word = reader.words[reader.at];
    if (word !== "*" && word !== "/") return left;
    reader.at++;
    const [a, b] = [left, power(reader)];
    left = word === "*" ? (n) => a(n) * b(n) : (n) => a(n) / b(n);
  }
}

function power(reader: Reader): Value {
  const base = atom(reader);
  if (reader.words[reader.at] !== "**") return base;
  reader.at++;
  const exponent = atom(reader);
  return (n) => base(n) ** exponent(n);
}

function atom(reader: Reader): Value {
  const word = reader.words[reader.at++] ?? "";
  if (word === "(") {
    const inner = sum(reader);
    reader.at++;
    return inner;
  }
  if (/^\d/.test(word)) return () => Number(word);
  if (reader.words[reader.at] !== "(") {
    return (n) => {
      const value = n[word];
      if (value === undefined) throw new Error(`unknown name "${word}"`);
      return value;
    };
  }
  return call(word, reader);
}

function call(name: string, reader: Reader): Value {
  const args: Value[] = [];
  do {
    reader.at++;
    args.push(sum(reader));
  } while (reader.words[reader.at] === ",");
  reader.at++;
  const [x, t] = args;
  const time: Value = t ?? ((n) => n["t"]!);
  const { f, g, slope, offset } = reader.system;
  const functions: Readonly<Record<string, Value>> = {
    f: (n) => f(x!(n), time(n)),
    g: (n) => g(x!(n), time(n)),
    slope: (n) => slope(x!(n), time(n)),
    offset: (n) => offset(x!(n), time(n)),
    exp: (n) => Math.exp(x!(n)),
    sqrt: (n) => Math.sqrt(x!(n)),
    exprel: (n) => (x!(n) === 0 ? 1 : Math.expm1(x!(n)) / x!(n)),
  };
  const chosen = functions[name];
  if (chosen === undefined) throw new Error(`unknown function "${name}"`);
  return chosen;
}
