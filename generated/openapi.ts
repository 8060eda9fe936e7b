// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/v1/agents/{agent_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent of the session. The id is one path segment, so percent-encode it.
                 * @example agt_123
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a session
         * @description Creates a durable session for an agent and returns it.
         *
         *     The session uses the agent version that is active when the session is created, and stays on it: see `version_id`
         *     in the response. The request body is optional, and so is each of its fields.
         *
         *     The API documents no idempotency key for this operation, so assume that two requests create two sessions. Give
         *     each session a unique `metadata` value, so that you can find it if the response is lost.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * CreateSessionRequest
         * @description The settings of a new session. Every field is optional.
         */
        CreateSessionRequest: {
            /**
             * @description The name of the session, visible to users.
             * @example Nightly evaluation, task 17
             */
            name?: string | undefined;
            /**
             * @description The id of a storage binding to mount into this session.
             * @example sb_123
             */
            storage_binding_id?: string | undefined;
            /** @description Give each session an entry that no other has, to find it again after a lost response. */
            metadata?: components["schemas"]["Metadata"] | undefined;
            /**
             * @description Secrets for this session only. The keys are names of environment variables.
             *
             *     - A secret overrides the stored credential of the same name.
             *     - A secret is available in the sandbox only if the agent's `sandbox.secrets` declares its name.
             *     - Secrets are accepted only when a session is created. No API response returns them.
             * @example {
             *       "GITHUB_TOKEN": "example-github-token"
             *     }
             */
            secrets?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description The API key of an LLM provider. It is a secret.
             *
             *     - It is used for the model calls of this session only.
             *     - It overrides the credential stored in the agent's manifest, or Dari's managed default.
             *     - Code in the sandbox never sees it.
             *     - It is accepted only when a session is created. No API response returns it.
             * @example example-llm-api-key
             */
            llm_api_key?: string | undefined;
            /**
             * @description Whether the sandbox of this session can access the public internet. It overrides `sandbox.internet_access`
             *     of the agent's manifest, which is `false` by default.
             * @example true
             */
            internet_access?: boolean | undefined;
        };
        /**
         * Session
         * @description A durable session of an agent. The required fields are those of the API's own example. A session may have other
         *     fields: ignore those that you don't know.
         */
        Session: {
            /**
             * @description The id of this session. By convention it starts with `sess_`.
             * @example sess_123
             */
            id: string;
            /**
             * @description The name of the session, or `null` if the request had none.
             * @example Nightly evaluation, task 17
             * @example null
             */
            name: string | null;
            /**
             * @description The id of the agent.
             * @example agt_123
             */
            agent_id: string;
            /**
             * @description The id of the agent version that this session uses: the version that was active when the session was
             *     created. By convention it starts with `ver_`.
             * @example ver_9
             */
            version_id: string;
            /**
             * @description The id of the storage binding mounted into the session, or `null` if the request had none.
             * @example sb_123
             * @example null
             */
            storage_binding_id: string | null;
            /**
             * @description Whether the sandbox of this session can access the public internet.
             * @example false
             */
            internet_access: boolean;
            /**
             * @description The status of the session. New values may be added. What each value means is not stated by the API.
             * @example idle
             * @example running
             */
            status: "idle" | "running" | "active" | "completed" | "failed" | "expired" | (string & {});
            /**
             * @description The id of the most recent message, or `null` if there is none. By convention it starts with `msg_`.
             * @example null
             * @example msg_123
             */
            last_message_id: string | null;
            /**
             * @description The status of the most recent message, or `null` if there is none. New values may be added. What each value
             *     means is not stated by the API.
             * @example null
             * @example completed
             */
            last_message_status: "queued" | "running" | "waiting_for_tool" | "completed" | "failed" | (string & {}) | null;
            /**
             * Format: date-time
             * @description The time at which the session was created, in ISO 8601.
             * @example 2026-03-31T18:40:00Z
             */
            created_at: string;
            /** @description The metadata of the session. It is empty if the request had none. */
            metadata: components["schemas"]["Metadata"];
        };
        /**
         * @description Your own string values, by string keys. Do not put secrets here.
         *
         *     - The API's session endpoints return them.
         *     - You can filter sessions by the exact value of a key.
         *     - The webhooks of sessions and batches contain them.
         *
         *     The API suggests the keys `managed_run_id`, `kind`, `task_index` and `llm_id`, to relate a session to your own runs.
         * @example {
         *       "kind": "evaluation",
         *       "task_index": "17"
         *     }
         */
        Metadata: {
            [key: string]: string;
        };
        /**
         * ErrorResponse
         * @description The response body of every error.
         */
        ErrorResponse: {
            /**
             * @description What went wrong. Usually a string, but it can be any JSON value, such as an array of problems.
             * @example Missing or invalid API key
             */
            detail: unknown;
        };
    };
    responses: {
        /** @description The session was created. Whether the status code is `200` or `201` is not stated by the API. */
        SessionCreated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Session"];
            };
        };
        /** @description The API key is missing or invalid. Check the header field `Authorization: Bearer <key>`. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /**
         * @description The API key is valid but has no right to create this session. For example, the agent belongs to another
         *     organization.
         */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The agent does not exist. Check its id. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /**
         * @description The request violates this description: for example, a secret has an invalid name or an empty value, or a field
         *     has the wrong type. The status code and the content of `detail` are not stated by the API: it may be any `4xx`.
         */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /**
         * @description Too many requests in a short time. Wait before you retry. Whether the API has a rate limit is not stated by the
         *     API. This is the meaning of `429` in HTTP.
         */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /**
         * @description Any other error. Which status codes occur is not stated by the API. After a `5xx` the session may exist: look
         *     for it by its metadata before you send the request again.
         */
        UnexpectedError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: {
        /**
         * @description The agent of the session. The id is one path segment, so percent-encode it.
         * @example agt_123
         */
        AgentId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The time to wait before the next request: seconds, or an HTTP date. Whether it is sent is not stated by the API.
         * @example 30
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent of the session. The id is one path segment, so percent-encode it.
                 * @example agt_123
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /**
         * @description To use the agent's defaults, send no body or `{}`. `Content-Type` is optional: if you send it, use
         *     `application/json`.
         */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSessionRequest"];
            };
        } | undefined;
        responses: {
            200: components["responses"]["SessionCreated"];
            201: components["responses"]["SessionCreated"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
}
