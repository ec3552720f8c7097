# build.bash - sets a build folder up and builds in it, for packaging/run and packaging/test
#
# SPDX-License-Identifier: GPL-3.0-or-later

# prepare DIRECTORY SETUP-OPTION...: meson setup, once; what it says is shown if it fails
prepare () {
  local directory=$1 said
  shift
  packaging/root true
  [[ ! -e $directory/build.ninja ]] || return 0
  say "setting up $directory/"
  said=$(packaging/root meson setup "$directory" "$@" 2>&1) || {
    printf '%s\n' "$said" >&2
    say "meson could not set up $directory/: what it said stands above"
    return 1
  }
}

# build DIRECTORY TARGET...: all of it without a target
build () {
  packaging/root ninja -C "$1" --quiet "${@:2}" || {
    say "building in $1/ failed: what the compiler said stands above"
    return 1
  }
}
