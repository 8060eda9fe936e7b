curl --fail-with-body https://api.dari.dev/v1/agents/agt_123/sessions \
  --request POST \
  --header "Authorization: Bearer $DARI_API_KEY"
