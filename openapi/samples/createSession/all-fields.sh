curl --fail-with-body https://api.dari.dev/v1/agents/agt_123/sessions \
  --request POST \
  --header "Authorization: Bearer $DARI_API_KEY" \
  --header "Content-Type: application/json" \
  --data @- <<JSON
{
  "name": "Nightly evaluation, task 17",
  "storage_binding_id": "sb_123",
  "metadata": { "kind": "evaluation", "task_index": "17" },
  "secrets": { "GITHUB_TOKEN": "$GITHUB_TOKEN" },
  "llm_api_key": "$LLM_API_KEY",
  "internet_access": true
}
JSON
