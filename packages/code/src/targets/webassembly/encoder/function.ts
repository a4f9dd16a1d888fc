import { WASM_STRUCTURE } from "../../../errors.ts";
import { type ByteWriter, byteWriter } from "./bytes.ts";
import { type ConstantShape, constantKey, shapeTypes, writeConstant } from "./constants.ts";
import { type ImmediateArguments, writeImmediate } from "./immediates.ts";
import { type Immediates, instructions, type OpName } from "./instructions.ts";
import { type TypeStack, typeStack } from "./stack.ts";
import { type Signature, typeCodes, type ValueType } from "./types.ts";

/** A parameter or local variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
  readonly name: string;
}

/** A global variable of a module. */
export interface Global {
  readonly index: number;
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** A function that can be called: imported or built. */
export interface Callable {
  readonly index: number;
  readonly name: string;
  readonly signature: Signature;
}

/** Target of a branch: the end of a block or of an if, the start of a loop. */
export interface Label {
  readonly depth: number;
  readonly types: readonly ValueType[];
}

/**
 * Writes one function as a stack machine; every method returns the builder.
 *
 * The operand types are checked while the code is written; an error throws `SL_WASM_STACK`.
 */
export interface FunctionBuilder extends Callable {
  /** Return the parameter with this name. */
  param(name: string): Local;
  /** Create a local variable, initially zero. */
  local(type: ValueType, name?: string): Local;
  /**
   * Return a local that holds a constant from the function's entry on, created once per value.
   *
   * Vectors hold the value in all lanes. Constants inside hot loops must be created this way: engines rebuild an inline
   * `v128.const` in each iteration, which costs five times as much as the arithmetic.
   */
  constant(shape: ConstantShape, value: number | bigint): Local;
  /** Push a constant, splatted for vectors; for rarely executed code. */
  inlineConstant(shape: ConstantShape, value: number | bigint): FunctionBuilder;
  /** Write code at the function's entry instead of here, for loop-invariant values. */
  atEntry(body: () => void): FunctionBuilder;

  op<Name extends OpName>(name: Name, ...immediates: Immediates<Name>): FunctionBuilder;
  i32(value: number): FunctionBuilder;
  i64(value: bigint): FunctionBuilder;
  f32(value: number): FunctionBuilder;
  f64(value: number): FunctionBuilder;
  /** Push 16 bytes verbatim; in loops, use `constant` instead. */
  v128(bytes: Uint8Array): FunctionBuilder;
  get(variable: Local): FunctionBuilder;
  set(variable: Local): FunctionBuilder;
  tee(variable: Local): FunctionBuilder;
  getGlobal(variable: Global): FunctionBuilder;
  setGlobal(variable: Global): FunctionBuilder;
  drop(): FunctionBuilder;
  /** Pop (a, b, condition) and push a if the condition is not zero, else b. */
  select(): FunctionBuilder;

  block(body: (end: Label) => void, result?: ValueType): FunctionBuilder;
  loop(body: (start: Label) => void, result?: ValueType): FunctionBuilder;
  /** Pop a condition from the stack. With a result, both branches are required. */
  if(
    then: (end: Label) => void,
    otherwise?: (end: Label) => void,
    result?: ValueType,
  ): FunctionBuilder;
  br(label: Label): FunctionBuilder;
  brIf(label: Label): FunctionBuilder;
  return(): FunctionBuilder;
  call(callee: Callable): FunctionBuilder;
  /** While `index` < `limit` (unsigned), run the body and add `step` to `index`. */
  count(
    range: { readonly index: Local; readonly limit: Local; readonly step: number },
    body: (next: Label) => void,
  ): FunctionBuilder;
}

/** A builder and the data that the module needs to write the function. */
export interface FunctionCode {
  readonly builder: FunctionBuilder;
  readonly locals: readonly Local[];
  /** Return the instructions: those of constants, those of the entry, then the others. */
  body(): Uint8Array;
  /** Close the body and write locals, entry code and body, without the size. */
  writeTo(out: ByteWriter): void;
}

/** Name, parameters and results of a function. */
export interface FunctionShape {
  readonly index: number;
  readonly name: string;
  readonly params: readonly (readonly [name: string, type: ValueType])[];
  readonly results: readonly ValueType[];
}

interface State {
  readonly shape: FunctionShape;
  readonly stack: TypeStack;
  readonly locals: Local[];
  readonly constants: Map<ConstantShape, Map<number | bigint | "-0", Local>>;
  readonly constantCode: ByteWriter;
  readonly entryCode: ByteWriter;
  readonly body: ByteWriter;
  out: ByteWriter;
  depth: number;
}

/** Start a function of a module. */
export function functionCode(shape: FunctionShape): FunctionCode {
  const body = byteWriter(512);
  const state: State = {
    shape,
    stack: typeStack(shape.name),
    locals: shape.params.map(([name, type], index) => ({ index, name, type })),
    constants: new Map(),
    constantCode: byteWriter(64),
    entryCode: byteWriter(64),
    body,
    out: body,
    depth: 0,
  };
  const builder: FunctionBuilder = {
    index: shape.index,
    name: shape.name,
    signature: { params: shape.params.map(([, type]) => type), results: shape.results },
    ...variables(state, () => builder),
    ...operations(state, () => builder),
    ...control(state, () => builder),
  };
  return {
    builder,
    locals: state.locals,
    body() {
      const all = byteWriter();
      for (const part of [state.constantCode, state.entryCode, state.body]) all.append(part);
      return all.view();
    },
    writeTo: (out) => finish(state, out),
  };
}

type Self = () => FunctionBuilder;

function variables(
  state: State,
  self: Self,
): Pick<
  FunctionBuilder,
  "param" | "local" | "constant" | "atEntry" | "get" | "set" | "tee" | "getGlobal" | "setGlobal"
> {
  const { shape, stack, locals } = state;
  const variable = (code: number, index: number): FunctionBuilder => {
    state.out.u8(code);
    state.out.u32(index);
    return self();
  };
  const known = (local: Local): void => {
    if (locals[local.index] === local) return;
    fail(shape, `The local "${local.name}" belongs to another function.`);
  };
  const makeLocal = (type: ValueType, name = `local${locals.length}`): Local => {
    const local: Local = { index: locals.length, type, name };
    locals.push(local);
    return local;
  };
  return {
    param(name) {
      const index = shape.params.findIndex(([known]) => known === name);
      return locals[index] ?? fail(shape, `There is no parameter "${name}".`);
    },
    local: makeLocal,
    constant(constantShape, value) {
      const same = state.constants.get(constantShape) ?? new Map<number | bigint | "-0", Local>();
      state.constants.set(constantShape, same);
      const key = constantKey(constantShape, value);
      const known = same.get(key);
      if (known !== undefined) return known;
      const local = makeLocal(shapeTypes[constantShape], `constant${locals.length}`);
      writeConstant(state.constantCode, constantShape, value);
      state.constantCode.u8(0x21);
      state.constantCode.u32(local.index);
      same.set(key, local);
      return local;
    },
    atEntry(body) {
      const { out, depth } = state;
      state.out = state.entryCode;
      state.depth = 0;
      stack.open();
      body();
      stack.close([], "end of entry code");
      state.out = out;
      state.depth = depth;
      return self();
    },
    get(local) {
      known(local);
      stack.push(local.type);
      return variable(0x20, local.index);
    },
    set(local) {
      known(local);
      stack.pop(local.type, "local.set");
      return variable(0x21, local.index);
    },
    tee(local) {
      known(local);
      stack.pop(local.type, "local.tee");
      stack.push(local.type);
      return variable(0x22, local.index);
    },
    getGlobal(global) {
      stack.push(global.type);
      return variable(0x23, global.index);
    },
    setGlobal(global) {
      if (!global.mutable) fail(shape, "A constant global is assigned.");
      stack.pop(global.type, "global.set");
      return variable(0x24, global.index);
    },
  };
}

function operations(
  state: State,
  self: Self,
): Pick<
  FunctionBuilder,
  "op" | "inlineConstant" | "i32" | "i64" | "f32" | "f64" | "v128" | "drop" | "select"
> {
  const { stack } = state;
  const constant = (shape: ConstantShape, value: number | bigint): FunctionBuilder => {
    writeConstant(state.out, shape, value);
    stack.push(shapeTypes[shape]);
    return self();
  };
  return {
    op(name, ...immediates) {
      const instruction = instructions.get(name);
      if (instruction === undefined) {
        return fail(state.shape, `There is no instruction "${name}".`);
      }
      const { prefix, code, operands, results, immediate } = instruction;
      for (let i = operands.length - 1; i >= 0; i--) stack.pop(operands[i], name);
      for (const type of results) stack.push(type);
      if (prefix === 0) state.out.u8(code);
      else {
        state.out.u8(prefix);
        state.out.u32(code);
      }
      if (immediate !== "none") {
        writeImmediate[immediate](state.out, instruction, immediates as ImmediateArguments);
      }
      return self();
    },
    inlineConstant: constant,
    i32: (value) => constant("i32", value),
    i64: (value) => constant("i64", value),
    f32: (value) => constant("f32", value),
    f64: (value) => constant("f64", value),
    v128(bytes) {
      if (bytes.length !== 16) fail(state.shape, `A v128 has 16 bytes, not ${bytes.length}.`);
      state.out.u8(0xfd);
      state.out.u8(0x0c);
      state.out.bytes(bytes);
      stack.push("v128");
      return self();
    },
    drop() {
      stack.pop(undefined, "drop");
      state.out.u8(0x1a);
      return self();
    },
    select() {
      stack.pop("i32", "select");
      const type = stack.pop(undefined, "select");
      const result = stack.pop(type, "select") ?? type;
      if (result !== undefined) stack.push(result);
      state.out.u8(0x1b);
      return self();
    },
  };
}

function control(
  state: State,
  self: Self,
): Pick<FunctionBuilder, "block" | "loop" | "if" | "br" | "brIf" | "return" | "call" | "count"> {
  const { stack, shape } = state;
  const typed = (result: ValueType | undefined): readonly ValueType[] =>
    result === undefined ? [] : [result];
  const open = (code: number, result: ValueType | undefined): void => {
    state.out.u8(code);
    state.out.u8(result === undefined ? 0x40 : typeCodes[result]);
    stack.open();
    state.depth++;
  };
  const close = (results: readonly ValueType[], by: string): void => {
    stack.close(results, by);
    for (const type of results) stack.push(type);
    state.out.u8(0x0b);
    state.depth--;
  };
  const popAll = (types: readonly ValueType[], by: string): void => {
    for (let i = types.length - 1; i >= 0; i--) stack.pop(types[i], by);
  };
  const branch = (code: number, { depth, types }: Label, by: string): void => {
    if (depth > state.depth) fail(shape, "A branch targets a block that has ended.");
    popAll(types, by);
    state.out.u8(code);
    state.out.u32(state.depth - depth);
  };
  return {
    block(body, result) {
      open(0x02, result);
      body({ depth: state.depth, types: typed(result) });
      close(typed(result), "end of block");
      return self();
    },
    loop(body, result) {
      open(0x03, result);
      body({ depth: state.depth, types: [] });
      close(typed(result), "end of loop");
      return self();
    },
    if(then, otherwise, result) {
      stack.pop("i32", "if");
      open(0x04, result);
      const label: Label = { depth: state.depth, types: typed(result) };
      then(label);
      if (otherwise !== undefined) {
        stack.close(typed(result), "else");
        stack.open();
        state.out.u8(0x05);
        otherwise(label);
      } else if (result !== undefined) fail(shape, "An if with a result has no else.");
      close(typed(result), "end of if");
      return self();
    },
    br(label) {
      branch(0x0c, label, "br");
      stack.kill();
      return self();
    },
    brIf(label) {
      stack.pop("i32", "br_if");
      branch(0x0d, label, "br_if");
      for (const type of label.types) stack.push(type);
      return self();
    },
    return() {
      popAll(shape.results, "return");
      stack.kill();
      state.out.u8(0x0f);
      return self();
    },
    call({ index, name, signature }) {
      popAll(signature.params, `call ${name}`);
      for (const type of signature.results) stack.push(type);
      state.out.u8(0x10);
      state.out.u32(index);
      return self();
    },
    count({ index, limit, step }, body) {
      const f = self();
      return f.block((end) => {
        f.get(index).get(limit).op("i32.ge_u").brIf(end);
        f.loop((start) => {
          f.block(body);
          f.get(index).i32(step).op("i32.add").tee(index).get(limit).op("i32.lt_u").brIf(start);
        });
      });
    },
  };
}

function finish(state: State, out: ByteWriter): void {
  const { shape, stack, locals } = state;
  if (state.depth !== 0) fail(shape, `${state.depth} blocks are still open.`);
  stack.close(shape.results, "end of function");
  const declared = locals.slice(shape.params.length);
  const runs: [count: number, type: ValueType][] = [];
  for (const { type } of declared) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === type) last[0]++;
    else runs.push([1, type]);
  }
  out.u32(runs.length);
  for (const [count, type] of runs) {
    out.u32(count);
    out.u8(typeCodes[type]);
  }
  out.append(state.constantCode);
  out.append(state.entryCode);
  out.append(state.body);
  out.u8(0x0b);
}

function fail(shape: FunctionShape, message: string): never {
  throw WASM_STRUCTURE({ place: `function ${shape.name}`, message });
}
