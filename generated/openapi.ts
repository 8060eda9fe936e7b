// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/v1/agents/{agent_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent to create the session for. Percent-encode it as one path segment.
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
         * @description Makes a new session of the agent in the path and returns it.
         *
         *     The session uses the version of the agent that is active now, and keeps it: see `version_id` in the response.
         *     Every body field is optional, and so is the body itself.
         *
         *     A create is not idempotent, and no idempotency key is documented for it: sending the request twice creates two
         *     sessions. Give each session a `metadata` entry of your own, so that you can find it again if an answer is lost.
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
         * @description The id of an agent. By convention it starts with `agt_`.
         * @example agt_123
         */
        AgentId: string;
        /**
         * CreateSessionRequest
         * @description What a new session may be given. Every property is optional.
         */
        CreateSessionRequest: {
            /**
             * @description A name for the session that its users see.
             * @example Nightly evaluation, task 17
             */
            name?: string | undefined;
            /**
             * @description The id of the storage binding to mount into this session.
             * @example sb_123
             */
            storage_binding_id?: string | undefined;
            /** @description String values of your own to find the session by; they come back in every view of it. */
            metadata?: components["schemas"]["Metadata"] | undefined;
            /**
             * @description Secret values for this session only, by names that are safe for environment variables.
             *
             *     - They take precedence over stored credentials of the same names.
             *     - A value reaches the sandbox only if the agent's `sandbox.secrets` declares its name.
             *     - They are accepted here and nowhere else, and no API response returns them.
             * @example {
             *       "GITHUB_TOKEN": "example-github-token"
             *     }
             */
            secrets?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description A key of an LLM provider, used for this session's model calls in place of the credential stored with the
             *     agent's manifest or of Dari's managed default.
             *
             *     Code in the sandbox never sees it, and no API response returns it.
             * @example example-llm-api-key
             */
            llm_api_key?: string | undefined;
            /**
             * @description Whether this session's sandbox may reach the public internet. When omitted, `sandbox.internet_access` of the
             *     agent's manifest decides, which is `false` unless the manifest sets it.
             * @example true
             */
            internet_access?: boolean | undefined;
        };
        /**
         * Session
         * @description A durable session of an agent. The required properties are those of the API's own example. Sessions may carry
         *     further properties that are not listed here: ignore what you do not know.
         */
        Session: {
            /**
             * @description The id of the session. By convention it starts with `sess_`.
             * @example sess_123
             */
            id: string;
            /**
             * @description The name given to the session, or `null` if none was given.
             * @example Nightly evaluation, task 17
             * @example null
             */
            name: string | null;
            /** @description The agent that the session belongs to. */
            agent_id: components["schemas"]["AgentId"];
            /**
             * @description The agent version that this session is pinned to: the one that was active when the session was created. By
             *     convention it starts with `ver_`.
             * @example ver_9
             */
            version_id: string;
            /**
             * @description The id of the storage binding mounted into the session, or `null` if there is none.
             * @example sb_123
             * @example null
             */
            storage_binding_id: string | null;
            /**
             * @description Whether the session's sandbox may reach the public internet.
             * @example false
             */
            internet_access: boolean;
            /**
             * @description Where the session is in its life. The set is open: expect words that are not among the known ones.
             * @example idle
             * @example running
             */
            status: "idle" | "running" | "active" | "completed" | "failed" | "expired" | (string & {});
            /**
             * @description The id of the session's most recent message, or `null` if there is none. By convention it starts with `msg_`.
             * @example null
             * @example msg_123
             */
            last_message_id: string | null;
            /**
             * @description Where the most recent message is in its life, or `null` if there is none. The set is open: expect words that
             *     are not among the known ones.
             * @example null
             * @example completed
             */
            last_message_status: "queued" | "running" | "waiting_for_tool" | "completed" | "failed" | (string & {}) | null;
            /**
             * Format: date-time
             * @description When the session was created, as an ISO 8601 date and time.
             * @example 2026-03-31T18:40:00Z
             */
            created_at: string;
            /** @description The metadata given to the session; empty if none was given. */
            metadata: components["schemas"]["Metadata"];
        };
        /**
         * @description Your own string values by string keys. They come back from every session endpoint and in what the webhooks of
         *     sessions and batches send, and sessions can be searched for by an exact value. Do not put secrets here.
         *
         *     The API suggests the keys `kind`, `llm_id`, `managed_run_id` and `task_index`, which tell which of your runs a
         *     session belongs to.
         * @example {
         *       "kind": "evaluation",
         *       "task_index": "17"
         *     }
         */
        Metadata: {
            [key: string]: string;
        };
        /**
         * Error
         * @description The body of every error.
         */
        Error: {
            /**
             * @description What went wrong. Usually a sentence; it can be any JSON value, such as a list of problems.
             * @example Missing or invalid API key
             */
            detail: unknown;
        };
    };
    responses: {
        /** @description The session was created. Whether the status is `200` or `201` is not stated by the API: treat both alike. */
        SessionCreated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Session"];
            };
        };
        /**
         * @description The API key is missing or not valid. Check `DARI_API_KEY` and that the header reads
         *     `Authorization: Bearer <key>`.
         */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The API key is valid but has no right to this: it belongs to another organization than the agent, for instance. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The agent does not exist. Check its id. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The request breaks a rule of this document: a secret name that does not match its pattern, an empty secret
         *     value, a value of the wrong type. That this is answered with `422`, and what `detail` holds then, is not stated
         *     by the API: expect any `4xx` with a `detail`.
         */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description Too many requests in too short a time. Wait before you send it again. Whether the API limits rates is not stated
         *     by the API; this is what HTTP means by such an answer.
         */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description Any other failure. Which statuses occur is not stated by the API. After a `5xx` the session may or may not have
         *     been created: look for it by its metadata before you send the request again.
         */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The agent to create the session for. Percent-encode it as one path segment.
         * @example agt_123
         */
        AgentId: components["schemas"]["AgentId"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description How long to wait before the next request: a number of seconds, or an HTTP date. That it is sent is not stated by
         *     the API.
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
                 * @description The agent to create the session for. Percent-encode it as one path segment.
                 * @example agt_123
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** @description How this session differs from the agent's defaults. Leave the body out, or send `{}`, to use the defaults. */
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
            default: components["responses"]["Error"];
        };
    };
}
