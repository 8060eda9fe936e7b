answer=$(mktemp)
status=$(curl --silent --output "$answer" --write-out "%{http_code}" --max-time 60 \
  https://api.dari.dev/v1/agents/agt_123/sessions \
  --request POST \
  --header "Authorization: Bearer $DARI_API_KEY") || status=000

case $status in
  2*) cat "$answer" ;;
  408 | 499 | [!4]*) echo "No certain answer ($status): look for the session before you send it again." >&2 ;;
  *) echo "Refused with $status, nothing was created: $(cat "$answer")" >&2 ;;
esac
rm "$answer"
