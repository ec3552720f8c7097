# stage.bash - how the sample case is played: who types what, and what must come of it
#
# A member's name is the name of the store's folder below the sample folder,
# which is the current one. R holds the ids of records by a short name, as a
# person would note them on paper: eight digits. POST holds the bundle that was
# written last for each recipient.
#
# SPDX-License-Identifier: GPL-3.0-or-later

declare -A R POST
declare -i checks=0
OUT=
quiet=${quiet:-no}
valise=${valise:-valise}

tell () {
  [[ $quiet == yes ]] || printf '%s\n' "$@"
}

chapter () {
  tell '' "$(printf '=%.0s' {1..78})" "$1" "$(printf '=%.0s' {1..78})"
}

# What happens, in a sentence or two, before the commands that do it.
scene () {
  tell '' "$@"
}

next () {
  tell "  -> what a person would look at next: $1"
}

fail () {
  printf 'sample case: %s\n' "$1" >&2
  [[ -z $OUT ]] || printf '%s\n' 'the last command printed:' "$OUT" >&2
  exit 1
}

# One word as a person would quote it.
quoted () {
  local name= text=$1
  [[ ! $text =~ ^[A-Za-z0-9_./=:@,+-]+$ ]] || { printf '%s' "$text"; return; }
  [[ ! $text =~ ^([a-z0-9.-]+=)(.*)$ ]] || name=${BASH_REMATCH[1]} text=${BASH_REMATCH[2]}
  text=${text//\\/\\\\} text=${text//\"/\\\"} text=${text//\$/\\\$}
  printf '%s"%s"' "$name" "$text"
}

# Broken between words, never between an option and what it takes.
show_command () {
  local line="\$ valise --store $1" piece
  shift
  while [[ $# -gt 0 ]]; do
    piece=$(quoted "$1")
    if [[ $1 == -* && $# -gt 1 && $2 != -* ]]; then
      piece+=" $(quoted "$2")"
      shift
    fi
    shift
    if ((${#line} + ${#piece} > 96)); then
      tell "$line \\"
      line="   "
    fi
    line+=" $piece"
  done
  tell "$line"
}

# as MEMBER COMMAND...: runs it, shows it and what it printed, which is in OUT
# then. It must end with 0, or with $ends.
as () {
  local code=0
  [[ $quiet == yes ]] || show_command "$@"
  OUT=$("$valise" --store "$1" "${@:2}" 2>&1) || code=$?
  [[ $quiet == yes || -z $OUT ]] || sed 's/^/    /' <<<"$OUT"
  [[ $code -eq ${ends:-0} ]] || fail "valise --store $* ended with $code"
}

# facts MEMBER COMMAND...: its JSON, for a check; nobody sees it.
facts () {
  "$valise" --store "$1" "${@:2}" --json 2>/dev/null || fail "valise --store $* --json failed"
}

# check SENTENCE FILTER MEMBER COMMAND...: the filter must say true of the JSON
check () {
  local json
  json=$(facts "${@:3}") || exit 1
  jq -e "$2" <<<"$json" >/dev/null || {
    OUT=$json
    fail "this is not so: $1"
  }
  checks+=1
  tell "  checked: $1"
}

# says SENTENCE TEXT: the last output must contain the text
says () {
  grep -qF -- "$2" <<<"$OUT" || fail "this is not so: $1"
  checks+=1
}

# record NAME MEMBER TYPE FIELD=VALUE...: adds it and notes its id
record () {
  as "$2" add "${@:3}"
  local id
  id=$(grep -xE '[0-9a-f]{32}' <<<"$OUT") || fail "no record id was printed for $1"
  R[$1]=${id:0:8}
}

# seal MEMBER RECORD FIELD TEXT: typed, so that it stays in no history
seal () {
  local code=0
  [[ $quiet == yes ]] || tell "$(show_command "$1" edit "$2" "$3=@-")    (typed: $4)"
  OUT=$("$valise" --store "$1" edit "$2" "$3=@-" 2>&1 <<<"$4") || code=$?
  [[ $quiet == yes || -z $OUT ]] || sed 's/^/    /' <<<"$OUT"
  [[ $code -eq 0 ]] || fail "sealing $3 ended with $code"
}

# post MEMBER RECIPIENT...: packs, and notes each bundle by who it is for
post () {
  local arguments=() to path= line
  for to in "${@:2}"; do arguments+=(--to "$to"); done
  as "$1" pack "${arguments[@]}" -o post
  while IFS= read -r line; do
    if [[ $line == post/*.valise ]]; then
      path=$line
    elif [[ $line =~ ^\ \ For\ +(.*)\ \([a-z]+\)$ && -n $path ]]; then
      POST[${BASH_REMATCH[1]}]=$path
      path=
    fi
  done <<<"$OUT"
}

# digits: the forty digits that the last command showed
digits () {
  grep -oE '([0-9]{4} ){9}[0-9]{4}' <<<"$OUT" | head -1
}
