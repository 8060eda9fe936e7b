response=$(mktemp)
trap 'rm "$response"' EXIT
status=$(curl --silent --output "$response" --write-out "%{http_code}" --max-time 60 \
  https://api.dari.dev/v1/agents/agt_123/sessions \
  --request POST \
  --header "Authorization: Bearer $DARI_API_KEY") || status=000

case $status in
  2*) cat "$response" ;;
  408 | 499 | [!4]*) echo "The session may exist ($status): look for it before you try again." >&2; exit 1 ;;
  *) echo "No session was created ($status): $(cat "$response")" >&2; exit 1 ;;
esac
