# npm.bash - the npm packages of packaging/npm, fetched once, for packaging/root
#
# They are data that the build reads, no programs: nothing in them is run. The
# lock file has no addresses, so whatever registry this machine is set up for
# serves them; npm compares each with the lock file's SHA-512. What was fetched
# lies in the cache folder, keyed by a hash of the lock file.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# npm_folder CACHE: the folder that holds node_modules, whether it is there yet or not
npm_folder () {
  echo "$1/npm-$(cat "$here"/packaging/npm/package*.json | sha256sum | cut -c1-16)"
}

# fetch_npm FOLDER NPM...: fetches into FOLDER with this npm, unless it was done before
fetch_npm () {
  local folder=$1 said
  shift
  [[ ! -e $folder/.complete ]] || return 0
  mkdir -p "$(dirname "$folder")"
  (
    flock 8
    [[ ! -e $folder/.complete ]] || exit 0
    say "fetching the npm packages of packaging/npm (once)"
    rm -rf "$folder" "$folder.new"
    mkdir "$folder.new"
    cp "$here"/packaging/npm/package*.json "$folder.new"
    said=$("$@" ci --prefix "$folder.new" --cache "$folder.new/.npm" --ignore-scripts \
      --no-audit --no-fund --no-update-notifier 2>&1) || {
      printf '%s\n' "$said" >&2
      say "npm could not fetch them: what it said stands above; once they are here, no network is needed"
      exit 1
    }
    rm -rf "$folder.new/.npm"
    touch "$folder.new/.complete"
    mv "$folder.new" "$folder"
  ) 8>"$folder.lock"
}

# What npm of this machine is told of its registry, for npm inside a root:
# bwrap's words, one a line. The certificates lie at the same path in both.
npm_settings () {
  local file name cafile=""
  [[ ! -r $HOME/.npmrc ]] || printf '%s\n' --ro-bind "$HOME/.npmrc" /tmp/home/.npmrc
  [[ ! -r /etc/npmrc ]] || printf '%s\n' --ro-bind /etc/npmrc /tmp/home/npmrc \
    --setenv npm_config_globalconfig /tmp/home/npmrc
  [[ ! -r $HOME/.npmrc ]] || cafile=$(sed -n 's/^cafile *= *//p' "$HOME/.npmrc" | tail -1)
  for name in NODE_EXTRA_CA_CERTS SSL_CERT_FILE HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy \
    https_proxy no_proxy; do
    [[ -z ${!name:-} ]] || printf '%s\n' --setenv "$name" "${!name}"
  done
  for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt \
    "$cafile" "${NODE_EXTRA_CA_CERTS:-}" "${SSL_CERT_FILE:-}"; do
    [[ -z $file || ! -r $file ]] || printf '%s\n' --ro-bind "$file" "$file"
  done
}
