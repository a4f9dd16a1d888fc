import type { Failure } from "./failures.ts";

const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/**
 * Read the report that pytest writes by `--junitxml`; undefined if it is not a report, or lists no test.
 *
 * A skipped test counts as failed.
 */
export function readJunit(
  text: string,
): { readonly passed: number; readonly failures: readonly Failure[] } | undefined {
  const cases = [...text.matchAll(/<testcase\b([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)];
  if (cases.length === 0) return undefined;
  const failures = cases.flatMap(([, attributes = "", body = ""]) => {
    const bad = /<(?:failure|error|skipped)\b([^>]*?)(?:\/>|>(.*?)<\/)/s.exec(body);
    if (bad === null) return [];
    const [, ofFailure = "", details = ""] = bad;
    const place = [attributeOf(attributes, "classname"), attributeOf(attributes, "name")];
    const message = attributeOf(ofFailure, "message");
    // The message of an error outside a test does not contain the exception; pytest marks it by an E.
    const thrown = [...decode(details).matchAll(/^E +(.*)$/gm)].map(([, line = ""]) => line);
    const lines = /^(collection failure|failed on )/.test(message) ? thrown : [];
    return { name: place.filter(Boolean).join("::"), message: [message, ...lines].join("\n") };
  });
  return { passed: cases.length - failures.length, failures };
}

function attributeOf(attributes: string, name: string): string {
  return decode(new RegExp(`\\b${name}="(.*?)"`, "s").exec(attributes)?.[1] ?? "");
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return named[name] ?? whole;
  });
}
