response=$(mktemp)
trap 'rm "$response"' EXIT
result=$(curl --silent --output "$response" --write-out "%{http_code} %{content_type}" --max-time 60 \
  https://api.dari.dev/v1/agents/agt_123/sessions \
  --request POST \
  --header "Authorization: Bearer $DARI_API_KEY") || result="no response"

case $result in
  2*) cat "$response"; exit ;;
  408* | 460* | 499*) ;; # a gateway may send these, or a page, although the API has created the session
  4*json*) echo "No session was created ($result): $(cat "$response")" >&2; exit 1 ;;
esac
echo "The session may exist ($result): look for it before you try again." >&2
exit 1
