import type { NeuronRecord } from "@spikeloom/kernel";
import { timeDimension } from "../builtin-names.ts";
import { MODEL_BOUNDS, MODEL_FIELDS } from "./errors.ts";
import type { ParsedIntegrator } from "./parsed.ts";
import { readOptional } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";

/** Read the scheme that a model pins. */
export function readIntegrator(
  reading: Reading,
  { integrator, step }: NeuronRecord,
): ParsedIntegrator | undefined {
  if (integrator === undefined) return undefined;
  const { name, subSteps, dt } = integrator;
  if (step !== undefined && (name !== undefined || subSteps !== undefined)) {
    const message = "A model with its own step has no integrator.";
    const next = 'Keep only "dt" in "integrator", or use "dynamics".';
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, "integrator"), message, next }));
  }
  const parsed = readOptional(reading, dt, {
    needs: timeDimension,
    path: "integrator.dt",
    what: `The step of "${reading.name}"`,
    quantity: true,
  });
  const value = parsed?.kind === "number" ? parsed.value : undefined;
  if (parsed !== undefined && !(value !== undefined && value > 0 && Number.isFinite(value))) {
    const place = placeIn(reading, "integrator.dt");
    const message = "The step must be a time greater than zero.";
    reading.errors.push(MODEL_BOUNDS({ place, message, got: `"${dt}"` }));
  }
  return { name, subSteps: subSteps ?? 1, dt: value };
}
