# Finds a JDK 25, wherever it was installed, without asking the default one.

JAVA_REMEDY_MACOS="Install one: brew install --cask temurin@25"
JAVA_REMEDY_LINUX="Install one, for example Temurin 25 (apt install temurin-25-jdk, dnf install temurin-25-jdk) or 'sdk install java 25-tem', or set JAVA25_HOME."

java_remedy() { if on_macos; then echo "$JAVA_REMEDY_MACOS"; else echo "$JAVA_REMEDY_LINUX"; fi; }

# Whether a folder holds a JDK 25: every JDK says so in its release file.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

find_java() {
  local candidate
  for candidate in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

require_java() {
  JDK=$(find_java) || fail "no JDK 25 was found (JAVA25_HOME, JAVA_HOME, the system's JVM folders, SDKMAN)." "$(java_remedy)"
  export JAVA_HOME=$JDK
}
