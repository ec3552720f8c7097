# targets.bash - what campaigns feed each target with, and the modules it is there for
#
# describe TARGET sets max_len (bytes), modules (sources) and seeds (folders:
# ours, and what is there of $others).
#
# SPDX-License-Identifier: GPL-3.0-or-later

# without_head FILE...: CCTV's vectors say first what to expect, up to an empty
# line; what follows it goes to $work/seeds
without_head () {
  local file
  mkdir -p "$work/seeds"
  for file in "$@"; do
    [[ ! -f $file ]] || LC_ALL=C sed '1,/^$/d' "$file" > "$work/seeds/${file##*/}"
  done
}

describe () {
  local folder wanted
  case $1 in
    age)
      max_len=8192 wanted=(tests/data/age "$work"/seeds)
      without_head "$others"/age/testdata/*
      modules=(core/age-*.c core/age.c core/bech32.c core/keys.c core/recovery.c) ;;
    answer)
      max_len=2048 wanted=(tests/data/answer)
      modules=(core/exif.c core/media.c) ;;
    bag)
      max_len=16384 wanted=(tests/data/bag "$others"/bagit)
      modules=(sync/bag-{reader,content,text,path,list}.c sync/tar-{reader,watch}.c) ;;
    checkpoint)
      max_len=4096 wanted=(tests/data/checkpoint tests/data/note "$others"/{tlog,rfc3161})
      modules=(core/{checkpoint,note,merkle}.c) ;;
    csv)
      max_len=4096 wanted=(tests/data/csv "$others"/{codelists,names})
      modules=(core/csv.c) ;;
    entry)
      max_len=8192 wanted=(tests/data/entry)
      modules=(core/{entry,entry-forget,json}.c sync/{lines,long-line}.c) ;;
    exif)
      max_len=65536 wanted=(tests/data/photos "$others"/exif)
      modules=(app/cell-{container,exif,gps,heif,png,tiff,value}.c core/exif.c) ;;
    import)
      max_len=4096 wanted=(tests/data/import tests/data/csv "$others"/{codelists,un-list})
      modules=(core/import-{lines,columns,sheet,row}.c core/sheet.c core/csv.c) ;;
    minisign)
      max_len=1024 wanted=(tests/data/minisign "$others"/minisign)
      modules=(sync/minisign.c) ;;
    note)
      max_len=8192 wanted=(tests/data/note "$others"/{tlog,rfc3161})
      modules=(core/note.c core/checkpoint.c) ;;
    place)
      max_len=128 wanted=(tests/data/place)
      modules=(core/coordinates.c core/coordinates-grid.c core/grid.cc) ;;
    roster)
      max_len=8192 wanted=(tests/data/roster)
      modules=(sync/{roster-note,member,fingerprint}.c) ;;
    tar)
      max_len=16384 wanted=(tests/data/bag "$others"/archives)
      modules=(sync/tar-{reader,watch}.c sync/bag-path.c) ;;
    value)
      max_len=1024 wanted=(tests/data/value tests/data/place)
      modules=(core/value.c core/value-{number,place,text,time}.c core/identifier.c core/sheet.c) ;;
    zstd)
      max_len=8192 wanted=(tests/data/zstd "$others"/archives)
      modules=(sync/zstd.c) ;;
    *)
      max_len=4096 wanted=("tests/data/$1") modules=() ;;
  esac
  seeds=()
  for folder in "${wanted[@]}"; do
    [[ ! -d $folder ]] || seeds+=("$folder")
  done
}
