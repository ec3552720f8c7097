# enrolment.bash - the people of the sample case, and how they come to trust each other
#
# SPDX-License-Identifier: GPL-3.0-or-later

declare -A forty
people=(registry farah lind adeko brandt okoye)

make_store () {
  as "$1" init --name "$2" --role "$3" --training --work-factor 10
}

# ask MEMBER: a request in a file, and forty digits to read out
ask () {
  as "$1" vault init
  as "$1" request -o "post/$1.request"
  forty[$1]=$(digits)
}

# admit MEMBER CASE...: headquarters types the digits that were read to it
admit () {
  local cases=() one
  for one in "${@:2}"; do cases+=(--case "$one"); done
  as registry enrol "post/$1.request" --fingerprint "${forty[$1]}" "${cases[@]}" --until 2027-05-31
}

# hand_back MEMBER NAME [INTO]: the roster, and headquarters' digits the other way
hand_back () {
  local into=()
  as registry roster --for "$2" -o "post/$1.roster"
  forty[registry]=$(digits)
  [[ $# -lt 3 ]] || into=(--into "$3")
  as "$1" join "post/$1.roster" --fingerprint "${forty[registry]}" "${into[@]}"
}

wrong_digits_are_refused () {
  scene 'A courier swapped the file? Then the digits differ, and nothing happens.'
  ends=1 as registry enrol post/adeko.request \
    --fingerprint '0000 1111 2222 3333 4444 5555 6666 7777 8888 9999' --case belua-2713
  next 'that nobody was enrolled'
  check 'nobody named Adeko is on the roster yet' \
    '[.members[].member] | index("Tunde Adeko") == null' registry roster
}

play_enrolment () {
  chapter '1. Headquarters, two experts, a coordinator, a JMAC officer, a custodian'
  scene 'Headquarters makes its registry and names the two cases of this mandate.'
  make_store registry 'Panel registry' headquarters
  as registry case add belua-2713 --title 'Belua arms embargo' --basis 'S/RES/2713 (2023)'
  as registry case add talim-1591 --title 'Talim coast measures' --basis 'S/RES/1591 (2005)'
  next 'the cases that records can belong to'
  as registry case list

  scene 'Each makes a store on a laptop of their own, with a vault for what must stay sealed, and asks.' \
    'The digits are read to headquarters by voice: they prove that nobody changed the file on the way.'
  make_store farah 'Ines Farah' custodian
  ask farah
  make_store lind 'Mara Lind' coordinator
  ask lind
  make_store brandt 'Ana Brandt' expert
  ask brandt
  make_store okoye 'Chidi Okoye' jmac
  ask okoye

  scene 'Tunde Adeko is in the field already and records before he is on any roster.'
  make_store adeko 'Tunde Adeko' expert
  record km14 adeko sighting title='Sacks under a net, km 14' \
    place='told=Kilometre 14 of the Kasira road, behind the burnt lorry' seen='circa 2026-04-12' \
    how-known=own-eyes description='Seen from the moving car. About thirty sacks, squared, too square for charcoal.'
  next 'what is missing: hazards were not asked about, so it is kept and marked incomplete'
  check 'the record is kept, incomplete, in the case "unassigned"' \
    '.case == "unassigned" and (.incomplete | index("hazards") != null)' adeko show "${R[km14]}"
  ask adeko
  wrong_digits_are_refused
}

play_joining () {
  scene 'Headquarters takes them onto its roster; the custodian first, for everybody compares her key too.'
  admit farah belua-2713 talim-1591
  admit lind belua-2713 talim-1591
  admit adeko belua-2713
  admit brandt belua-2713 talim-1591
  admit okoye belua-2713
  next 'who is on the roster, in which role, for which cases'
  as registry roster
  check 'six devices are enrolled' '(.members | length) == 6' registry roster

  scene 'And back: each gets a roster of their own, and compares the digits of headquarters.'
  hand_back farah 'Ines Farah'
  hand_back lind 'Mara Lind'
  hand_back adeko 'Tunde Adeko' belua-2713
  hand_back brandt 'Ana Brandt'
  hand_back okoye 'Chidi Okoye'
  check 'what Tunde had recorded before moved into the case' '.case == "belua-2713"' adeko show "${R[km14]}"
}
