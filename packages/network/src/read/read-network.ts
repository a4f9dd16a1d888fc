import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  SpikeLoomError,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork } from "../check/check-network.ts";
import { checkShape } from "./check-shape.ts";
import { type JsonBounds, parseJson } from "./parse-json.ts";

/** Options for reading a network file. */
export interface ReadOptions {
  /** Name of the file for errors. */
  readonly place?: string;
  /** Check names, units and sizes against these plugins as well. */
  readonly stack?: Stack;
  /** If the shape is invalid, check the valid parts against these plugins as well. */
  readonly stackIfFaulty?: Stack;
  readonly bounds?: JsonBounds;
}

const names: OptionNames<ReadOptions> = {
  place: true,
  stack: true,
  stackIfFaulty: true,
  bounds: true,
};

/** Read a network file; all errors are thrown together, each with its place. */
export function readNetwork(input: string | Uint8Array, options: ReadOptions = {}): NetworkRecord {
  checkOptionNames(options, names, "readNetwork");
  const { place = "network", bounds } = options;
  const value = parseJson(input, place, bounds);
  throwAll(findErrors(value, options).map((error) => inFile(error, place)));
  // The validator has just confirmed the shape.
  return value as NetworkRecord;
}

function findErrors(
  value: unknown,
  { stack, stackIfFaulty }: ReadOptions,
): readonly SpikeLoomError[] {
  const shape = checkShape(value);
  const chosen = shape.length === 0 ? stack : (stack ?? stackIfFaulty);
  // A check of a network starts with that of its shape.
  return chosen === undefined ? shape : checkNetwork(value as NetworkRecord, { stack: chosen });
}

function inFile(error: SpikeLoomError, place: string): SpikeLoomError {
  const { code, summary: message, expected, got, next } = error;
  const where = error.place === undefined ? place : `${place}: ${error.place}`;
  return new SpikeLoomError(code, { message, place: where, expected, got, next });
}
