import { type NetworkRecord, SpikeLoomError, type Stack, throwAll } from "@spikeloom/kernel";
import { checkNetwork } from "../check/check-network.ts";
import { checkShape } from "./check-shape.ts";
import { type JsonBounds, parseJson } from "./parse-json.ts";

/** What a network file is read with. */
export interface ReadOptions {
  /** What to call the file in errors. */
  readonly place?: string;
  /** Check names, units and sizes against these plugins as well. */
  readonly stack?: Stack;
  readonly bounds?: JsonBounds;
}

/** Read a network file; all its errors are thrown at once, each with its place. */
export function readNetwork(input: string | Uint8Array, options: ReadOptions = {}): NetworkRecord {
  const { place = "network", stack, bounds } = options;
  const value = parseJson(input, place, bounds);
  throwAll(checkShape(value).map((error) => inFile(error, place)));
  // The validator has just established the shape.
  const network = value as NetworkRecord;
  if (stack !== undefined) {
    throwAll(checkNetwork(network, { stack }).map((error) => inFile(error, place)));
  }
  return network;
}

function inFile(error: SpikeLoomError, place: string): SpikeLoomError {
  const { code, summary: message, expected, got, next } = error;
  const where = error.place === undefined ? place : `${place}: ${error.place}`;
  return new SpikeLoomError(code, { message, place: where, expected, got, next });
}
