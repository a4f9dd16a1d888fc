import type { PlasticityRecord, ProjectionRecord, SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection, SynapseValue } from "@spikeloom/network";
import { EXPORT_SYNAPSE } from "@spikeloom/simulate/scripts";

/**
 * Prepare where the states of a synapse model begin, as a run draws them.
 *
 * A state may begin at the value of a parameter; other expressions are refused.
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
        message: `Scripts are not written for a state that begins at an expression, as ${name} does.`,
        place,
        expected: "a quantity, or the name of a parameter",
        got: usual,
        next: 'Give it under "initial" of the projection, or run the network with SpikeLoom.',
      });
    }
    return [name, planned.variable(`initial.${name}`, given ?? usual, unit)];
  });
}

interface InitialModel {
  readonly model: SynapseRecord | PlasticityRecord;
  readonly parameters: ReadonlyMap<string, SynapseValue>;
}
