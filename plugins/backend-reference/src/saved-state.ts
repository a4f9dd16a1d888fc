import { RULE } from "@spikeloom/program";

// All that changes in a run, as JSON; what JSON lacks is an object with one field that names it.

/** Write a value as bytes. */
export function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, (_, one: unknown) => written(one)));
}

/** Read a value that `encode` wrote. */
export function decode(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes), (_, one: unknown) => read(one));
  } catch {
    const message = "The saved state is not one of this backend, or is damaged.";
    throw RULE({ place: "state", message, expected: "what `save` gave" });
  }
}

function written(value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Float64Array) return { $f64: [...value] };
  if (value instanceof Uint32Array) return { $u32: [...value] };
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { $number: Object.is(value, -0) ? "-0" : String(value) };
}

const readers: Readonly<Record<string, (value: never) => unknown>> = {
  $map: (pairs: [unknown, unknown][]) => new Map(pairs),
  $f64: (values: number[]) => Float64Array.from(values),
  $u32: (values: number[]) => Uint32Array.from(values),
  $number: Number,
};

function read(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [[kind, of] = ["", undefined]] = Object.entries(value);
  return readers[kind]?.(of as never) ?? value;
}
