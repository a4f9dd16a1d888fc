import { builtinMeaning } from "../identifiers.ts";
import { MODEL_NAME } from "./errors.ts";
import { type DeclaredName, placeIn, type Reading } from "./reading.ts";

/** Names with a predefined meaning in the equations of each kind of model. */
const reserved: Readonly<Record<Reading["kind"], readonly string[]>> = {
  neuron: ["weight", "excess", "not_refractory"],
  synapse: ["weight", "delay", "j"],
  plasticity: ["weight", "delay", "j"],
};

/** Declare a name, unless it is reserved or already declared in the model. */
export function declare(
  reading: Reading,
  [path, name]: readonly [path: string, name: string],
  declared: DeclaredName,
): void {
  const place = placeIn(reading, `${path}.${name}`);
  const taken = meaningOf(reading, name);
  const before = reading.names.get(name);
  if (taken !== undefined) {
    reading.errors.push(
      MODEL_NAME({
        place,
        message: `"${name}" cannot be a name of its own: ${taken}.`,
        next: `Write ${name}_0, for example.`,
      }),
    );
  } else if (before !== undefined) {
    reading.errors.push(
      MODEL_NAME({
        place,
        message: `The name "${name}" is declared twice: as ${before.role} and as ${declared.role}.`,
        next: "Rename one of them.",
      }),
    );
    return;
  }
  reading.names.set(name, declared);
}

function meaningOf(reading: Reading, name: string): string | undefined {
  const builtin = builtinMeaning(name);
  if (builtin !== undefined) return builtin;
  if (reserved[reading.kind].includes(name)) return "it has a meaning of its own in equations";
  return undefined;
}
