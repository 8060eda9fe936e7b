/** Whether values are valid for the schemas of a description: by these, a server validates requests. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Whether a value is valid for the schema at a pointer whose tokens are percent-encoded. */
export type IsValid = (pointer: string, value: unknown) => boolean;

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/** By the JSON of the description: compiling its schemas takes longer than a run with them. */
const made = new Map<string, IsValid>();

export function validatorOf(spec: object): IsValid {
  const key = JSON.stringify(spec);
  const isValid = made.get(key) ?? makeValidator(spec, `spec-${made.size}`);
  made.set(key, isValid);
  return isValid;
}

function makeValidator(spec: object, id: string): IsValid {
  ajv.addSchema(spec, id);
  return (pointer, value) => {
    const validate = ajv.getSchema(`${id}#${pointer}`);
    if (!validate) throw new Error(`${pointer}: there is no schema.`);
    return validate(value) === true;
  };
}
