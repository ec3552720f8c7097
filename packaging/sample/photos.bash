# photos.bash - the sample case's photos are taken in and linked
#
# SPDX-License-Identifier: GPL-3.0-or-later

# import MEMBER RECORD NAME...: photos for one record
import () {
  local paths=() name
  for name in "${@:3}"; do paths+=("photos/$name"); done
  as "$1" photos --record "${R[$2]}" "${paths[@]}"
}

play_photos () {
  chapter '4. Photos'
  scene 'Each photo is hashed first and kept byte for byte; then the camera is asked what it wrote.'
  import adeko depot crate.jpg receiver.jpg headstamp.tif truck.heic
  import adeko market tins.jpg
  import brandt inspection container.jpg ship.jpg certificate.png
  next 'whether what the cameras say fits: one photo was "taken" on the wrong side of the ocean'
  check 'five photos came in' '.records | length == 5' adeko list photo
  contradiction

  scene 'The same photo once more, for another record: one stored file, two mentions.'
  local before
  before=$(facts adeko status | jq .files.present)
  import adeko crates crate.jpg
  check 'no further file is stored' ".files.present == $before" adeko status
  check 'but the photo is there twice' '.records | length == 6' adeko list photo
}

contradiction () {
  local photo
  for photo in $(facts adeko list photo | jq -r '.records[].record'); do
    facts adeko show "$photo" | jq -e \
      '(.fields.gps.value // {} | (.lon // "0") | tonumber) > 0' >/dev/null || continue
    R[mirrored]=${photo:0:8}
  done
  [[ -n ${R[mirrored]:-} ]] || fail 'no photo lies east'
  as adeko show "${R[mirrored]}"
  check 'it is kept as the camera wrote it, never corrected silently' \
    '(.fields.gps.value.lon | tonumber) > 9' adeko show "${R[mirrored]}"
  as adeko edit "${R[mirrored]}" caption='Tins at Belua market' subject=packaging \
    place="at=2.251361 S 9.402222 W; method=gps" \
    release-note='The camera wrote E for W: its place lies 2090 km east of the market.'
}
