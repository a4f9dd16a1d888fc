import { overrideRoutine } from "@spikeloom/code";
import type { Callable, FunctionBuilder, Local } from "@spikeloom/code/encoder";
import {
  beginOf,
  type ChannelFormula,
  type ChannelOperations,
  type ChannelRoutines,
  channelFormulas,
} from "./channel-rows.ts";
import type { Override } from "./wide-rows.ts";

/** Replace the routines on channels by code that processes two channels at a time, if their number is even. */
export function widenChannelRows(
  routines: ChannelRoutines,
  { m, type, options }: Omit<Override, "routine">,
): void {
  for (const [name, formula] of Object.entries(channelFormulas)) {
    const routine = routines[name as keyof typeof channelFormulas];
    overrideRoutine(m, routine, options, (general) => {
      return writeRow({ m, type, routine, options }, { name: `${name}_wide`, formula, general });
    });
  }
}

interface WideRow {
  readonly name: string;
  readonly formula: ChannelFormula;
  /** Code that processes channel by channel. */
  readonly general: Callable;
}

function writeRow({ m, type }: Override, { name, formula, general }: WideRow): FunctionBuilder {
  const numbers = [...formula.rows.map(beginOf), "places", "channels"];
  const names = [...formula.rows, ...formula.channels, ...numbers];
  const f = m.func(name, { params: names.map((one) => [one, "i32"] as const), export: false });
  const shift = type === "f64" ? 3 : 2;
  f.get(f.param("channels")).i32(1).op("i32.and");
  f.if(() => {
    for (const one of names) f.get(f.param(one));
    f.call(general).return();
  });
  const rows = new Map(formula.rows.map((row) => [row, f.local("i32", `place of ${row}`)]));
  for (const [row, at] of rows) {
    f.get(f.param(row)).get(f.param(beginOf(row)));
    f.i32(shift).op("i32.shl").op("i32.add").set(at);
  }
  const [place, channel] = [f.local("i32", "place"), f.local("i32", "channel")];
  const bytes = f.local("i32", "bytes");
  f.get(f.param("channels")).i32(3).op("i32.shl").set(bytes);
  f.count({ index: place, limit: f.param("places"), step: 1 }, () => {
    f.i32(0).set(channel);
    f.count({ index: channel, limit: bytes, step: 16 }, () => {
      writeStores(f, { formula, rows, channel, isDouble: type === "f64" });
      for (const at of rows.values())
        f.get(at)
          .i32(2 << shift)
          .op("i32.add")
          .set(at);
    });
  });
  return f;
}

interface Writing {
  readonly formula: ChannelFormula;
  /** Addresses of two numbers of each row. */
  readonly rows: ReadonlyMap<string, Local>;
  /** Byte offset from the first channel. */
  readonly channel: Local;
  readonly isDouble: boolean;
}

/** Write the stores for two channels. */
function writeStores(f: FunctionBuilder, { formula, rows, channel, isDouble }: Writing): void {
  type Push = () => void;
  const both =
    (name: "add" | "sub" | "mul") =>
    (left: Push, right: Push): Push => {
      return () => {
        left();
        right();
        f.op(`f64x2.${name}`);
      };
    };
  const address = (of: string): void => {
    const at = rows.get(of);
    if (at !== undefined) f.get(at);
    else f.get(f.param(of)).get(channel).op("i32.add");
  };
  const operations: ChannelOperations<Push> = {
    add: both("add"),
    sub: both("sub"),
    mul: both("mul"),
    row: (row) => () => {
      address(row);
      if (isDouble) f.op("v128.load", { offset: 0 });
      else f.op("v128.load64_zero", { offset: 0 }).op("f64x2.promote_low_f32x4");
    },
    of: (one) => () => {
      address(one);
      f.op("v128.load", { offset: 0 });
    },
  };
  for (const [to, value] of formula.stores(operations)) {
    address(to);
    value();
    if (isDouble || !rows.has(to)) f.op("v128.store", { offset: 0 });
    else f.op("f32x4.demote_f64x2_zero").op("v128.store64_lane", 0, { offset: 0 });
  }
}
