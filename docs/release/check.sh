#!/usr/bin/env bash
# Builds what would be published twice, in two folders, and compares; then looks whether each module
# has what a repository of releases asks for. Prints the checksums; ends with 0 if all is as it should be.
#   docs/release/check.sh [FOLDER]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
# those that are published, and the parent that they name
modules="sm-parent sm-spring-boot-autoconfigure sm-spring-boot-starter"

for build in first second; do
  rm -rf "$work/$build" "$work/$build-repository"
  git clone --quiet "$root" "$work/$build"
  (cd "$work/$build" && mvn -B -ntp -q -Prelease -Dmaven.test.skip.exec=true deploy \
    -DaltDeploymentRepository="check::file://$work/$build-repository")
  (cd "$work/$build-repository" && find . -type f \( -name '*.jar' -o -name '*.pom' -o -name '*-cyclonedx.json' \) -print0 | sort -z |
    xargs -0 sha256sum | sed -E 's/-[0-9]{8}\.[0-9]{6}-[0-9]+/-SNAPSHOT/') > "$work/$build.sums"
  (cd "$work/$build" && sha256sum sample-app/target/sample-app.jar) >> "$work/$build.sums"
  rm -rf "$work/$build"
done
cat "$work/first.sums"
diff "$work/first.sums" "$work/second.sums"
echo "both builds are the same, byte for byte"

missing=0
for module in $modules; do
  pom=$(find "$work/first-repository" -path "*/$module/*" -name '*.pom')
  if [ "$module" != sm-parent ]; then
    for kind in "" -sources -javadoc; do
      find "$work/first-repository" -path "*/$module/*" -name "$module-*$kind.jar" | grep -q . || { echo "$module: no jar '$kind'"; missing=1; }
    done
  fi
  for element in name description; do
    grep -q "<$element>" "$pom" || { echo "$module: no <$element>"; missing=1; }
  done
done
for element in url licenses developers scm; do
  grep -q "<$element" "$(find "$work/first-repository" -path '*/sm-parent/*' -name '*.pom')" || { echo "sm-parent: no <$element>"; missing=1; }
done
if grep -q '<sm.project.url>https://example.org/' "$root/pom.xml"; then
  echo "note: sm.project.url is still the placeholder of pom.xml"
fi
[ "$missing" -eq 0 ] && echo "every module has its jar, sources, Javadoc, and what its pom must say"
exit "$missing"
