export { type AffineForm, affineIn } from "./affine.ts";
export { bounds } from "./bounds.ts";
export {
  type ArgumentRule,
  builtinFunctions,
  type FunctionSignature,
  findFunction,
  type ResultRule,
} from "./builtin-functions.ts";
export { constants, isNoise, noiseDimension, stepNames, timeDimension } from "./builtin-names.ts";
export { children, mapChildren, sameExpression } from "./children.ts";
export { type ColumnCode, type Columns, compileColumns } from "./compile-columns.ts";
export { type Code, type CodeContext, compileExpression } from "./compile-expression.ts";
export { type ConditionallyLinear, conditionallyLinear } from "./conditionally-linear.ts";
export { differentiate } from "./differentiate.ts";
export { checkBoolean, dimensionOf, requireBoolean, requireDimension } from "./dimensions.ts";
export type {
  DifferentialEquation,
  Equation,
  EquationKind,
  EquationUnit,
  ParameterEquation,
  Subexpression,
} from "./equation.ts";
export { equationFlags, type FlagRule } from "./equation-flags.ts";
export { findEquationUnit, inlineUnits } from "./equation-units.ts";
export type { SourceContext } from "./errors-at.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export { evaluateQuantity, type QuantityContext, type QuantityValue } from "./evaluate-quantity.ts";
export { exactPower, knownExponent } from "./exact-power.ts";
export type { BinaryKind, Expression, ExpressionKind } from "./expression.ts";
export { formatExpression } from "./format-expression.ts";
export type { FunctionTable } from "./function-table.ts";
export { builtinMeaning, type EquationContext, reservedMeaning } from "./identifiers.ts";
export { type LinearBlocks, linearBlocks, linearSystems, mostSolved } from "./linear-blocks.ts";
export { type Equations, type LinearSystem, linearSystem, numericSystem } from "./linear-system.ts";
export { matrixExponential } from "./matrix-exponential.ts";
export { checkModelInFull } from "./model/check.ts";
export type { EquationModel, EquationValues } from "./model/equation-source.ts";
export { checkNeuronModel, parseNeuronModel } from "./model/neuron.ts";
export { type NeuronEquations, neuronFromEquations } from "./model/neuron-from-equations.ts";
export type {
  IntegerWidth,
  NumberType,
  ParsedAssignments,
  ParsedNeuron,
  ParsedPlasticity,
  ParsedRefractory,
  ParsedSource,
  ParsedSynapse,
} from "./model/parsed.ts";
export { checkPlasticityModel, parsePlasticityModel } from "./model/plasticity.ts";
export { checkSynapseModel, parseSynapseModel } from "./model/synapse.ts";
export {
  type SynapseEquations,
  type SynapseFromEquations,
  synapseFromEquations,
} from "./model/synapse-from-equations.ts";
export { calledFunctions, drawsNumbers, freeNames, readsAny, substitute } from "./names.ts";
export { asMask, asTerm, asValue, type NodeOperations, type Scope, type Term } from "./nodes.ts";
export { precedence, symbols } from "./operators.ts";
export { orderSubexpressions } from "./order-subexpressions.ts";
export {
  type EquationBlock,
  type EquationOptions,
  parseEquations,
  readEquations,
} from "./parse-equations.ts";
export { type ExpressionContext, parseExpression } from "./parse-expression.ts";
export {
  type AssignmentOperator,
  expandStatement,
  readStatements,
  type Statement,
  type StatementBlock,
} from "./parse-statements.ts";
export { type NumericSystem, type Propagator, propagator } from "./propagator.ts";
export { propagatorSlope } from "./propagator-slope.ts";
export { propagators, type SystemBatch } from "./propagators.ts";
export { type SimplifyOptions, simplify } from "./simplify.ts";
export type { DimensionContext, DimensionScope } from "./value-type.ts";
