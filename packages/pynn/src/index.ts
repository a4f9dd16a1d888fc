export { type PynnCell, type PynnParameter, pynnCells } from "./map/cells.ts";
export { type PynnPart, pynnResponses } from "./map/point-neuron.ts";
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
