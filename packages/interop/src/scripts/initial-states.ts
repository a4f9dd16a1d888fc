import type { PlasticityRecord, ProjectionRecord, SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection, SynapseValue } from "@spikeloom/network";
import { EXPORT_SYNAPSE } from "@spikeloom/simulate/scripts";

/**
 * Prepare the initial states of a synapse model as a run draws them.
 *
 * An initial state may be the value of a parameter; other expressions are refused.
 */
export function initialStates(
  planned: PlannedProjection,
  { model, parameters }: InitialModel,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
): readonly (readonly [name: string, value: SynapseValue])[] {
  return Object.entries(model.state ?? {}).map(([name, { unit, initial: usual }]) => {
    const given = record.initial?.[name];
    const same = given === undefined ? parameters.get(String(usual)) : undefined;
    if (same !== undefined) return [name, same];
    if (given === undefined && typeof usual === "string" && !/^[-+.\d]/.test(usual)) {
      throw EXPORT_SYNAPSE({
        message: `Scripts do not support an expression as initial state, as ${name} has.`,
        place,
        expected: "a quantity, or the name of a parameter",
        got: usual,
        next: 'Set it under "initial" of the projection, or run the network with SpikeLoom.',
      });
    }
    return [name, planned.variable(`initial.${name}`, given ?? usual, unit)];
  });
}

interface InitialModel {
  readonly model: SynapseRecord | PlasticityRecord;
  readonly parameters: ReadonlyMap<string, SynapseValue>;
}
