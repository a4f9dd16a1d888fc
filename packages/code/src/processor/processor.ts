import type { ArrayPlace, Routine } from "../form/routine.ts";

/** Element type of a buffer; invocations add to an `atomic` i32 concurrently. */
export type BufferType = "f32" | "i32" | "atomic";

/** Memory of a processor. */
export interface ProcessorBuffer {
  readonly name: string;
  readonly holds: BufferType;
  readonly words: number;
}

/** Location of an array. */
export interface ArrayLocation {
  readonly buffer: ProcessorBuffer;
  /** Offset of the first element. */
  readonly at: number;
}

/** A routine that runs once for each invocation, ready to be dispatched. */
export interface Pass {
  readonly name: string;
}

/** Inputs for compiling a pass. */
export interface PassOptions {
  readonly routine: Routine;
  /** Number of invocations; by default, the routine tests its own index. */
  readonly invocations?: number | undefined;
  /** Buffers that it uses: at most eight, so that default limits suffice. */
  readonly buffers: readonly ProcessorBuffer[];
  readonly locate: (array: ArrayPlace) => ArrayLocation;
}

/** A part of a buffer. */
export interface BufferRange {
  readonly buffer: ProcessorBuffer;
  readonly at: number;
  readonly words: number;
}

/** Commands that run together, in order. */
export interface Commands {
  /** Run a pass for a number of invocations. */
  run(pass: Pass, invocations: number): void;
  /** Run a pass for as many workgroups of 64 invocations as the first three words of a buffer say. */
  runListed(pass: Pass, dispatch: ProcessorBuffer): void;
}

/** A machine that runs routines for many invocations on buffers of its own. */
export interface Processor {
  readonly about: string;
  buffer(options: {
    readonly name: string;
    readonly holds: BufferType;
    readonly words: number;
    /** Whether an indirect dispatch reads it. */
    readonly isDispatch?: boolean;
  }): ProcessorBuffer;
  write(range: { readonly buffer: ProcessorBuffer; readonly at: number }, words: Words): void;
  /** Compile routines. */
  passes(all: readonly PassOptions[]): Promise<readonly Pass[]>;
  /** Set ranges to zero, run commands, then read ranges. */
  submit(options: {
    readonly cleared: readonly BufferRange[];
    readonly record: (commands: Commands) => void;
    readonly read: readonly BufferRange[];
    /** Steps completed before, for errors. */
    readonly step: number;
  }): Promise<readonly Int32Array[]>;
  /** Rejects with a coded error if buffers or passes so far could not be created. */
  settle(): Promise<void>;
  close(): void;
}

/** Words to write: their bits are copied. */
export type Words = Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
