// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

/** Where the API is. */
export const server = "https://api.dari.dev" as const;

/** What an agent id must be. */
export const agentIdRules = {
  "type": "string",
  "minLength": 1
} as const;

/** What the body of a create must be. */
export const requestRules = {
  "type": "object",
  "properties": {
    "name": {
      "type": "string"
    },
    "storage_binding_id": {
      "type": "string"
    },
    "metadata": {
      "type": "object",
      "additionalProperties": {
        "type": "string"
      }
    },
    "secrets": {
      "type": "object",
      "propertyNames": {
        "type": "string",
        "pattern": "^[A-Z_][A-Z0-9_]*$"
      },
      "additionalProperties": {
        "type": "string",
        "minLength": 1
      }
    },
    "llm_api_key": {
      "type": "string"
    },
    "internet_access": {
      "type": "boolean"
    }
  }
} as const;

/** The fields of that body which must never be shown. */
export const secretFields = [
  "secrets",
  "llm_api_key"
] as const;
