// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Brian2Call, type CodeArrays, type Stopped, brian2CallForm, codeArraysForm, stoppedForm } from "./brian2.ts";
import { type NengoCall, type OperatorsBegun, type OperatorsStopped, nengoCallForm, operatorsBegunForm, operatorsStoppedForm } from "./nengo.ts";
import { type Made, type PynnCall, type Signal, type Written, madeForm, pynnCallForm, signalForm, writtenForm } from "./pynn.ts";
import { type Done, type Failure, type Progress, type Reached, type Spikes, type Values, doneForm, failureForm, progressForm, reachedForm, spikesForm, valuesForm } from "./replies.ts";
import { type Batch, type Checked, type Chunk, type Loaded, type Prepared, type Recordings, type Saved, type SimulationCall, type Summary, type Synapses, batchForm, checkedForm, chunkForm, loadedForm, preparedForm, recordingsForm, savedForm, simulationCallForm, summaryForm, synapsesForm } from "./simulation.ts";

export interface Request {
  /** Increases from 1. A failure with the id 0 refers to bytes that are not a request; the server then exits. */
  readonly id: number;
  /** The last id for which the client has read a reply. */
  readonly seen: number;
  readonly call:
    | { readonly case: "hello"; readonly value: Hello }
    | { readonly case: "interrupt"; readonly value: Interrupt }
    | { readonly case: "taken"; readonly value: Taken }
    /**
     * The dialects. Each simulation belongs to one of them; starting another one ends the previous one, except for runs of
     * Nengo.
     */
    | { readonly case: "simulation"; readonly value: SimulationCall }
    | { readonly case: "pynn"; readonly value: PynnCall }
    | { readonly case: "brian2"; readonly value: Brian2Call }
    | { readonly case: "nengo"; readonly value: NengoCall }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Request`. */
export const requestForm: MessageForm<Request> = {
  name: "Request",
  fields: [
    { number: 1, name: "id", kind: "uint32" },
    { number: 2, name: "hello", kind: () => helloForm, oneof: "call" },
    { number: 3, name: "interrupt", kind: () => interruptForm, oneof: "call" },
    { number: 4, name: "taken", kind: () => takenForm, oneof: "call" },
    { number: 16, name: "simulation", kind: () => simulationCallForm, oneof: "call" },
    { number: 17, name: "pynn", kind: () => pynnCallForm, oneof: "call" },
    { number: 18, name: "brian2", kind: () => brian2CallForm, oneof: "call" },
    { number: 19, name: "nengo", kind: () => nengoCallForm, oneof: "call" },
    { number: 30, name: "seen", kind: "uint32" },
  ],
};

export interface Reply {
  readonly id: number;
  readonly result:
    | { readonly case: "failure"; readonly value: Failure }
    | { readonly case: "welcome"; readonly value: Welcome }
    | { readonly case: "done"; readonly value: Done }
    | { readonly case: "progress"; readonly value: Progress }
    | { readonly case: "reached"; readonly value: Reached }
    | { readonly case: "values"; readonly value: Values }
    | { readonly case: "spikes"; readonly value: Spikes }
    | { readonly case: "chunk"; readonly value: Chunk }
    | { readonly case: "loaded"; readonly value: Loaded }
    | { readonly case: "checked"; readonly value: Checked }
    | { readonly case: "prepared"; readonly value: Prepared }
    | { readonly case: "synapses"; readonly value: Synapses }
    | { readonly case: "summary"; readonly value: Summary }
    | { readonly case: "recordings"; readonly value: Recordings }
    | { readonly case: "saved"; readonly value: Saved }
    | { readonly case: "batch"; readonly value: Batch }
    | { readonly case: "made"; readonly value: Made }
    | { readonly case: "signal"; readonly value: Signal }
    | { readonly case: "written"; readonly value: Written }
    | { readonly case: "stopped"; readonly value: Stopped }
    | { readonly case: "codeArrays"; readonly value: CodeArrays }
    | { readonly case: "operatorsBegun"; readonly value: OperatorsBegun }
    | { readonly case: "operatorsStopped"; readonly value: OperatorsStopped }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Reply`. */
export const replyForm: MessageForm<Reply> = {
  name: "Reply",
  fields: [
    { number: 1, name: "id", kind: "uint32" },
    { number: 2, name: "failure", kind: () => failureForm, oneof: "result" },
    { number: 3, name: "welcome", kind: () => welcomeForm, oneof: "result" },
    { number: 4, name: "done", kind: () => doneForm, oneof: "result" },
    { number: 5, name: "progress", kind: () => progressForm, oneof: "result" },
    { number: 6, name: "reached", kind: () => reachedForm, oneof: "result" },
    { number: 7, name: "values", kind: () => valuesForm, oneof: "result" },
    { number: 8, name: "spikes", kind: () => spikesForm, oneof: "result" },
    { number: 9, name: "chunk", kind: () => chunkForm, oneof: "result" },
    { number: 16, name: "loaded", kind: () => loadedForm, oneof: "result" },
    { number: 17, name: "checked", kind: () => checkedForm, oneof: "result" },
    { number: 18, name: "prepared", kind: () => preparedForm, oneof: "result" },
    { number: 19, name: "synapses", kind: () => synapsesForm, oneof: "result" },
    { number: 20, name: "summary", kind: () => summaryForm, oneof: "result" },
    { number: 21, name: "recordings", kind: () => recordingsForm, oneof: "result" },
    { number: 22, name: "saved", kind: () => savedForm, oneof: "result" },
    { number: 23, name: "batch", kind: () => batchForm, oneof: "result" },
    { number: 32, name: "made", kind: () => madeForm, oneof: "result" },
    { number: 33, name: "signal", kind: () => signalForm, oneof: "result" },
    { number: 34, name: "written", kind: () => writtenForm, oneof: "result" },
    { number: 40, name: "stopped", kind: () => stoppedForm, oneof: "result" },
    { number: 41, name: "codeArrays", kind: () => codeArraysForm, oneof: "result" },
    { number: 48, name: "operatorsBegun", kind: () => operatorsBegunForm, oneof: "result" },
    { number: 49, name: "operatorsStopped", kind: () => operatorsStoppedForm, oneof: "result" },
  ],
};

/** The first request. The server answers with the newest version that both support, or refuses. */
export interface Hello {
  readonly versions: readonly number[];
  readonly client: string;
  /**
   * An empty folder that both sides can read and write, for large arrays: an absolute path. When the server exits, it
   * removes the array files in it, and the folder if it is then empty.
   */
  readonly folder?: string | undefined;
  /** Arrays of at least this many bytes are passed as files if there is a folder; 128 KiB by default. */
  readonly leastFileBytes?: bigint | undefined;
  /** The only folder from which networks may be loaded by path: an absolute path. By default none may. */
  readonly networks?: string | undefined;
}

/** Fields of `Hello`. */
export const helloForm: MessageForm<Hello> = {
  name: "Hello",
  fields: [
    { number: 1, name: "versions", kind: "uint32s" },
    { number: 2, name: "client", kind: "string" },
    { number: 3, name: "folder", kind: "string", shape: "optional" },
    { number: 4, name: "leastFileBytes", kind: "uint64", shape: "optional" },
    { number: 5, name: "networks", kind: "string", shape: "optional" },
  ],
};

export interface Welcome {
  readonly version: number;
  readonly server: string;
  /** Supported dialects: "simulation", "pynn", "brian2", "nengo". */
  readonly dialects: readonly string[];
}

/** Fields of `Welcome`. */
export const welcomeForm: MessageForm<Welcome> = {
  name: "Welcome",
  fields: [
    { number: 1, name: "version", kind: "uint32" },
    { number: 2, name: "server", kind: "string" },
    { number: 3, name: "dialects", kind: "string", shape: "list" },
  ],
};

/**
 * Ends the runs requested before it. It takes effect when it is read, and is answered in order. The server keeps reading
 * during a run until 256 MiB of requests are pending: beyond that, it is read only once
 * they have been answered.
 */
export type Interrupt = { readonly [name: string]: never };

/** Fields of `Interrupt`. */
export const interruptForm: MessageForm<Interrupt> = {
  name: "Interrupt",
  fields: [],
};

/** Total number of chunks of a stream that the client has processed. It takes effect when it is read, and is not answered. */
export interface Taken {
  readonly chunks: number;
}

/** Fields of `Taken`. */
export const takenForm: MessageForm<Taken> = {
  name: "Taken",
  fields: [
    { number: 1, name: "chunks", kind: "uint32" },
  ],
};
