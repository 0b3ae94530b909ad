# Builds what is not built, and runs it.

VERSION=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$PROJECT/pom.xml")
CLI_FOLDER=$PROJECT/cli/target/cli
STANDALONE_NAME=platform-standalone-$VERSION-exec.jar
STANDALONE_JAR=$PROJECT/platform-standalone/target/$STANDALONE_NAME
STANDALONE_FOLDER=$PROJECT/platform-standalone/target/standalone
EDGE_JAR=$PROJECT/platform-edge/target/platform-edge-$VERSION-exec.jar

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
  build_archive
  [ "$STANDALONE_FOLDER" -nt "$STANDALONE_JAR" ] || unpack_archive || build_failed
}

# Libraries side by side are loaded faster than those inside one archive, and the JVM can share them between starts.
unpack_archive() {
  rm -rf "$STANDALONE_FOLDER"
  "$JDK/bin/java" -Djarmode=tools -jar "$STANDALONE_JAR" extract --destination "$STANDALONE_FOLDER" >&2
}

build_archive() {
  is_current "$STANDALONE_JAR" engine db platform-core platform-http platform-api platform-gateway platform-worker platform-web platform-edge \
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

# What the platform needs; with --tests, what only tests drive against it too.
setup() {
  case "${1:-}" in
    '' | --tests) ;;
    *)
      problem "setup knows --tests only"
      usage >&2
      return 2
      ;;
  esac
  mkdir -p "$HOME_FOLDER"
  install_postgres
  install_python
  [ "${1:-}" = --tests ] || return 0
  install_client
  install_exporters
}

run_standalone() {
  export DOWNSHIFT_PYTHON
  DOWNSHIFT_PYTHON=$(python_interpreter)
  export DOWNSHIFT_TRAINING_MODELS=$MODELS_FOLDER
  share_classes "$STANDALONE_FOLDER"
  exec "$JDK/bin/java" "${SHARED_CLASSES[@]}" -Xmx768m --enable-native-access=ALL-UNNAMED -Ddownshift.home="$HOME_FOLDER" \
    -Ddownshift.model-servers.edge-jar="$EDGE_JAR" -jar "$STANDALONE_FOLDER/$STANDALONE_NAME" "$@"
}

run_cli() {
  export DOWNSHIFT_HOME=$HOME_FOLDER
  share_classes "$CLI_FOLDER"
  exec "$JDK/bin/java" "${SHARED_CLASSES[@]}" -jar "$CLI_FOLDER/cli.jar" "$@"
}

# A first run leaves an archive of its classes when it ends, with which later ones start in half the time.
share_classes() { SHARED_CLASSES=(-XX:+UseSerialGC -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$1/classes.jsa" -Xlog:disable); }
