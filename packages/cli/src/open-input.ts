import { recogniseFormat } from "@spikeloom/interop/formats";
import {
  bytesBeside,
  bytesSource,
  type FormatRecord,
  type ReadThing,
  type ReadUse,
  readFormat,
  type Stack,
} from "@spikeloom/kernel";

/** Name and bytes of a file, and of the files that it refers to. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly beside?: Readonly<Record<string, Uint8Array>>;
}

/** A file by its path, or its bytes if there are no paths, as in a browser. */
export type FileInput = string | NamedBytes;

/** Options of reading an input. */
export interface InputUse {
  readonly stack: Stack;
  readonly from: string | undefined;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly allowOutside: boolean | undefined;
  /** Name of the function, for errors. */
  readonly place: string;
}

/** Contents of an input, and the format that read them. */
export interface OpenedInput extends ReadThing {
  readonly format: string;
}

/** Read the contents of a file with the named format, or the one that its contents indicate. */
export async function openInput(input: FileInput, use: InputUse): Promise<OpenedInput> {
  if (typeof input !== "string") {
    const { name, bytes, beside = {} } = input;
    return await readBy(bytesSource(name, bytes), { beside: bytesBeside(beside) }, use);
  }
  const { withSource } = await import("./load/with-source.ts");
  const { allowOutside } = use;
  return await withSource(input, { allowOutside }, (source, around) => readBy(source, around, use));
}

async function readBy(
  source: Parameters<typeof readFormat>[1],
  around: Pick<ReadUse, "beside" | "allowOutside">,
  { stack, from, options, place }: InputUse,
): Promise<OpenedInput> {
  const format: FormatRecord =
    from === undefined
      ? await recogniseFormat(source, stack)
      : stack.get("format", from, `${place}, from`);
  const read = await readFormat(format, source, { stack, options, ...around });
  return { ...read, format: format.name };
}
