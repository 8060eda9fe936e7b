const { DARI_API_KEY, GITHUB_TOKEN, LLM_API_KEY } = process.env;

const response = await fetch("https://api.dari.dev/v1/agents/agt_123/sessions", {
  method: "POST",
  headers: { Authorization: `Bearer ${DARI_API_KEY}`, "Content-Type": "application/json" },
  body: JSON.stringify({
    name: "Nightly evaluation, task 17",
    storage_binding_id: "sb_123",
    metadata: { kind: "evaluation", task_index: "17" },
    secrets: { GITHUB_TOKEN },
    llm_api_key: LLM_API_KEY,
    internet_access: true,
  }),
});
const session = (await response.json()) as { id: string; status: string };

console.log(session.id, session.status);
