# valise.bash - completion of valise in bash
#
# The program itself knows what may stand where: `valise __complete WORD…`
# prints one candidate a line, "//file" or "//folder" where bash's own are
# meant. No store is opened.
#
# SPDX-License-Identifier: GPL-3.0-or-later

_valise ()
{
  local line=${COMP_LINE:0:COMP_POINT} cur candidate before
  local -a words

  COMPREPLY=()
  # Blanks part words here; bash parts them at = and : too.
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cur=${words[-1]}
  before=
  [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]] && before=${cur%%=*}=

  while IFS= read -r candidate; do
    case $candidate in
      //file)
        compopt -o filenames 2> /dev/null
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
        ;;
      //folder)
        compopt -o filenames 2> /dev/null
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur")
        ;;
      *)
        [[ $candidate == *= ]] && compopt -o nospace 2> /dev/null
        COMPREPLY+=("${candidate#"$before"}")
        ;;
    esac
  done < <("${words[0]}" __complete "${words[@]:1}" 2> /dev/null)
}

complete -F _valise valise
