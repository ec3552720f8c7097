# ending.bash - the stores as they are left: searched, looked at, verified
#
# SPDX-License-Identifier: GPL-3.0-or-later

play_ending () {
  local who
  chapter '11. How it stands'
  scene 'The coordinator looks across.'
  as lind search KSR
  as lind list note
  as lind show "${R[type56]}" --history
  as lind status
  check 'all types of record are there' \
    '[.records | keys[]] | contains(["conveyance","document","inspection","interview","item","note","organization","package","person","photo","sighting"])' \
    lind status
  check 'about fifty records, some of them incomplete' \
    '([.records | to_entries[] | select(.key | IN("receipt","custody","case") | not).value] | add) > 40 and .incomplete > 0' lind status

  scene 'Every store re-reads every entry and every file, and checks them against the signed checkpoints.'
  for who in "${people[@]}"; do
    as "$who" verify
    check "the store $who is sound" '.sound' "$who" verify
  done
}
