#!/usr/bin/env bash
# Does what docs/aot.md says with the sample: processes it ahead of time, starts it so, then with a class archive,
# then, where the JVM has one, with an AOT cache: run.sh [FOLDER]. Fails where an instance does not own all its shards.
# Needs a JDK, Maven, curl, and the port 18080. JAVA_HOME says which JVM, as it does for Maven. It builds in a copy, so
# that nothing of it is left where others build.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work/source"
work=$(cd "$work" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=18080
pid=""
finish() { [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true; }
trap finish EXIT

fail() {
  echo "FAILED: $1" >&2
  tail -n 30 "$work/$2.log" >&2 || true
  exit 1
}

# start NAME OPTION...: starts the sample, waits until it has imported its data, which all shards must be owned for,
# and stops it in good order
start() {
  local name=$1 counts
  shift
  (cd "$work" && exec "$java" "$@" --spring.profiles.active=demo --server.port=$port) >"$work/$name.log" 2>&1 &
  pid=$!
  for _ in $(seq 240); do
    counts=$(curl -sf "127.0.0.1:$port/counts" || true)
    if [[ $counts == *'"total":473323020332,"complete":true'* ]]; then break; fi
    kill -0 "$pid" 2>/dev/null || fail "$name has ended" "$name"
    sleep 0.5
  done
  [[ $counts == *'"total":473323020332'* ]] || fail "$name has counted $counts" "$name"
  [ "$(curl -sf "127.0.0.1:$port/actuator/shards" | grep -o '"state":"HELD"' | wc -l)" = 64 ] || fail "$name does not hold 64 shards" "$name"
  kill "$pid"
  wait "$pid" || true
  pid=""
  grep -oE 'Start(ing AOT-processed|ed) [A-Za-z]+( in [0-9.]+ seconds)?' "$work/$name.log" | sed "s/^/$name: /"
}

echo "1. processed ahead of time"
(cd "$root" && tar --exclude=.git --exclude=docs/benchmarks/target -cf - .) | tar -xf - -C "$work/source"
(cd "$work/source" && mvn -B -ntp -q -Paot -pl sample-app -am -DskipTests package)
mv "$work/source/sample-app/target/sample-app.jar" "$work/processed.jar"
rm -rf "$work/source"
start processed -Dspring.aot.enabled=true -jar processed.jar
grep -q 'Starting AOT-processed' "$work/processed.log" || fail "nothing was processed" processed

echo "2. with a class archive"
(cd "$work" && "$java" -Djarmode=tools -jar processed.jar extract --destination extracted --force) >"$work/extract.log" 2>&1
(cd "$work" && "$java" -XX:ArchiveClassesAtExit=sample.jsa -Dspring.context.exit=onRefresh -Dspring.aot.enabled=true \
  -jar extracted/processed.jar --spring.profiles.active=demo) >"$work/train.log" 2>&1 || fail "no archive" train
start archived -XX:SharedArchiveFile=sample.jsa -Xshare:on -Dspring.aot.enabled=true -jar extracted/processed.jar

echo "3. with an AOT cache"
if "$java" -XX:AOTCacheOutput="$work/none.aot" -version >/dev/null 2>&1; then
  (cd "$work" && "$java" -XX:AOTCacheOutput=sample.aot -Dspring.context.exit=onRefresh -Dspring.aot.enabled=true \
    -jar extracted/processed.jar --spring.profiles.active=demo) >"$work/train-cache.log" 2>&1 || fail "no cache" train-cache
  start cached -XX:AOTCache=sample.aot -Dspring.aot.enabled=true -jar extracted/processed.jar
else
  echo "this JVM has none (Java 25 and newer do)"
fi
echo "as in docs/aot.md"
