# Builds the service and the benchmarks where that is needed, and sets JAVA_HOME and classes. Sourced by bench/run and
# bench/cluster, in the repository's directory.
./preheat --version # builds target/run when that is needed
. .mvn/jdk.sh
classes=$PWD/target/bench-classes
if [ ! -e "$classes/built" ] || [ -n "$(find bench/src target/run/preheat.jar -newer "$classes/built" -print -quit)" ]; then
  rm -rf "$classes" && mkdir -p "$classes"
  "$JAVA_HOME/bin/javac" -Xlint:all -Werror -d "$classes" -cp target/run/preheat.jar bench/src/*.java
  touch "$classes/built"
fi
