import {
  type Dimension,
  dimensionless,
  formatDimension,
  powerDimension,
  sameDimension,
} from "@spikeloom/units";
import {
  type ArgumentRule,
  builtinFunctions,
  type FunctionSignature,
  findFunction,
} from "./builtin-functions.ts";
import { timeDimension } from "./builtin-names.ts";
import { booleanMismatch, dimensionMismatch, functionArity, functionUnknown } from "./errors.ts";
import { faultAt } from "./errors-at.ts";
import type { CallExpression, Expression } from "./expression.ts";
import { suggestFactor } from "./suggest-factor.ts";
import { type Checker, nearestName, type ValueType } from "./value-type.ts";

type CallChecker = Checker & { readonly infer: (part: Expression) => ValueType };

/** Check the arguments of a call and return the type of its result. */
export function dimensionOfCall(e: CallExpression, checker: CallChecker): ValueType {
  const signature = signatureOf(e, checker);
  const types = e.args.map(checker.infer);
  const same = types.find((type) => !type.any)?.dimension ?? dimensionless;
  for (const [k, rule] of signature.arguments.entries()) {
    const [arg, type] = [e.args[k], types[k]];
    if (arg !== undefined && type !== undefined)
      checkArgument([e, k, arg], { rule, type, same, checker });
  }
  const isAny = signature.result === "argument" && types.every((type) => type.any);
  return { dimension: resultOf(signature, same), boolean: false, any: isAny && types.length > 0 };
}

const timedArray =
  "SpikeLoom writes values over time, Brian2's TimedArray, as a stimulus: declare an input, " +
  'and drive it by a stimulus "steps" or "time-array".';

/** Test whether a call looks like a TimedArray of Brian2: `stimulus(t)`, `rates(t, i)`. */
function isTimedArray({ name, args }: CallExpression): boolean {
  const [time, index, ...others] = args.map((one) => (one.kind === "name" ? one.name : undefined));
  const isCalled = time === "t" && (index === undefined || index === "i") && others.length === 0;
  return name === "TimedArray" || (isCalled && args.length <= 2);
}

function signatureOf(e: CallExpression, { context }: Checker): FunctionSignature {
  const extra = context.functions ?? {};
  const signature = Object.hasOwn(extra, e.name) ? extra[e.name] : findFunction(e.name);
  if (signature === undefined) {
    const near = nearestName(e.name, [...Object.keys(builtinFunctions), ...Object.keys(extra)]);
    const meant = near === undefined ? [] : [`Did you mean ${near}?`];
    const advice = isTimedArray(e) ? [...meant, timedArray] : meant;
    throw faultAt(functionUnknown, [e, context], {
      message: `There is no function "${e.name}".`,
      next: advice.length === 0 ? "Use a built-in function." : advice.join(" "),
    });
  }
  const wanted = signature.arguments.length;
  if (wanted === e.args.length) return signature;
  throw faultAt(functionArity, [e, context], {
    message: `"${e.name}" is called with the wrong number of arguments.`,
    expected: wanted === 1 ? "1 argument" : `${wanted} arguments`,
    got: String(e.args.length),
    next: `It returns the ${signature.about}.`,
  });
}

interface ArgumentCheck {
  readonly rule: ArgumentRule;
  readonly type: ValueType;
  readonly same: Dimension;
  readonly checker: Checker;
}

function checkArgument(
  [e, index, arg]: readonly [CallExpression, number, Expression],
  { rule, type, same, checker }: ArgumentCheck,
): void {
  if (type.boolean) {
    if (rule === "number or boolean") return;
    throw faultAt(booleanMismatch, [arg, checker.context], {
      message: `Argument ${index + 1} of "${e.name}" must be a number.`,
      expected: "a number",
      got: "a condition",
      next: "Write int(...) around it for 1 or 0.",
    });
  }
  // The first argument is subject to "same" as well: a literal 0 there takes the dimension of the others.
  const joins = rule === "any" && e.args.length > 1;
  const wanted =
    rule === "same" || joins ? same : rule === "any" ? type.dimension : ruleDimension(rule);
  if (type.any || sameDimension(type.dimension, wanted)) return;
  throw faultAt(dimensionMismatch, [arg, checker.context], {
    message: `Argument ${index + 1} of "${e.name}" has the wrong dimension.`,
    expected: formatDimension(wanted),
    got: formatDimension(type.dimension),
    next:
      suggestFactor({ term: arg, has: type.dimension, needs: wanted }, checker) ??
      "Divide it by a quantity so that the dimensions match.",
  });
}

function ruleDimension(rule: ArgumentRule): Dimension {
  return rule === "time" ? timeDimension : dimensionless;
}

function resultOf(signature: FunctionSignature, argument: Dimension): Dimension {
  if (signature.result === "dimensionless") return dimensionless;
  return signature.result === "argument" ? argument : powerDimension(argument, 0.5);
}
