// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

/** The URL of the API. */
export const server = "https://api.dari.dev" as const;

/** Constraints of path parameters and request bodies. */
export const operations = {
  "POST /v1/agents/{agent_id}/sessions": {
    "parameters": {
      "agent_id": {
        "type": "string",
        "minLength": 1
      }
    },
    "body": {
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
            "pattern": /^[A-Z_][A-Z0-9_]*$/u as RegExp
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
    }
  }
} as const;

/** The properties of request bodies that are secret. */
export const secretFields = [
  "secrets",
  "llm_api_key"
] as const;

/** The status codes of the errors that the description documents. */
export const documentedErrors = [
  401,
  403,
  404,
  422,
  429
] as const;
