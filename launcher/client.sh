# The OpenAI client for Python, which a test drives unchanged against the gateway. The product does not need it.

CLIENT_FOLDER=$HOME_FOLDER/openai-client
CLIENT_PACKAGE=openai==3.54.0

client_is_ready() {
  [ -x "$CLIENT_FOLDER/bin/python" ] && [ "$(cat "$CLIENT_FOLDER/installed" 2>/dev/null)" = "$CLIENT_PACKAGE" ]
}

install_client() {
  client_is_ready && return 0
  install_uv
  say "Installing the OpenAI client, for a test, into $CLIENT_FOLDER"
  { "$(find_uv)" venv --quiet --allow-existing --python "$PYTHON_VERSIONS" "$CLIENT_FOLDER" &&
    "$(find_uv)" pip install --quiet --python "$CLIENT_FOLDER" "$CLIENT_PACKAGE"; } >&2 ||
    fail "the OpenAI client could not be installed." "Check that the Python registry can be reached, then repeat."
  echo "$CLIENT_PACKAGE" >"$CLIENT_FOLDER/installed"
}
