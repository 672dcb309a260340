# Chooses the JDK that builds and runs Preheat. Sourced by ./mvnw and ./preheat; POSIX sh.
# Sets and exports JAVA_HOME to a JDK 25, or says what to install and exits 69 (EX_UNAVAILABLE).

PREHEAT_JDK=25

# True when $1 is the home of a JDK of the wanted version: it has a compiler, and its release file says so.
is_wanted_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q "^JAVA_VERSION=\"$PREHEAT_JDK[.\"]" "$1/release"
}

choose_jdk() {
  jdk_on_path=$(command -v javac 2>/dev/null) && jdk_on_path=$(readlink -f "$jdk_on_path" 2>/dev/null) || jdk_on_path=
  set +f
  for jdk_home in "${JAVA_HOME-}" "${jdk_on_path%/bin/javac}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* \
    "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$jdk_home" ] && is_wanted_jdk "$jdk_home"; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<EOF
Preheat needs a JDK $PREHEAT_JDK, and none was found: not in JAVA_HOME, not on the PATH, not in the usual folders.
Install one of these, then run the same command again:
  any system      Eclipse Temurin $PREHEAT_JDK from https://adoptium.net
  Debian, Ubuntu  apt install openjdk-$PREHEAT_JDK-jdk-headless   (where the release has it; else Temurin)
  Fedora          dnf install java-$PREHEAT_JDK-openjdk-devel
  macOS           brew install openjdk@$PREHEAT_JDK
  SDKMAN          sdk install java $PREHEAT_JDK-tem
It may stand beside an older one. To name it yourself: JAVA_HOME=/path/to/jdk-$PREHEAT_JDK
EOF
  return 69
}

choose_jdk || exit $?
