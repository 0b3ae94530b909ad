# Instrumentations and exporters of OpenTelemetry for Python, which a test drives unchanged against the receiver. The product does not need them.

EXPORTERS_FOLDER=$HOME_FOLDER/exporters
EXPORTERS_REQUIREMENTS=$PROJECT/platform-standalone/src/test/python/requirements.txt

exporters_are_ready() {
  [ -x "$EXPORTERS_FOLDER/bin/python" ] && cmp -s "$EXPORTERS_REQUIREMENTS" "$EXPORTERS_FOLDER/requirements.installed"
}

install_exporters() {
  exporters_are_ready && return 0
  install_uv
  say "Installing exporters of OpenTelemetry, for a test, into $EXPORTERS_FOLDER"
  { "$(find_uv)" venv --quiet --allow-existing --python "$PYTHON_VERSIONS" "$EXPORTERS_FOLDER" &&
    "$(find_uv)" pip install --quiet --python "$EXPORTERS_FOLDER" -r "$EXPORTERS_REQUIREMENTS"; } >&2 ||
    fail "the exporters could not be installed." "Check that the Python registry can be reached, then repeat."
  cp "$EXPORTERS_REQUIREMENTS" "$EXPORTERS_FOLDER/requirements.installed"
}
