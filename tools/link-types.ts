import {
  createFileRegistry,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescOneof,
  fromBinary,
  ScalarType,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

/** Generate types for the messages of each file of a descriptor set, and descriptions of their fields. */
export function linkTypes(descriptors: Uint8Array): ReadonlyMap<string, string> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
  return new Map([...registry.files].map((file) => [file.name, textOf(file)]));
}

function textOf(file: DescFile): string {
  const parts = file.messages.flatMap((message) => [typeOf(message), formOf(message)]);
  return [importsOf(file), ...parts].join("\n");
}

/** Import the types of messages from the files that define them. */
function importsOf(file: DescFile): string {
  const names = new Map([["../wire/message-form.ts", new Set(["type MessageForm"])]]);
  const fields = file.messages.flatMap((message) => message.fields);
  for (const { message } of fields) {
    if (message === undefined || message.file === file) continue;
    const from = `./${message.file.name}.ts`;
    const taken = names.get(from) ?? new Set();
    names.set(from, taken.add(`type ${message.name}`).add(formName(message.name)));
  }
  const bare = (name: string): string => name.replace(/^type /, "");
  const lines = [...names].sort().map(([from, taken]) => {
    const sorted = [...taken].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
    const isOfTypes = sorted.every((name) => bare(name) !== name);
    const list = (isOfTypes ? sorted.map(bare) : sorted).join(", ");
    return `import ${isOfTypes ? "type " : ""}{ ${list} } from "${from}";\n`;
  });
  return lines.join("");
}

/** Write the comment of a message or a field in the specification. */
function about(described: DescMessage | DescField, indent: string): string {
  const ofMessage = (one: DescMessage): number[] => [4, one.file.messages.indexOf(one)];
  const path =
    described.kind === "message"
      ? ofMessage(described)
      : [...ofMessage(described.parent), 2, described.parent.fields.indexOf(described)];
  const { file } = described.kind === "message" ? described : described.parent;
  const locations = file.proto.sourceCodeInfo?.location ?? [];
  const found = locations.find((one) => one.path.join() === path.join());
  return comment(found?.leadingComments, indent);
}

function typeOf(message: DescMessage): string {
  const name = message.name;
  if (message.members.length === 0) {
    return `${about(message, "")}export type ${name} = { readonly [name: string]: never };\n`;
  }
  // An optional field is a choice of its own in the descriptor.
  const members = message.members.map((one) => (one.kind === "oneof" ? choice(one) : member(one)));
  return `${about(message, "")}export interface ${name} {\n${members.join("")}}\n`;
}

function member(field: DescField): string {
  const mark = isOptional(field) ? ["?", " | undefined"] : ["", ""];
  return `${about(field, "  ")}  readonly ${field.localName}${mark[0]}: ${fieldType(field)}${mark[1]};\n`;
}

function choice({ localName, fields }: DescOneof): string {
  const cases = fields.map((field) => {
    return `${about(field, "    ")}    | { readonly case: "${field.localName}"; readonly value: ${fieldType(field)} }\n`;
  });
  const none = "    | { readonly case: undefined; readonly value?: undefined };\n";
  return `  readonly ${localName}:\n${cases.join("")}${none}`;
}

const scalarTypes: Partial<Record<ScalarType, readonly [kind: string, type: string]>> = {
  [ScalarType.DOUBLE]: ["double", "number"],
  [ScalarType.UINT32]: ["uint32", "number"],
  [ScalarType.UINT64]: ["uint64", "bigint"],
  [ScalarType.BOOL]: ["bool", "boolean"],
  [ScalarType.STRING]: ["string", "string"],
  [ScalarType.BYTES]: ["bytes", "Uint8Array"],
};

function scalarType(field: DescField): readonly [kind: string, type: string] {
  const found = field.scalar === undefined ? undefined : scalarTypes[field.scalar];
  const isKnown = field.fieldKind !== "map" || field.mapKey === ScalarType.STRING;
  if (found === undefined || !isKnown) throw new Error(`${field}: the link reads no such field.`);
  return found;
}

function fieldType(field: DescField): string {
  const own = field.message?.name ?? scalarType(field)[1];
  if (field.fieldKind === "map") return `{ readonly [name: string]: ${own} }`;
  return field.fieldKind === "list" ? `readonly ${own}[]` : own;
}

function formOf({ name, fields }: DescMessage): string {
  const ordered = [...fields].sort((a, b) => a.number - b.number);
  const lines = ordered.map((field) => `    ${formOfField(field)},\n`).join("");
  const list = lines === "" ? "[]" : `[\n${lines}  ]`;
  const form = `{\n  name: "${name}",\n  fields: ${list},\n}`;
  return `/** Fields of \`${name}\`. */\nexport const ${formName(name)}: MessageForm<${name}> = ${form};\n`;
}

function formOfField(field: DescField): string {
  const isPacked = field.fieldKind === "list" && field.listKind === "scalar" && field.packed;
  const plain =
    field.message === undefined ? `"${scalarType(field)[0]}${isPacked ? "s" : ""}"` : "";
  const kind = field.message === undefined ? plain : `() => ${formName(field.message.name)}`;
  const parts = [`number: ${field.number}`, `name: "${field.localName}"`, `kind: ${kind}`];
  if (field.oneof !== undefined) parts.push(`oneof: "${field.oneof.localName}"`);
  else if (field.fieldKind === "map") parts.push('shape: "map"');
  else if (field.fieldKind === "list" && !isPacked) parts.push('shape: "list"');
  else if (field.message === undefined && isOptional(field)) parts.push('shape: "optional"');
  return `{ ${parts.join(", ")} }`;
}

function formName(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}Form`;
}

/** Whether a field is optional: if it is declared so, and always for messages. */
function isOptional(field: DescField): boolean {
  const isOne = field.fieldKind === "message" || field.fieldKind === "scalar";
  return isOne && field.presence === FeatureSet_FieldPresence.EXPLICIT;
}

function comment(text: string | undefined, indent: string): string {
  const lines = text === undefined || text.trim() === "" ? [] : text.trim().split("\n");
  if (lines.length === 0) return "";
  const [first = ""] = lines;
  if (lines.length === 1) return `${indent}/** ${first.trim()} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line.trim()}\n`).join("")}${indent} */\n`;
}
