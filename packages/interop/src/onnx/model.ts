import { double, float, inner, many, one, readMessage, text, whole } from "./messages.ts";

/** A name and its value. */
interface TextPair {
  key: string;
  value: string;
}

/** Numbers of a model: raw bytes, a list, or in another file. */
export interface ModelTensor {
  name: string;
  readonly shape: number[];
  type: number;
  raw: Uint8Array | undefined;
  readonly floats: number[];
  readonly wholes: number[];
  /** Location in another file. */
  readonly elsewhere: TextPair[];
  /** 1 if in another file. */
  location: number;
}

/** An attribute of an operator. */
export interface Attribute {
  name: string;
  number: number;
  whole: number;
  text: string;
  tensor: ModelTensor | undefined;
  readonly numbers: number[];
  readonly wholes: number[];
}

/** One operator of a graph. */
export interface GraphNode {
  readonly inputs: string[];
  readonly outputs: string[];
  name: string;
  operator: string;
  domain: string;
  readonly attributes: Attribute[];
}

/** Input or output of a graph; undefined lengths are unknown, an undefined shape is not stated. */
export interface GraphValue {
  name: string;
  shape: (number | undefined)[] | undefined;
}

/** The supported parts of an ONNX model. */
export interface Model {
  /** Versions of operator sets, by domain. */
  readonly sets: { domain: string; version: number }[];
  readonly nodes: GraphNode[];
  readonly tensors: ModelTensor[];
  readonly inputs: GraphValue[];
  readonly outputs: GraphValue[];
}

/** Read a model (ONNX IR, onnx.proto3 of version 1.23). */
export function readModel(file: Uint8Array): Model {
  const model: Model = { sets: [], nodes: [], tensors: [], inputs: [], outputs: [] };
  const set = (message: Uint8Array): Model["sets"][number] =>
    readMessage(
      message,
      { domain: "", version: 0 },
      { 1: one("domain", text), 2: one("version", whole) },
    );
  const graph = (message: Uint8Array): Model =>
    readMessage(message, model, {
      1: many(({ nodes }) => nodes, inner(readNode)),
      5: many(({ tensors }) => tensors, inner(readModelTensor)),
      11: many(({ inputs }) => inputs, inner(readValue)),
      12: many(({ outputs }) => outputs, inner(readValue)),
    });
  return readMessage(file, model, {
    7: { wire: 2, read: (_, reader) => void graph(reader.bytes()) },
    8: many(({ sets }) => sets, inner(set)),
  });
}

/** Return whether this domain is that of the standard operators. */
export function isStandard(domain: string): boolean {
  return domain === "" || domain === "ai.onnx";
}

function readNode(message: Uint8Array): GraphNode {
  const empty: GraphNode = {
    inputs: [],
    outputs: [],
    attributes: [],
    name: "",
    operator: "",
    domain: "",
  };
  return readMessage(message, empty, {
    1: many(({ inputs }) => inputs, text),
    2: many(({ outputs }) => outputs, text),
    3: one("name", text),
    4: one("operator", text),
    5: many(({ attributes }) => attributes, inner(readAttribute)),
    7: one("domain", text),
  });
}

function readAttribute(message: Uint8Array): Attribute {
  const empty: Attribute = {
    name: "",
    number: 0,
    whole: 0,
    text: "",
    tensor: undefined,
    numbers: [],
    wholes: [],
  };
  return readMessage(message, empty, {
    1: one("name", text),
    2: one("number", float),
    3: one("whole", whole),
    4: one("text", text),
    5: one("tensor", inner<ModelTensor | undefined>(readModelTensor)),
    7: many(({ numbers }) => numbers, float),
    8: many(({ wholes }) => wholes, whole),
  });
}

function readModelTensor(message: Uint8Array): ModelTensor {
  const empty: ModelTensor = {
    name: "",
    shape: [],
    type: 0,
    raw: undefined,
    floats: [],
    wholes: [],
    elsewhere: [],
    location: 0,
  };
  const pair = (entry: Uint8Array): TextPair =>
    readMessage(entry, { key: "", value: "" }, { 1: one("key", text), 2: one("value", text) });
  return readMessage(message, empty, {
    1: many(({ shape }) => shape, whole),
    2: one("type", whole),
    4: many(({ floats }) => floats, float),
    5: many(({ wholes }) => wholes, whole),
    7: many(({ wholes }) => wholes, whole),
    8: one("name", text),
    9: one(
      "raw",
      inner<Uint8Array | undefined>((raw) => raw),
    ),
    10: many(({ floats }) => floats, double),
    11: many(({ wholes }) => wholes, whole),
    13: many(({ elsewhere }) => elsewhere, inner(pair)),
    14: one("location", whole),
  });
}

/** Read the name and tensor shape of a value, axis by axis. */
function readValue(message: Uint8Array): GraphValue {
  const empty: GraphValue = { name: "", shape: undefined };
  const shapeOf = (type: Uint8Array): GraphValue["shape"] =>
    readMessage<{ shape: GraphValue["shape"] }>(
      type,
      { shape: undefined },
      { 1: one("shape", inner(shapeOfTensor)) },
    ).shape;
  return readMessage(message, empty, { 1: one("name", text), 2: one("shape", inner(shapeOf)) });
}

function shapeOfTensor(type: Uint8Array): GraphValue["shape"] {
  const lengths = (shape: Uint8Array): (number | undefined)[] => {
    const list: (number | undefined)[] = [];
    return readMessage(shape, list, { 1: many((all) => all, inner(readLength)) });
  };
  return readMessage<{ shape: GraphValue["shape"] }>(
    type,
    { shape: undefined },
    { 2: one("shape", inner(lengths)) },
  ).shape;
}

function readLength(dimension: Uint8Array): number | undefined {
  const { length } = readMessage(dimension, { length: 0 }, { 1: one("length", whole) });
  // Exporters write 0 or a negative number for an unknown length.
  return length > 0 ? length : undefined;
}
