export {
  type DrawnSynapses,
  drawSynapses,
  statedSynapses,
} from "./connections/drawn-synapses.ts";
export { type BytesByCount, estimateByCounts } from "./connections/estimate-by-counts.ts";
export { type DelayGrid, type GridDelay, toGrid } from "./connections/grid-delays.ts";
export { type GridRow, gridRows, synapseVariables } from "./connections/grid-rows.ts";
export type { IntegerLaw, WeightLaw, WordPair } from "./connections/integer-law.ts";
export { type DrawnDelays, leastDelay, leastInterval } from "./connections/least-interval.ts";
export {
  type OpenProjection,
  openProjections,
  openProjectionsInPieces,
  type RowOptions,
} from "./connections/open-projection.ts";
export {
  type ProcessorRows,
  type RowsOnProcessor,
  rowsOnProcessor,
} from "./connections/processor-rows.ts";
export {
  type DeliveredSynapses,
  isSummedApart,
  meanSegment,
  packedUnit,
  powerAbove,
  sumsInTransit,
} from "./connections/summation.ts";
export {
  DRIVE_CHANCE,
  DRIVE_RATE,
  INTERVAL_REDRAWN,
  NOT_RECORDED,
  RULE,
  SOURCE_VALUE,
  STIMULUS,
  STIMULUS_VALUE,
} from "./errors.ts";
export {
  type ExpectedActivity,
  type ExpectedRate,
  expectedActivity,
} from "./expected-activity.ts";
export { type CountLaw, countLaw, mostEvents } from "./inputs/count-law.ts";
export { type CurrentRun, type CurrentValue, currentValue } from "./inputs/current-value.ts";
export { type ChangingAmount, changingAmount, driveAmount, isRare } from "./inputs/drive-amount.ts";
export { type DriveDraws, driveDraws, driveWeight } from "./inputs/drive-draws.ts";
export { heldValue } from "./inputs/held-value.ts";
export { type InputSums, inputSums } from "./inputs/input-sums.ts";
export { lowerStimulus } from "./inputs/lower-stimulus.ts";
export {
  activeSteps,
  type Course,
  type CurrentProgram,
  type DriveProgram,
  type DriveRate,
  isPerTarget,
  nearestStep,
  type StimulusProgram,
} from "./inputs/stimulus-program.ts";
export type { StimulusContext } from "./inputs/stimulus-task.ts";
export {
  type ProgramReading,
  programData,
  programFrom,
  programSchema,
  readProgram,
  writeProgram,
} from "./json/program-json.ts";
export { type LowerCheck, lowerCheck, stepShape } from "./known-programs.ts";
export {
  fewNeurons,
  lowerNetwork,
  type NetworkLowering,
  programOf,
} from "./lower-network.ts";
export {
  arrivesAtOnce,
  type Feeds,
  type NetworkProgram,
  type PopulationProgram,
  type ProjectionProgram,
  reportingOrder,
} from "./network-program.ts";
export { bindForm } from "./neurons/bind-form.ts";
export { type ChosenIntegrator, chooseIntegrator } from "./neurons/choose-integrator.ts";
export { discretise } from "./neurons/discretise.ts";
export { type SolvedSystem, solveExact } from "./neurons/exact.ts";
export { initialSlots } from "./neurons/initial-slots.ts";
export { neuronForm } from "./neurons/lower-form.ts";
export { type LowerOptions, lowerNeuron } from "./neurons/lower-neuron.ts";
export type {
  Emission,
  Flow,
  FormReceptor,
  FormState,
  NeuronForm,
  Refractory,
  SpikeTest,
} from "./neurons/neuron-form.ts";
export { linearJumps } from "./neurons/receptors.ts";
export { type Scheme, schemeOf } from "./neurons/scheme-of.ts";
export { namesReadBy, valuesIn } from "./neurons/statements.ts";
export type { Discretisation } from "./neurons/step-input.ts";
export {
  type Draw,
  type ExactSystem,
  findObserved,
  type GuardedLoop,
  isLoop,
  type Kernel,
  type Slot,
  type SlotRole,
  type SlotType,
  type Statement,
  type StepProgram,
  slotName,
} from "./neurons/step-program.ts";
export { partOf } from "./part-of.ts";
export { atOnce, forEach, inPieces, type Pieces, pieceSize, rowSize } from "./pieces.ts";
export type { Equation, Part } from "./print/equation.ts";
export type { ReadablePopulation } from "./print/print-population.ts";
export { printProgram } from "./print/print-program.ts";
export type { ReadableProjection } from "./print/print-projection.ts";
export type { ReadableRecorder, ReadableStimulus } from "./print/print-stimulus.ts";
export {
  type ReadableProgram,
  type ReadingOptions,
  readableProgram,
} from "./print/readable-program.ts";
export { optionText, selectionText, valueText } from "./print/value-text.ts";
export {
  isDue,
  type RecorderProgram,
  recordSamples,
  recordSpikes,
  type StepSpikes,
  type SynapseRecorderProgram,
} from "./recorders.ts";
export {
  arrivalShift,
  comesBefore,
  type Phase,
  type StepAct,
  samplesFirst,
  splitsStep,
  stampsOf,
  stepActs,
} from "./schedule.ts";
export { drawnStep, givenStep } from "./sources/grid.ts";
export { joinSpikes } from "./sources/join-spikes.ts";
export { lowerSource, type SourceTask } from "./sources/lower-source.ts";
export { type Points, type PointsRequest, sourcePoints } from "./sources/points.ts";
export type {
  DrawnSource,
  GivenSource,
  PoissonSource,
  RenewalSource,
  SourceProgram,
} from "./sources/source-program.ts";
export { discretisationOf, type Grid, type StepRequest } from "./step-request.ts";
export { eventsOf, isDrawn } from "./synapses/draw-keys.ts";
export type { DynamicSynapses, SynapseModel } from "./synapses/dynamic-synapses.ts";
export { type EndVariable, endVariables } from "./synapses/end-variables.ts";
export { deliversWeight } from "./synapses/events.ts";
export { type GrowthProgram, structureSteps } from "./synapses/growth.ts";
export { lowerSynapse, type SynapseLowering } from "./synapses/lower-synapse.ts";
export type { ModelWithConstants } from "./synapses/names-of-models.ts";
export {
  type CountedSpikes,
  countedSpikesOf,
  decayOverStep,
  type EventTimes,
  eventCount,
  formulaFactor,
  initialFactor,
  isEventDue,
  type OutsideEvents,
  statedDelays,
  stepsToEffect,
  type ThirdFactor,
} from "./synapses/outside-events.ts";
export { synapseOrder } from "./synapses/synapse-order.ts";
export type {
  Assignments,
  DrawKind,
  DrawnLet,
  EventProgram,
  FilterProgram,
  Let,
  Motion,
  NamedEvent,
  StructureProgram,
  SynapseProgram,
} from "./synapses/synapse-program.ts";
export {
  checkRuleWeights,
  stepsBehind,
  synapseStart,
  timeBetweenSteps,
  weightBounds,
} from "./synapses/synapse-time.ts";
export { stepsInMillisecond, timeOfStep } from "./time-of-step.ts";
