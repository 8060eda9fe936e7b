/**
 * What is known of the API, and where the description says it: a keyword with its value, or the decisive words of a
 * sentence. Places are JSON pointers that follow `$ref`.
 */
export interface Fact {
  readonly fact: string;
  readonly at: string;
  /** The value of the keyword. */
  readonly is?: unknown;
  /** Words of the text. */
  readonly says?: string;
  /** The names of all members. */
  readonly has?: readonly string[];
}

const document = "/info/description";
const post = "/paths/~1v1~1agents~1{agent_id}~1sessions/post";
const json = "content/application~1json";
const agentId = "/paths/~1v1~1agents~1{agent_id}~1sessions/parameters/0";
const key = "/components/securitySchemes/bearerAuth";
const request = `${post}/requestBody/${json}/schema`;
const session = `${post}/responses/200/${json}/schema`;
const field = (name: string) => `${request}/properties/${name}`;
const returned = (name: string) => `${session}/properties/${name}`;
const response = (status: string) => `${post}/responses/${status}`;

const sessionFields = [
  "id",
  "name",
  "agent_id",
  "version_id",
  "storage_binding_id",
  "internet_access",
  "status",
  "last_message_id",
  "last_message_status",
  "created_at",
  "metadata",
];

/** What the API's page "Create Session" says. */
export const stated: Fact[] = [
  { fact: "the server", at: "/servers/0/url", is: "https://api.dari.dev" },
  { fact: "the operation", at: `${post}/operationId`, is: "createSession" },
  { fact: "what the operation does", at: `${post}/description`, says: "Creates a durable session for an agent" },

  { fact: "agent_id, its name", at: `${agentId}/name`, is: "agent_id" },
  { fact: "agent_id, its place", at: `${agentId}/in`, is: "path" },
  { fact: "agent_id is required", at: `${agentId}/required`, is: true },
  { fact: "agent_id is a string", at: `${agentId}/schema/type`, is: "string" },
  { fact: "agent_id, its example", at: `${agentId}/example`, is: "agt_123" },

  { fact: "every operation needs a key", at: "/security", is: [{ bearerAuth: [] }] },
  { fact: "the key is sent over HTTP authentication", at: `${key}/type`, is: "http" },
  { fact: "the key is a bearer token", at: `${key}/scheme`, is: "bearer" },
  { fact: "the key's header field", at: `${key}/description`, says: "`Authorization: Bearer <key>`" },
  { fact: "the key's environment variable", at: `${key}/description`, says: "`DARI_API_KEY`" },

  { fact: "the body is optional", at: `${post}/requestBody/required`, is: false },
  { fact: "no body means the defaults", at: `${post}/requestBody/description`, says: "send no body or `{}`" },
  { fact: "Content-Type may be left out", at: `${post}/requestBody/description`, says: "`Content-Type` is optional" },
  { fact: "the media type", at: `${post}/requestBody/description`, says: "use `application/json`" },

  { fact: "the body is an object", at: `${request}/type`, is: "object" },
  {
    fact: "the fields of a request",
    at: `${request}/properties`,
    has: ["name", "storage_binding_id", "metadata", "secrets", "llm_api_key", "internet_access"],
  },
  { fact: "no field is required", at: `${request}/required`, is: undefined },
  { fact: "every field is optional, in words", at: `${request}/description`, says: "Every field is optional" },
  { fact: "name is a string", at: `${field("name")}/type`, is: "string" },
  { fact: "users see the name", at: `${field("name")}/description`, says: "visible to users" },
  { fact: "storage_binding_id is a string", at: `${field("storage_binding_id")}/type`, is: "string" },
  {
    fact: "the binding is mounted",
    at: `${field("storage_binding_id")}/description`,
    says: "to mount into this session",
  },
  { fact: "metadata is an object", at: `${field("metadata")}/type`, is: "object" },
  { fact: "metadata holds strings", at: `${field("metadata")}/additionalProperties/type`, is: "string" },
  { fact: "secrets is an object", at: `${field("secrets")}/type`, is: "object" },
  { fact: "a secret is a string", at: `${field("secrets")}/additionalProperties/type`, is: "string" },
  { fact: "llm_api_key is a string", at: `${field("llm_api_key")}/type`, is: "string" },
  { fact: "internet_access is a boolean", at: `${field("internet_access")}/type`, is: "boolean" },

  { fact: "the names of secrets", at: `${field("secrets")}/propertyNames/pattern`, is: "^[A-Z_][A-Z0-9_]*$" },
  {
    fact: "the names of secrets, in words",
    at: `${field("secrets")}/propertyNames/description`,
    says: "uppercase letters, digits and underscores. It does not start with a digit",
  },
  { fact: "a secret is not empty", at: `${field("secrets")}/additionalProperties/minLength`, is: 1 },
  {
    fact: "a secret is not empty, in words",
    at: `${field("secrets")}/additionalProperties/description`,
    says: "must not be empty",
  },
  { fact: "secrets hold for one session", at: `${field("secrets")}/description`, says: "for this session only" },
  {
    fact: "secrets override stored credentials",
    at: `${field("secrets")}/description`,
    says: "overrides the stored credential of the same name",
  },
  {
    fact: "the agent declares the secrets of its sandbox",
    at: `${field("secrets")}/description`,
    says: "is available in the sandbox only if the agent's `sandbox.secrets` declares its name",
  },
  {
    fact: "secrets are accepted on creation only",
    at: `${field("secrets")}/description`,
    says: "are accepted only when a session is created",
  },
  { fact: "secrets are never returned", at: `${field("secrets")}/description`, says: "No API response returns them" },
  { fact: "secrets are write-only", at: `${field("secrets")}/writeOnly`, is: true },

  {
    fact: "llm_api_key overrides",
    at: `${field("llm_api_key")}/description`,
    says: "overrides the credential stored in the agent's manifest, or Dari's managed default",
  },
  {
    fact: "llm_api_key is for model calls",
    at: `${field("llm_api_key")}/description`,
    says: "is used for the model calls of this session only",
  },
  {
    fact: "llm_api_key stays out of the sandbox",
    at: `${field("llm_api_key")}/description`,
    says: "Code in the sandbox never sees it",
  },
  { fact: "llm_api_key is a secret", at: `${field("llm_api_key")}/description`, says: "It is a secret" },
  {
    fact: "llm_api_key is accepted on creation only",
    at: `${field("llm_api_key")}/description`,
    says: "is accepted only when a session is created",
  },
  {
    fact: "llm_api_key is never returned",
    at: `${field("llm_api_key")}/description`,
    says: "No API response returns it",
  },
  { fact: "llm_api_key is write-only", at: `${field("llm_api_key")}/writeOnly`, is: true },

  {
    fact: "internet_access overrides the manifest, whose default is false",
    at: `${field("internet_access")}/description`,
    says: "overrides `sandbox.internet_access` of the agent's manifest, which is `false` by default",
  },
  {
    fact: "internet_access is of the sandbox",
    at: `${field("internet_access")}/description`,
    says: "Whether the sandbox of this session can access the public internet",
  },

  {
    fact: "metadata is returned",
    at: "/components/schemas/Metadata/description",
    says: "The API's session endpoints return them",
  },
  {
    fact: "metadata filters sessions",
    at: "/components/schemas/Metadata/description",
    says: "You can filter sessions by the exact value of a key",
  },
  {
    fact: "metadata is in webhooks",
    at: "/components/schemas/Metadata/description",
    says: "The webhooks of sessions and batches contain them",
  },
  {
    fact: "metadata's suggested keys",
    at: "/components/schemas/Metadata/description",
    says: "suggests the keys `managed_run_id`, `kind`, `task_index` and `llm_id`",
  },

  {
    fact: "the active version at creation",
    at: `${post}/description`,
    says: "uses the agent version that is active when the session is created, and stays on it: see `version_id`",
  },
  {
    fact: "version_id",
    at: `${returned("version_id")}/description`,
    says: "the version that was active when the session was created",
  },

  { fact: "the fields of a session", at: `${session}/properties`, has: sessionFields },
  { fact: "the fields of every session", at: `${session}/required`, is: sessionFields },
  { fact: "a session is an object", at: `${session}/type`, is: "object" },
  { fact: "id is a string", at: `${returned("id")}/type`, is: "string" },
  { fact: "the name may be missing", at: `${returned("name")}/type`, is: ["string", "null"] },
  {
    fact: "the name may be missing, in words",
    at: `${returned("name")}/description`,
    says: "`null` if the request had",
  },
  { fact: "agent_id is returned as a string", at: `${returned("agent_id")}/type`, is: "string" },
  { fact: "version_id is a string", at: `${returned("version_id")}/type`, is: "string" },
  { fact: "the binding may be missing", at: `${returned("storage_binding_id")}/type`, is: ["string", "null"] },
  {
    fact: "the binding may be missing, in words",
    at: `${returned("storage_binding_id")}/description`,
    says: "`null` if the request had none",
  },
  { fact: "internet_access is returned as a boolean", at: `${returned("internet_access")}/type`, is: "boolean" },
  { fact: "status is a string", at: `${returned("status")}/type`, is: "string" },
  { fact: "the status is an open set", at: `${returned("status")}/enum`, is: undefined },
  { fact: "the status is an open set, in words", at: `${returned("status")}/description`, says: "may be added" },
  { fact: "there may be no last message", at: `${returned("last_message_id")}/type`, is: ["string", "null"] },
  {
    fact: "there may be no last message, in words",
    at: `${returned("last_message_id")}/description`,
    says: "the most recent message, or `null` if there is none",
  },
  { fact: "its status may be missing", at: `${returned("last_message_status")}/type`, is: ["string", "null"] },
  {
    fact: "its status may be missing, in words",
    at: `${returned("last_message_status")}/description`,
    says: "the most recent message, or `null` if there is none",
  },
  { fact: "created_at is a string", at: `${returned("created_at")}/type`, is: "string" },
  { fact: "created_at is in ISO 8601", at: `${returned("created_at")}/description`, says: "in ISO 8601" },
  { fact: "metadata is returned as an object", at: `${returned("metadata")}/type`, is: "object" },
  {
    fact: "metadata is empty without metadata",
    at: `${returned("metadata")}/description`,
    says: "empty if the request had none",
  },
  {
    fact: "the API's own example",
    at: `${response("200")}/${json}/examples/defaults/value`,
    is: {
      id: "sess_123",
      name: null,
      agent_id: "agt_123",
      version_id: "ver_9",
      storage_binding_id: null,
      internet_access: false,
      status: "idle",
      last_message_id: null,
      last_message_status: null,
      created_at: "2026-03-31T18:40:00Z",
      metadata: {},
    },
  },
];

/** What other public pages and clients of the API say. */
export const fromElsewhere: Fact[] = [
  {
    fact: "the status codes",
    at: `${post}/responses`,
    has: ["200", "201", "401", "403", "404", "422", "429", "default"],
  },
  { fact: "401", at: `${response("401")}/description`, says: "The API key is missing or invalid" },
  {
    fact: "401, its body",
    at: `${response("401")}/${json}/examples/unauthorized/value`,
    is: { detail: "Missing or invalid API key" },
  },
  { fact: "403", at: `${response("403")}/description`, says: "The API key is valid but has no right" },
  { fact: "403, an example", at: `${response("403")}/description`, says: "belongs to another organization" },
  { fact: "404", at: `${response("404")}/description`, says: "The agent does not exist" },
  ...["401", "403", "404", "422", "429", "default"].flatMap((status) => [
    { fact: `${status} has a detail`, at: `${response(status)}/${json}/schema/required`, is: ["detail"] },
    { fact: `${status} is an object`, at: `${response(status)}/${json}/schema/type`, is: "object" },
  ]),
  { fact: "a detail is any JSON", at: `${response("default")}/${json}/schema/properties/detail/type`, is: undefined },
  {
    fact: "a detail is any JSON, in words",
    at: `${response("default")}/${json}/schema/properties/detail/description`,
    says: "Usually a string, but it can be any JSON value",
  },
  {
    fact: "further fields of a session",
    at: `${session}/description`,
    says: "A session may have other fields: ignore those that you don't know",
  },
  { fact: "a session takes unknown fields", at: `${session}/additionalProperties`, is: undefined },
  { fact: "a request takes unknown fields", at: `${request}/additionalProperties`, is: undefined },
  {
    fact: "known statuses",
    at: `${returned("status")}/x-extensible-enum`,
    is: ["idle", "running", "active", "completed", "failed", "expired"],
  },
  {
    fact: "known message statuses",
    at: `${returned("last_message_status")}/x-extensible-enum`,
    is: ["queued", "running", "waiting_for_tool", "completed", "failed"],
  },
  {
    fact: "message statuses are an open set",
    at: `${returned("last_message_status")}/description`,
    says: "New values may be added",
  },
  { fact: "prefix of agents", at: `${agentId}/schema/description`, says: "By convention it starts with `agt_`" },
  { fact: "prefix of sessions", at: `${returned("id")}/description`, says: "By convention it starts with `sess_`" },
  { fact: "prefix of versions", at: `${returned("version_id")}/description`, says: "convention it starts with `ver_`" },
  { fact: "prefix of messages", at: `${returned("last_message_id")}/description`, says: "starts with `msg_`" },
  { fact: "one path segment", at: `${agentId}/description`, says: "one path segment, so percent-encode it" },
  { fact: "no idempotency key", at: `${post}/description`, says: "documents no idempotency key for this operation" },
];

/** What no page says: the description says that it isn't stated, and what it does meanwhile. */
export const notStated: Fact[] = [
  { fact: "200 or 201", at: document, says: "`200` or `201`? | Documents both, with the same response body" },
  { fact: "200 or 201, in the response", at: `${response("201")}/description`, says: "is not stated by the API" },
  { fact: "sent twice", at: document, says: "create two sessions? | Assumes so: no idempotency key is documented" },
  { fact: "sent twice, in the operation", at: `${post}/description`, says: "so assume that two requests create two" },
  { fact: "the status of an invalid request", at: document, says: "Documents `422`. Any other `4xx` falls under" },
  { fact: "the status of an invalid request, in 422", at: `${response("422")}/description`, says: "may be any `4xx`" },
  { fact: "rate limits", at: document, says: "rate limit? Is `Retry-After` sent? | Documents `429` with an optional" },
  { fact: "rate limits, in 429", at: `${response("429")}/description`, says: "has a rate limit is not stated" },
  { fact: "Retry-After", at: `${response("429")}/headers/Retry-After/description`, says: "sent is not stated by the" },
  { fact: "Retry-After is optional", at: `${response("429")}/headers/Retry-After/required`, is: false },
  { fact: "texts of errors", at: document, says: "documented, for `401`. The other examples are illustrations" },
  { fact: "null for a field", at: document, says: "May an optional request field be `null`? | Doesn't say" },
  { fact: "unknown request fields", at: document, says: "unknown request fields ignored or refused? | Doesn't say" },
  { fact: "limits of length", at: document, says: "a metadata entry or a secret be? | States no limit" },
  { fact: "empty ids", at: document, says: "May an id be empty? | Assumes not" },
  { fact: "an empty id", at: `${returned("id")}/minLength`, is: 1 },
  { fact: "an empty version_id", at: `${returned("version_id")}/minLength`, is: 1 },
  { fact: "an empty last_message_id", at: `${returned("last_message_id")}/minLength`, is: 1 },
  { fact: "an empty agent_id", at: `${agentId}/schema/minLength`, is: 1 },
  { fact: "the form of a date", at: document, says: "`created_at` have? | Assumes that of the documented example" },
  { fact: "the form of a date, as a format", at: `${returned("created_at")}/format`, is: "date-time" },
  { fact: "what a status means", at: document, says: "values of `status` mean, and which follows which? | Lists the" },
  { fact: "what a status means, in the field", at: `${returned("status")}/description`, says: "means is not stated" },
  {
    fact: "what a message's status means, in the field",
    at: `${returned("last_message_status")}/description`,
    says: "means is not stated by the API",
  },
  { fact: "how long a session is kept", at: document, says: "How long is a durable session kept? | Doesn't say" },
  { fact: "what a session costs", at: document, says: "and how many may an account have? | Doesn't say" },
  { fact: "other statuses", at: `${response("default")}/description`, says: "occur is not stated by the API" },
  { fact: "after a 5xx", at: `${response("default")}/description`, says: "After a `5xx` the session may exist" },
];

/** What the contract gate and the mock read of the extensions. */
export const extensions: Fact[] = [
  { fact: "null is open", at: `${request}/x-unstated`, is: ["null"] },
  { fact: "bindings must exist", at: `${field("storage_binding_id")}/x-reference`, is: true },
  { fact: "agents must exist", at: `${agentId}/x-reference`, is: true },
  { fact: "the version is stable", at: `${returned("version_id")}/x-generated`, is: "stable" },
  { fact: "ids are unique", at: `${returned("id")}/x-generated`, is: "unique" },
  { fact: "created_at is now", at: `${returned("created_at")}/x-generated`, is: "now" },
  { fact: "name comes back", at: `${returned("name")}/x-returns`, is: "$request.body#/name" },
  { fact: "agent_id comes back", at: `${returned("agent_id")}/x-returns`, is: "$request.path.agent_id" },
  {
    fact: "storage_binding_id comes back",
    at: `${returned("storage_binding_id")}/x-returns`,
    is: "$request.body#/storage_binding_id",
  },
  {
    fact: "internet_access comes back",
    at: `${returned("internet_access")}/x-returns`,
    is: "$request.body#/internet_access",
  },
  { fact: "metadata comes back", at: `${returned("metadata")}/x-returns`, is: "$request.body#/metadata" },
];
