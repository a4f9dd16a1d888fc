import { describe, expect, it } from "vitest";
import type { FunctionBuilder } from "../../../../src/targets/webassembly/encoder/function.ts";
import {
  type Instruction,
  instructions,
} from "../../../../src/targets/webassembly/encoder/instructions.ts";
import { moduleBuilder } from "../../../../src/targets/webassembly/encoder/module.ts";
import type { ValueType } from "../../../../src/targets/webassembly/encoder/types.ts";
import { validText } from "./validate.ts";

const zero: Record<ValueType, (f: FunctionBuilder) => void> = {
  i32: (f) => f.i32(0),
  i64: (f) => f.i64(0n),
  f32: (f) => f.f32(0),
  f64: (f) => f.f64(0),
  v128: (f) => f.v128(new Uint8Array(16)),
};

const someImmediates: Record<Instruction["immediate"], readonly unknown[]> = {
  none: [],
  reserved: [],
  memory: [{ offset: 8 }],
  lane: [1],
  memoryLane: [1, { offset: 8 }],
  shuffle: [Array.from({ length: 16 }, (_, i) => 31 - i)],
};

describe("the instruction table", () => {
  it.each([...instructions.values()].map((i) => [i.name, i] as const))(
    "encodes %s as wabt reads it, with the same operands and results",
    (name, instruction) => {
      const m = moduleBuilder({ memory: { min: 1, max: 1, shared: true } });
      const f = m.func("test", { results: instruction.results });
      for (const type of instruction.operands) zero[type](f);
      const op = f.op as (name: string, ...immediates: readonly unknown[]) => FunctionBuilder;
      op(name, ...someImmediates[instruction.immediate]);
      const words = validText(m.build()).split(/[\s()]+/);
      expect(words).toContain(name);
    },
  );
});
