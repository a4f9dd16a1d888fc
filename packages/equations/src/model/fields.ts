import { MODEL_FIELDS } from "./errors.ts";
import { placeIn, type Reading } from "./reading.ts";

/** Record an error unless exactly one of the given fields is present. */
export function exactlyOne<Field extends string>(
  reading: Reading,
  record: { readonly [F in Field]?: unknown },
  { path, fields }: { readonly path: string; readonly fields: readonly Field[] },
): void {
  const given = fields.filter((field) => record[field] !== undefined);
  if (given.length === 1) return;
  const names = fields.map((field) => `"${field}"`);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
  reading.errors.push(
    MODEL_FIELDS({
      place: placeIn(reading, path),
      message: `Exactly one of ${list} must be given.`,
      expected: "one of them",
      got: given.length === 0 ? "none" : given.join(" and "),
    }),
  );
}

/** Record an error if two mutually exclusive fields are present. */
export function notBoth<Field extends string>(
  reading: Reading,
  record: { readonly [F in Field]?: unknown },
  {
    path,
    fields,
    why,
  }: {
    readonly path: string;
    readonly fields: readonly [Field, Field];
    readonly why: string;
  },
): void {
  const [first, second] = fields;
  if (record[first] === undefined || record[second] === undefined) return;
  const message = `"${first}" and "${second}" are mutually exclusive: ${why}.`;
  reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, path), message }));
}
