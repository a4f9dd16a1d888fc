export type { AnalogSignal, Block, Segment, SpikeTrain } from "./api/recording/neo.ts";
export { type SetupOptions, setup } from "./api/setup.ts";
export type { Simulation } from "./api/simulation.ts";
export { SESSION_MODEL, SESSION_NAME, SESSION_TURN, SESSION_VALUE } from "./errors.ts";
export { type PynnCell, type PynnParameter, pynnCells } from "./map/cells.ts";
export { type PynnPart, pynnResponses } from "./map/point-neuron.ts";
export {
  type PynnDependence,
  type PynnRulePart,
  type PynnSynapse,
  pynnDependences,
  pynnSynapses,
  pynnTimings,
} from "./map/synapses.ts";
export { createSession, type SessionMeans } from "./session/create-session.ts";
export type {
  CellType,
  Column,
  Columns,
  CurrentRequest,
  Lists,
  PopulationRequest,
  ProjectionRequest,
  PynnSession,
  RecordedSignal,
  RecordedSpikeColumns,
  SessionOptions,
  SynapseType,
} from "./session/session.ts";
