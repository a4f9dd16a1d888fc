import { WASM_IMMEDIATE } from "../../../errors.ts";
import type { ByteWriter } from "./bytes.ts";
import type { Instruction, MemoryAccess } from "./instructions.ts";
import type { ImmediateKind } from "./opcodes.ts";

/** The arguments of an instruction, before they are checked. */
export type ImmediateArguments = readonly (number | readonly number[] | MemoryAccess | undefined)[];

type Writer = (out: ByteWriter, instruction: Instruction, given: ImmediateArguments) => void;

/** Write the immediates of an opcode, checked against the instruction's own limits. */
export const writeImmediate: Readonly<Record<ImmediateKind, Writer>> = {
  none: () => {},
  reserved(out, { parameter }) {
    for (let i = 0; i < parameter; i++) out.u8(0);
  },
  memory: (out, instruction, [access]) => writeAccess(out, instruction, access),
  lane: (out, instruction, [lane]) => writeLane(out, instruction, lane, instruction.parameter),
  memoryLane(out, instruction, [lane, access]) {
    writeAccess(out, instruction, access);
    writeLane(out, instruction, lane, 16 >> instruction.parameter);
  },
  shuffle(out, instruction, [lanes]) {
    if (!Array.isArray(lanes) || lanes.length !== 16) {
      throw WASM_IMMEDIATE({ place: instruction.name, expected: "16 lanes", got: String(lanes) });
    }
    for (const lane of lanes) writeLane(out, instruction, lane, instruction.parameter);
  },
};

function writeLane(
  out: ByteWriter,
  instruction: Instruction,
  lane: ImmediateArguments[number],
  count: number,
): void {
  if (typeof lane !== "number" || !Number.isInteger(lane) || lane < 0 || lane >= count) {
    throw WASM_IMMEDIATE({
      place: instruction.name,
      expected: `a lane from 0 to ${count - 1}`,
      got: String(lane),
    });
  }
  out.u8(lane);
}

function writeAccess(
  out: ByteWriter,
  { name, parameter }: Instruction,
  given: ImmediateArguments[number],
): void {
  const access: MemoryAccess =
    typeof given === "object" && !Array.isArray(given) ? (given as MemoryAccess) : {};
  const { offset = 0, align = 1 << parameter } = access;
  const power = 31 - Math.clz32(align);
  if (align !== 2 ** power || power > parameter) {
    throw WASM_IMMEDIATE({
      place: name,
      expected: `an alignment that is a power of two up to ${1 << parameter}`,
      got: String(align),
    });
  }
  if (!Number.isInteger(offset) || offset < 0 || offset > 0xffffffff) {
    throw WASM_IMMEDIATE({
      place: name,
      expected: "an offset from 0 to 2^32 - 1",
      got: String(offset),
    });
  }
  out.u32(power);
  out.u32(offset);
}
