import { isNode, type Node, type Source, textOf } from "./syntax.ts";

/** Maximum number of characters of a signature in a table; longer types are shortened. */
const LONGEST = 160;

/** Write the signature of a declaration on one line: parameters and result, fields of a type, type of a constant. */
export function signatureOf(source: Source, declared: Node, name: string): string {
  const write = writers[declared.type];
  return write === undefined ? "" : write(source, declared, name);
}

const writers: Readonly<Record<string, (source: Source, node: Node, name: string) => string>> = {
  FunctionDeclaration: callText,
  TSDeclareFunction: callText,
  TSInterfaceDeclaration: interfaceText,
  TSTypeAliasDeclaration: aliasText,
  VariableDeclaration: constantText,
};

/** `(series: SpikeSeries, options?: WindowOptions) => number`. */
function callText(source: Source, node: Node): string {
  const given = parametersOf(node).map((one) => parameterText(source, one));
  const generics = sliceOf(source, node["typeParameters"]);
  const result = typeText(source, node["returnType"]);
  const call = (parameters: readonly string[]): string =>
    `${generics}(${parameters.join(", ")})${result === "" ? "" : ` => ${result}`}`;
  const whole = call(given);
  if (whole.length <= LONGEST) return whole;
  return call(given.map((text) => text.replace(/\{.*\}/, "{ … }")));
}

function parametersOf(node: Node): readonly Node[] {
  const given = node["params"];
  return Array.isArray(given) ? given.filter(isNode) : [];
}

/** A parameter by name and type; a pattern is named after its type. */
function parameterText(source: Source, parameter: Node): string {
  if (parameter.type === "RestElement") {
    return `...${textOf(parameter["argument"]) ?? "rest"}: ${typeText(source, parameter["typeAnnotation"])}`;
  }
  const isDefault = parameter.type === "AssignmentPattern";
  const bound = isDefault ? (parameter["left"] as Node) : parameter;
  const type = typeText(source, bound["typeAnnotation"]);
  const name = textOf(bound) ?? nameFor(type);
  const isOptional = isDefault || bound["optional"] === true;
  return `${name}${isOptional ? "?" : ""}${type === "" ? "" : `: ${type}`}`;
}

/** `window` for `Window`; `options` for every type of options and for types without a name. */
function nameFor(type: string): string {
  const word = /^[A-Z]\w*$/.exec(type)?.[0] ?? "Options";
  return word.endsWith("Options") ? "options" : `${word[0]?.toLowerCase()}${word.slice(1)}`;
}

/** Names of the fields, after the interfaces that they extend: `WindowOptions & { bin }`. */
function interfaceText(source: Source, node: Node): string {
  const body = isNode(node["body"]) ? node["body"]["body"] : [];
  const fields = Array.isArray(body)
    ? body.filter(isNode).map((one) => fieldText(source, one))
    : [];
  const bases = Array.isArray(node["extends"])
    ? node["extends"].filter(isNode).map((one) => sliceOf(source, one))
    : [];
  const own = fields.length === 0 ? [] : [shortened(fields)];
  return [...bases, ...own].join(" & ") || "{}";
}

/** The name of a field with a question mark if it is optional; a method has parentheses. */
function fieldText(source: Source, field: Node): string {
  const name = textOf(field["key"]);
  if (name === undefined)
    return field.type === "TSIndexSignature" ? "[name]" : sliceOf(source, field);
  const mark = field["optional"] === true ? "?" : "";
  return field.type === "TSMethodSignature" ? `${name}${mark}()` : `${name}${mark}`;
}

/** As many fields as fit. */
function shortened(fields: readonly string[]): string {
  const kept = [...fields];
  const text = (): string =>
    `{ ${[...kept, ...(kept.length < fields.length ? ["…"] : [])].join(", ")} }`;
  while (kept.length > 1 && text().length > LONGEST) kept.pop();
  return text();
}

function aliasText(source: Source, node: Node): string {
  const text = sliceOf(source, node["typeAnnotation"]);
  return text.length <= LONGEST ? text : "";
}

/** The type that a constant declares, or the call of an arrow function. */
function constantText(source: Source, node: Node, name: string): string {
  const declarators = Array.isArray(node["declarations"])
    ? node["declarations"].filter(isNode)
    : [];
  const one = declarators.find(({ id }) => textOf(id) === name);
  if (one === undefined) return "";
  const type = isNode(one["id"]) ? typeText(source, one["id"]["typeAnnotation"]) : "";
  if (type !== "") return type.length <= LONGEST ? type : "";
  const init = one["init"];
  return isNode(init) && init.type === "ArrowFunctionExpression" ? callText(source, init) : "";
}

/** The type behind the colon of an annotation. */
function typeText(source: Source, annotation: unknown): string {
  if (!isNode(annotation)) return "";
  return sliceOf(source, annotation["typeAnnotation"] ?? annotation);
}

/** The text of a node on one line, without comments. */
function sliceOf({ text }: Source, node: unknown): string {
  if (!isNode(node)) return "";
  return text
    .slice(node.start, node.end)
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")
    .replaceAll(/\breadonly /g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([([<]) /g, "$1")
    .replaceAll(/,? ([)\]>])/g, (match, end: string) => (match === " >" ? match : end))
    .replaceAll(/; \}/g, " }")
    .replace(/^\| /, "")
    .trim();
}
