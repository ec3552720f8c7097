# parts.bash - all of the sample case; whoever plays it decides on the order
#
# SPDX-License-Identifier: GPL-3.0-or-later

for part in stage enrolment records-adeko records-brandt photos exchange ending; do
  . "$sample/$part.bash"
done

# begin FOLDER: makes it, with the passphrases and the photos
begin () {
  [[ -x $valise ]] || {
    echo "sample case: $valise is not there; packaging/run builds it" >&2
    exit 1
  }
  [[ ! -e $1 || -z $(ls -A "$1") ]] || {
    echo "sample case: $1 is there already and is not overwritten; name another folder" >&2
    exit 1
  }
  mkdir -p "$1/post" "$1/.valise-sample"
  if [[ -n $photos ]]; then
    cp -r "$photos" "$1/photos"
  else
    tell 'Drawing the photos ...'
    "$sample/make-photos" "$1/photos" >/dev/null
  fi
  cd "$1"
  echo 'a sample, so everybody may know this' >passphrase
  echo 'a sample, and this opens its vaults' >vault-passphrase
  export VALISE_PASSPHRASE_FILE=passphrase VALISE_VAULT_PASSPHRASE_FILE=vault-passphrase
}
