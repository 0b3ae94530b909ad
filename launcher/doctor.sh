# Says what is there, what is missing and how to install it.

DOCTOR_MISSING=0

found() { printf '  ok       %-22s %s\n' "$1" "$2"; }

missing() {
  printf '  missing  %-22s %s\n' "$1" "$2"
  DOCTOR_MISSING=$((DOCTOR_MISSING + 1))
}

optional() { printf '  optional %-22s %s\n' "$1" "$2"; }

check_java() {
  local jdk
  if jdk=$(find_java); then found "JDK 25" "$jdk"; else missing "JDK 25" "$(java_remedy)"; fi
}

check_downloader() {
  if command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1; then
    found "curl or wget" "for the Maven wrapper"
  else
    missing "curl or wget" "$(if on_macos; then echo 'brew install curl'; else echo 'apt install curl (or dnf install curl)'; fi)"
  fi
}

check_python() {
  if python_is_ready; then
    found "trainer environment" "$(python_interpreter)"
  elif find_uv >/dev/null || command -v python3 >/dev/null 2>&1; then
    missing "trainer environment" "./downshift setup"
  else
    missing "Python 3.11 to 3.14" "$(if on_macos; then echo 'brew install python@3.12 uv'; else echo 'apt install python3 python3-venv (or dnf install python3)'; fi)"
  fi
}

check_postgres() {
  if postgres_is_ready; then
    found "PostgreSQL 18, pgvector" "${DOWNSHIFT_POSTGRES:-$POSTGRES_FOLDER}"
  else
    missing "PostgreSQL 18, pgvector" "./downshift setup"
  fi
}

# PostgreSQL refuses to run as root, so the embedded one needs a way to drop privileges.
check_privileges() {
  [ "$(id -u)" = 0 ] || return 0
  if unshare --user --map-user=1000 --map-group=1000 true 2>/dev/null; then
    found "dropping privileges" "unshare (you are root)"
  elif command -v setpriv >/dev/null 2>&1; then
    found "dropping privileges" "setpriv (you are root)"
  else
    missing "dropping privileges" "PostgreSQL does not run as root: apt install util-linux, or start Downshift as another user"
  fi
}

check_chromium() {
  local browser
  if browser=$(find_chromium); then found "Chromium" "$browser"; else optional "Chromium" "only for the browser tests: $(chromium_remedy)"; fi
}

check_space() {
  local free
  free=$(df -Pk "$PROJECT" | awk 'NR == 2 { print int($4 / 1048576) }')
  if [ "$free" -ge 10 ]; then found "disk space" "$free GB free"; else missing "disk space" "$free GB free, 10 GB are needed for the trainer and the models"; fi
}

check_accelerator() {
  if command -v nvidia-smi >/dev/null 2>&1; then found "GPU" "$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1)"; else optional "GPU" "none; training runs on the CPU"; fi
}

doctor() {
  if [ "${1:-}" = --install ]; then
    setup --tests
    install_chromium
  elif [ $# -gt 0 ]; then
    problem "doctor knows --install only"
    usage >&2
    return 2
  fi
  check_java
  check_downloader
  check_python
  check_postgres
  check_privileges
  check_chromium
  check_space
  check_accelerator
  if [ "$DOCTOR_MISSING" -gt 0 ]; then
    problem "$DOCTOR_MISSING missing; './downshift doctor --install' installs what it can"
    return 1
  fi
}
