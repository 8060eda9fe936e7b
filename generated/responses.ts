// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

/** The documented responses of each operation, and how a success follows from its request. */
export const responses = {
  "POST /v1/agents/{agent_id}/sessions": {
    "status": 200,
    "example": {
      "id": "sess_123",
      "name": null,
      "agent_id": "agt_123",
      "version_id": "ver_9",
      "storage_binding_id": null,
      "internet_access": false,
      "status": "idle",
      "last_message_id": null,
      "last_message_status": null,
      "created_at": "2026-03-31T18:40:00Z",
      "metadata": {}
    },
    "relations": [
      {
        "kind": "unique",
        "place": "/id",
        "from": ""
      },
      {
        "kind": "returns",
        "place": "/name",
        "from": "$request.body#/name",
        "unsent": {
          "value": null
        }
      },
      {
        "kind": "returns",
        "place": "/agent_id",
        "from": "$request.path.agent_id"
      },
      {
        "kind": "stable",
        "place": "/version_id",
        "from": ""
      },
      {
        "kind": "returns",
        "place": "/storage_binding_id",
        "from": "$request.body#/storage_binding_id",
        "unsent": {
          "value": null
        }
      },
      {
        "kind": "returns",
        "place": "/internet_access",
        "from": "$request.body#/internet_access"
      },
      {
        "kind": "now",
        "place": "/created_at",
        "from": ""
      },
      {
        "kind": "returns",
        "place": "/metadata",
        "from": "$request.body#/metadata",
        "unsent": {
          "value": {}
        }
      }
    ],
    "errors": {
      "401": {
        "detail": "Missing or invalid API key"
      },
      "403": {
        "detail": "This API key may not use this agent"
      },
      "404": {
        "detail": "Agent not found"
      },
      "422": {
        "detail": "The secret name github-token is not allowed"
      },
      "429": {
        "detail": "Too many requests"
      },
      "default": {
        "detail": "Internal server error"
      }
    }
  }
} as const;
