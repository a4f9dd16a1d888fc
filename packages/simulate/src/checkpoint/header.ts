import { isRecord } from "@spikeloom/kernel";
import type { Checkpoint } from "./checkpoint.ts";

/** Header of a checkpoint, before the bytes of its parts. */
export interface Header extends Omit<Checkpoint, "state"> {
  readonly format: "spikeloom-checkpoint";
  readonly backend: string;
  readonly step: number;
  /** The backend's own metadata about its state. */
  readonly state: Checkpoint["state"]["header"];
  readonly parts: readonly Part[];
}

/** Position of a part in the file. */
export interface Part {
  readonly name: string;
  /** From the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** Check that a value is a valid header; a valid checksum does not guarantee it. */
export function isHeader(value: unknown): value is Header {
  if (!isRecord(value) || value["format"] !== "spikeloom-checkpoint") return false;
  return Object.entries(fields).every(([name, isSound]) => isSound(value[name]));
}

const fields: Readonly<Record<keyof Omit<Header, "format">, (value: unknown) => boolean>> = {
  spikeloom: isText,
  fingerprint: isText,
  network: (value) => value === undefined || isRecordOf(isText)(value),
  backend: isText,
  step: isCount,
  dt: (value) => isAmount(value) && value > 0,
  spikeHash: (value) => isText(value) && /^[0-9a-f]{16}$/.test(value),
  seconds: isAmount,
  every: isAmount,
  rows: (value) =>
    isRecord(value) &&
    isListOf(isRecorder)(value["recorders"]) &&
    isListOf(isRecordOf(isCount))(value["synapses"]),
  sent: isListOf(isRecordOf(isText)),
  state: isRecordOf((value) => isText(value) || typeof value === "number"),
  parts: isListOf(isPart),
};

function isRecorder(value: unknown): boolean {
  return isRecord(value) && isCount(value["spikes"]) && isRecordOf(isCount)(value["samples"]);
}

function isPart(value: unknown): boolean {
  return (
    isRecord(value) && isText(value["name"]) && isCount(value["offset"]) && isCount(value["bytes"])
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isAmount(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isListOf(isSound: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(isSound);
}

function isRecordOf(isSound: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => isRecord(value) && Object.values(value).every(isSound);
}
