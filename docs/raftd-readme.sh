#!/bin/sh
# Does what the README of raftd (github.com/impact-eintr/raftd) shows, with the same curl lines but for the prefix of
# the paths, on three members: raftd-readme.sh HOST:PORT HOST:PORT HOST:PORT. Fails where the answer is another one.
set -eu
a=$1 b=$2 c=$3
ttl=${TTL:-10}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

head -c 60000 /dev/urandom >test.png

curl -sS -f -X PUT $a/sm/kv/test -T ./test.png
for node in $a $b $c; do
  curl -sS -f -L $node/sm/kv/test --output 1.png
  cmp test.png 1.png || fail "$node has another value"
done

one() {
  curl -sS -f -XPOST $a/sm/lease/keepalive/$ID -d 'key=nodeinfo' -d 'data={\"http_addr\":\"127.0.0.1:9001\",\"tcp_addr\":\"127.0.0.1:9002\",\"node_id\":1,\"weight\":1}'
}
two() {
  curl -sS -f -XPOST $b/sm/lease/keepalive/$ID2 -d 'key=nodeinfo1' -d 'data={\"http_addr\":\"127.0.0.1:9003\",\"tcp_addr\":\"127.0.0.1:9004\",\"node_id\":2,\"weight\":2}'
}
find() {
  curl -s -XPOST $c/sm/lease/kv/nodeinfo -d 'prefix=/esq/node'
}

ID=$(curl -s -XPOST $a/sm/lease/grant\?ttl=$ttl\&name=/esq/node-1)
[ "$(one)" = null ] || fail "keepalive answered something else"
ID2=$(curl -s -XPOST $b/sm/lease/grant\?ttl=$ttl\&name=/esq/node-2)
two >/dev/null
found=$(find)
echo "$found"
case $found in
*'"node_id":1'*'"node_id":2'*) ;;
*) fail "not both services are there" ;;
esac

# service 2 stops; service 1 goes on
i=0
while [ $i -lt $((3 * ttl)) ]; do
  one >/dev/null
  sleep 0.5
  i=$((i + 1))
done
found=$(find)
echo "$found"
case $found in
*'"node_id":2'*) fail "service 2 is still there" ;;
*'"node_id":1'*) ;;
*) fail "service 1 is gone" ;;
esac

curl -sS -f $a/sm/lease/timetolive/$ID
echo
[ "$(curl -sS -f -XPOST $a/sm/lease/revoke/$ID)" = null ] || fail "revoke answered something else"
[ "$(find)" = "[]" ] || fail "a service is left"
[ "$(curl -s -o /dev/null -w '%{http_code}' -XPOST $a/sm/lease/keepalive/$ID)" = 404 ] || fail "a revoked lease lives"
[ "$(curl -s -o /dev/null -w '%{http_code}' $a/sm/kv/none)" = 404 ] || fail "a missing key is there"
curl -sS -f -X DELETE $c/sm/kv/test
[ "$(curl -s -o /dev/null -w '%{http_code}' $a/sm/kv/test)" = 404 ] || fail "a deleted key is there"
echo "as in the README"
