# targets.bash - what campaigns feed each target with, and the modules it is there for
#
# describe TARGET sets max_len (bytes), modules (sources) and seeds (folders;
# what has to be made of them goes to $work/seeds).
#
# SPDX-License-Identifier: GPL-3.0-or-later

# without_head FILE...: CCTV's vectors say first what to expect, up to an empty line
without_head () {
  local file
  mkdir -p "$work/seeds"
  for file in "$@"; do
    [[ ! -f $file ]] || LC_ALL=C sed '1,/^$/d' "$file" > "$work/seeds/${file##*/}"
  done
}

describe () {
  local material=${VALISE_MATERIAL:-../shared/data}
  case $1 in
    age)
      max_len=8192 seeds=(tests/data/age "$work"/seeds)
      without_head "$material"/age/testdata/*
      modules=(core/age-*.c core/age.c core/bech32.c core/keys.c core/recovery.c) ;;
    bag)
      max_len=16384 seeds=(tests/data/bag "$material"/bagit)
      modules=(sync/bag-{reader,text,path,list}.c sync/tar-reader.c) ;;
    checkpoint)
      max_len=4096 seeds=(tests/data/checkpoint tests/data/note "$material"/{tlog,rfc3161})
      modules=(core/{checkpoint,note,merkle}.c) ;;
    csv)
      max_len=4096 seeds=(tests/data/csv "$material"/{codelists,names})
      modules=(core/csv.c) ;;
    entry)
      max_len=8192 seeds=(tests/data/entry)
      modules=(core/{entry,json}.c core/entry-forget.c sync/{lines,long-line}.c) ;;
    exif)
      max_len=65536 seeds=(tests/data/photos "$material"/exif)
      modules=(app/cell-{container,exif,gps,heif,png,tiff,value}.c core/exif.c) ;;
    import)
      max_len=4096 seeds=(tests/data/import tests/data/csv "$material"/{codelists,un-list})
      modules=(core/import-{lines,columns,sheet,row}.c core/sheet.c core/csv.c) ;;
    minisign)
      max_len=1024 seeds=(tests/data/minisign "$material"/minisign)
      modules=(sync/minisign.c) ;;
    note)
      max_len=8192 seeds=(tests/data/note "$material"/{tlog,rfc3161})
      modules=(core/note.c core/checkpoint.c) ;;
    place)
      max_len=128 seeds=(tests/data/place)
      modules=(core/coordinates.c core/coordinates-grid.c core/grid.cc) ;;
    roster)
      max_len=8192 seeds=(tests/data/roster)
      modules=(sync/{roster-note,member,fingerprint}.c) ;;
    tar)
      max_len=16384 seeds=(tests/data/bag "$material"/archives)
      modules=(sync/tar-reader.c sync/bag-path.c) ;;
    value)
      max_len=1024 seeds=(tests/data/value tests/data/place)
      modules=(core/value.c core/value-{number,place,text,time}.c core/identifier.c core/sheet.c) ;;
    zstd)
      max_len=8192 seeds=(tests/data/zstd "$material"/archives)
      modules=(sync/zstd.c) ;;
  esac
  mapfile -t seeds < <(printf '%s\n' "${seeds[@]}" | while read -r folder; do [[ ! -d $folder ]] || echo "$folder"; done)
}
