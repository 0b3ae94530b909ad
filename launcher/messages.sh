# How the launcher speaks. Progress goes to standard error, so that output can be piped.

say() { printf '%s\n' "$*" >&2; }

problem() { printf 'downshift: %s\n' "$*" >&2; }

# fail MESSAGE REMEDY
fail() {
  problem "$1"
  printf '  %s\n' "$2" >&2
  exit 1
}

on_macos() { [ "$(uname -s)" = Darwin ]; }
