# camera.bash - what the made-up cameras write into the sample case's photos
#
# Belua lies in the South Atlantic, where there is no land: 1.5 to 3.5 degrees
# south, 8 to 10 west.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# tag FILE ARGUMENT...: one camera for most of them
tag () {
  exiftool -q -overwrite_original -n -Make=Kestrel -Model='Kestrel K2' -SerialNumber=K2-0020417 \
    -LensModel='Kestrel 24-70' -Software='K2 1.4' -Orientation=1 "${@:2}" "$out/$1"
}

# gps LATITUDE N/S LONGITUDE E/W ALTITUDE: as arguments for exiftool
gps () {
  printf '%s\n' "-GPSLatitude=$1" "-GPSLatitudeRef=$2" "-GPSLongitude=$3" "-GPSLongitudeRef=$4" \
    "-GPSAltitude=$5" -GPSAltitudeRef=0 -GPSMapDatum=WGS-84
}

taken () {
  printf '%s\n' "-DateTimeOriginal=$1" "-CreateDate=$1"
  [[ $# -eq 1 ]] || printf '%s\n' "-OffsetTimeOriginal=$2"
}

tag_all () {
  local kasira market talim
  mapfile -t kasira < <(gps 2.214417 S 9.342194 W 312)
  mapfile -t market < <(gps 2.251361 S 9.402222 W 298)
  mapfile -t talim < <(gps 1.980306 S 8.844083 W 6)

  local when
  mapfile -t when < <(taken '2026:04:14 10:22:41' -01:00)
  tag crate.jpg "${when[@]}" "${kasira[@]}"
  mapfile -t when < <(taken '2026:04:14 10:31:07' -01:00)
  tag receiver.jpg "${when[@]}" "${kasira[@]}"
  mapfile -t when < <(taken '2026:04:14 10:36:55')
  tag headstamp.tif "${when[@]}"
  mapfile -t when < <(taken '2026:04:14 11:02:18' -01:00)
  tag truck.heic "${when[@]}" "${kasira[@]}" -GPSImgDirection=214 -GPSImgDirectionRef=T
  mapfile -t when < <(taken '2026:04:21 07:48:30' -01:00)
  tag container.jpg "${when[@]}" "${talim[@]}"
  mapfile -t when < <(taken '2026:04:21 08:15:02')
  tag ship.jpg "${when[@]}" "${talim[@]}" -SerialNumber=K2-0031882
  # the contradiction: this camera wrote E for W, as some do
  mapfile -t when < <(taken '2026:04:17 15:09:33' -01:00)
  tag tins.jpg "${when[@]}" "${market[@]}" -GPSLongitudeRef=E -SerialNumber=K2-0031882
}
