# Builds what is not built, and runs it.

CLI_FOLDER=$PROJECT/cli/target/cli
STANDALONE_JAR=$PROJECT/platform-standalone/target/platform-standalone-0.1.0-SNAPSHOT-exec.jar

# Whether a built file is there and no source of the given folders is newer.
is_current() {
  local built=$1
  shift
  [ -e "$built" ] || return 1
  [ -z "$(cd "$PROJECT" && find "$@" \( -path '*/src/main/*' -o -name pom.xml \) -newer "$built" -type f -print 2>/dev/null | head -n 1)" ]
}

maven() { (cd "$PROJECT" && ./mvnw -q "$@") >&2; }

build_failed() { fail "the build failed." "See the messages above; './mvnw package -DskipTests' repeats it, './downshift doctor' says what is missing."; }

build_cli() {
  is_current "$CLI_FOLDER/cli.jar" engine cli pom.xml && return 0
  say "Building the command line (once)"
  maven -Pquick -pl cli -am package -DskipTests || build_failed
}

build_platform() {
  is_current "$STANDALONE_JAR" engine db platform-core platform-api platform-gateway platform-worker platform-web platform-edge \
    cli sample-agent platform-standalone pom.xml && return 0
  say "Building Downshift (a minute or two, once)"
  maven -Pquick package -DskipTests || build_failed
}

# The Java build and the Python environment do not need each other, so they are made at the same time.
prepare_platform() {
  mkdir -p "$HOME_FOLDER"
  install_uv
  (install_postgres && install_python) &
  local installing=$!
  build_platform
  wait "$installing" || exit 1
}

install_everything() {
  mkdir -p "$HOME_FOLDER"
  install_postgres
  install_python
  install_client
}

run_standalone() {
  export DOWNSHIFT_PYTHON
  DOWNSHIFT_PYTHON=$(python_interpreter)
  export DOWNSHIFT_TRAINING_MODELS=$MODELS_FOLDER
  exec "$JDK/bin/java" -Xmx768m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -Ddownshift.home="$HOME_FOLDER" -jar "$STANDALONE_JAR" "$@"
}

# A class-data archive, made at the first run, keeps the start under a second.
run_cli() {
  exec "$JDK/bin/java" -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$CLI_FOLDER/cli.jsa" -Xlog:disable -XX:+UseSerialGC \
    -jar "$CLI_FOLDER/cli.jar" "$@"
}
