// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

/** Where the API is. */
export const server = "https://api.dari.dev" as const;

/** What the path parameters and the body of a request must be, by method and path. */
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

/** The fields of bodies that must never be shown. */
export const secretFields = [
  "secrets",
  "llm_api_key"
] as const;
