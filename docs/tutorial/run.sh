#!/usr/bin/env bash
# Does docs/tutorial.md in an empty folder, and fails where the answer is another one: run.sh [FOLDER].
# Needs a JDK, Maven, curl and redis-server, the ports 8080 to 8083, 7401 to 7403, 6371 and 6372, and sm in the local Maven repository.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$(mktemp -d)}
owner=""
declare -A pids=()
finish() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap finish EXIT

fail() {
  echo "FAILED: $1" >&2
  tail -n 30 ./*.log >&2 || true
  exit 1
}

# begin NAME ARGUMENT...
begin() {
  local name=$1
  shift
  java -jar target/visits-1.jar "$@" >"$name.log" 2>&1 &
  pids[$name]=$!
}

# ready NAME PORT
ready() {
  for _ in $(seq 240); do
    if curl -sf "127.0.0.1:$2/actuator/health/readiness" >/dev/null; then return; fi
    kill -0 "${pids[$1]}" 2>/dev/null || fail "$1 has ended"
    sleep 0.5
  done
  fail "$1 is not ready after 120 s"
}

# end NAME SIGNAL
end() {
  kill "-$2" "${pids[$1]}"
  wait "${pids[$1]}" 2>/dev/null || true
  unset "pids[$1]"
}

field() { sed -E "s/.*\"$1\":\"?([^,\"}]*).*/\1/"; }

# visit PORT PAGE
visit() { curl -sS -f --max-time 60 --retry 9 -X POST "127.0.0.1:$1/visits/$2"; }

# expect COUNT PORT PAGE: the visit is counted as the COUNTth; sets owner
expect() {
  local answer
  answer=$(visit "$2" "$3") || fail "no answer to a visit of $3 at $2"
  echo "  at $2: $answer"
  [ "$(field count <<<"$answer")" = "$1" ] || fail "visit $1 of $3 was expected"
  owner=$(field owner <<<"$answer")
  owner=${owner#visits-}
}

# three PROFILES: three instances, ready
three() {
  for i in 1 2 3; do begin "visits-$i" --spring.profiles.active="$1" --instance=$i; done
  for i in 1 2 3; do ready "visits-$i" "808$i"; done
}

cd "$folder"
[ -z "$(ls -A)" ] || fail "$folder is not empty"
cp -r "$here"/visits/. .

echo "1. build and test"
mvn -B -ntp -q package

echo "2. one instance, no server"
begin one
ready one 8080
expect 1 8080 home
expect 2 8080 home
curl -sS -f 127.0.0.1:8080/actuator/shards >shards.json
grep -o '"state":"HELD"' shards.json | wc -l | sed 's/$/ shards are held/'
end one TERM

echo "3. three instances that are their own store"
three three
expect 1 8081 home
first=$owner
expect 2 8082 home
expect 3 8083 home
[ "$owner" = "$first" ] || fail "one owner was expected for all visits"

echo "4. an orderly stop hands the counts over"
end "visits-$owner" TERM
expect 4 "808$((owner % 3 + 1))" home
begin "visits-$first" --spring.profiles.active=three --instance="$first"
ready "visits-$first" "808$first"
expect 5 "808$first" home
for i in 1 2 3; do end "visits-$i" TERM; done

echo "5. counts that outlive a kill"
cp "$here/fenced/VisitShards.java" src/main/java/com/example/visits/
cp "$here/fenced/application-redis.yml" src/main/resources/
rm -r src/test
mvn -B -ntp -q clean package
for port in 6371 6372; do
  redis-server --port $port --bind 127.0.0.1 --save '' >"redis-$port.log" 2>&1 &
  pids[redis-$port]=$!
done
three three,redis
expect 1 8081 home
expect 2 8082 home
end "visits-$owner" KILL
expect 3 "808$((owner % 3 + 1))" home
echo "as in the tutorial"
