# exchange.bash - bundles between the field and headquarters
#
# SPDX-License-Identifier: GPL-3.0-or-later

play_first_bundle () {
  chapter '5. Bundles'
  scene 'Tunde writes his first bundle for headquarters and gives it to a courier, who takes his time.'
  post adeko headquarters
  early=${POST[Panel registry]}
  next 'that nothing is held by headquarters yet: written is not received'
  as adeko status
  check 'nothing is acknowledged' '.acknowledged == 0 and .entries > 20' adeko status

  scene 'On the road he meets Ana; she takes in what he has, from a stick, with no network.'
  post adeko 'Ana Brandt'
  as brandt inspect "${POST[Ana Brandt]}"
  as brandt reconcile "${POST[Ana Brandt]}"
  check 'she has his rifle' '.fields.serial.value == "31877[2]4"' brandt show "${R[type56]}"
  next 'which of his entries did not come along: looks and bundles concern nobody but headquarters'
  as brandt status
  says 'what is not here is listed' 'of Tunde Adeko: withheld, or not come yet'
  check 'and counted' '.gaps > 0' brandt status
}

# Nobody has seen what the other writes here.
play_changes () {
  scene 'Ana, who is not the author, reads the digit as a 7; Tunde has looked again by raking light: a 2.'
  as brandt edit "${R[type56]}" serial=3187774
  as adeko edit "${R[type56]}" serial=3187724 marking-note='Read again under raking light'
  scene 'Ana has met HERON too, and was given another way to reach her; Tunde heard of a third.'
  seal brandt "${R[heron]}" source-contact 'Her cousin at the ferry, in the morning only'
  seal adeko "${R[heron]}" source-contact 'No longer the pharmacy: the tailor opposite, after dark'
  scene 'And she adds what she saw to a sighting of his: a record of her own, found in it.'
  record bayonet brandt item --parent "${R[market]}" kind=part quantity=3 count-method=counted \
    description='Bayonets, Type 56, folding'
}

play_bundles () {
  scene 'Both write for headquarters. The registry and the coordinator each get a bundle.'
  post brandt headquarters
  from_brandt=${POST[Panel registry]} brandt_to_lind=${POST[Mara Lind]}
  post adeko headquarters
  from_adeko=${POST[Panel registry]} adeko_to_lind=${POST[Mara Lind]}
}

# Any order gives the same; here Ana's bundle comes before what it builds on.
play_arrival () {
  chapter '6. At headquarters: the wrong order'
  scene "Ana's bundle arrives first. It changes records that headquarters has never seen." \
    'It merges all the same; what it builds on is listed as missing.'
  as registry inspect "$from_brandt"
  as registry reconcile "$from_brandt"
  says 'it merges' "merged  $from_brandt"
  next 'what is not there yet: an item that was found in a record nobody here knows'
  as registry status
  as registry show "${R[bayonet]}"

  scene "Then Tunde's second bundle, long before his first one."
  as registry reconcile "$from_adeko"
  says 'it merges' "merged  $from_adeko"
  check 'the item has found its sighting' ".children | any(.record | startswith(\"${R[bayonet]}\"))" \
    registry show "${R[market]}"

  scene 'At last the courier with the first bundle; and somebody hands in the second one again.'
  as registry reconcile "$early" "$from_adeko"
  check 'all of both is known, none of it counts twice' \
    '.bundles | length == 2 and all(.new == 0 and .known == .entries)' registry reconcile "$early" "$from_adeko"
  check 'nothing is missing any more' '.gaps == 0' registry status
  as registry status
}

play_receipts () {
  chapter '7. Receipts'
  scene 'Headquarters answers everybody: receipts, rosters, and what each is cleared for.'
  post registry 'Tunde Adeko' 'Ana Brandt' 'Mara Lind' 'Chidi Okoye' 'Ines Farah'
  check 'to Tunde it is still "sent" before the receipt is in' '.acknowledged == 0' adeko status
  as adeko reconcile "${POST[Tunde Adeko]}"
  check 'now headquarters holds every entry of his' '.acknowledged == .entries' adeko status
  as adeko status
  as adeko show "${R[type56]}" --history
  says 'the history names the receipt' 'held by headquarters: receipt'
  next "Ana's records: they came under Ana's own log, signed by her laptop"
  check "Ana's inspection came to him" '.type == "inspection"' adeko show "${R[inspection]}"
  check 'the other case did not' \
    "[.records[].title] | any(. != null and contains(\"Charcoal\")) | not" adeko list
  as brandt reconcile "${POST[Ana Brandt]}"
  check 'and what Ana wrote is held too' '.acknowledged == .entries' brandt status
}

play_conflicts () {
  chapter '8. What differs is settled'
  scene 'Mara Lind takes in what the experts and the registry sent her.'
  as lind reconcile "$brandt_to_lind" "$adeko_to_lind" "${POST[Mara Lind]}"
  as lind conflicts
  check 'two people differ about a serial number' \
    '[.records[].fields[].field] == ["serial"]' lind conflicts
  next 'the photo of the marking, and who read what when'
  local keep
  keep=$(facts lind conflicts | jq '.records[].fields[] | select(.field == "serial").values[]
    | select(.value == "3187724").keep')
  as lind resolve "${R[type56]}" serial --keep "$keep"

  check 'nobody differs any more, as far as she can see' '.records | length == 0' lind conflicts
  post lind headquarters
  as registry reconcile "${POST[Panel registry]}"

  scene 'The other difference is sealed: not even its handle goes to a coordinator. The registry has the' \
    'handles and nothing that opens them. After both experts said who spoke to HERON last, it is' \
    'settled there, unread.'
  as registry conflicts
  check 'what differs is sealed, both times' \
    '[.records[].fields[] | .field == "source-contact", (.values[] | .sealed)] | length == 3 and all' registry conflicts
  keep=$(facts registry conflicts | jq '.records[].fields[].values[] | select(.by | startswith("Tunde")).keep')
  as registry resolve "${R[heron]}" source-contact --keep "$keep"
  check 'headquarters is of one mind' '.records | length == 0' registry conflicts
}

play_mission () {
  chapter '9. What the mission sees'
  scene 'Chidi Okoye takes in his bundle. He gets what can be acted on, never who said it.'
  as okoye reconcile "${POST[Chidi Okoye]}"
  as okoye list
  check 'the depot, its items, and what KESTREL told are his' \
    "[.records[].record[:8]] | contains([\"${R[depot]}\", \"${R[rifle]}\", \"${R[berth]}\", \"${R[inspection]}\"])" okoye list
  check 'HERON, what HERON told, the strictly confidential note and the other case are not' \
    "[.records[].record[:8]] - ([.records[].record[:8]] - [\"${R[heron]}\", \"${R[convoy]}\", \"${R[rpg]}\", \"${R[deputy]}\", \"${R[charcoal]}\"]) | length == 0" okoye list
  as okoye show "${R[kestrel]}"
  check 'KESTREL: the account, but no place, no hour, no name' \
    '.fields.account != null and .fields.place == null and .fields.started == null and .fields["source-name"] == null' \
    okoye show "${R[kestrel]}"
  as okoye search crates
  check 'his search finds only what is his' '.records | length > 0' okoye search crates
  check 'and nothing of HERON' '.records | length == 0' okoye search convoy
}

play_correction () {
  scene 'Tunde now corrects the market sighting: HERON corroborates it as well as the depot.' \
    'The link leads to an interview that the mission may not know of.'
  as adeko edit "${R[market]}" corroborated-by="${R[depot]};${R[heron]}"
  scene 'And one sighting was entered twice: it is withdrawn, with a reason; nothing is deleted.'
  as adeko withdraw "${R[again]}" --reason "The same visit as ${R[depot]}"
  post adeko headquarters
  as registry reconcile "${POST[Panel registry]}"
  post registry 'Tunde Adeko' 'Ana Brandt' 'Mara Lind' 'Chidi Okoye' 'Ines Farah'
  as okoye reconcile "${POST[Chidi Okoye]}"
  as okoye show "${R[market]}"
  says 'the officer learns that there is a newer value' 'you are not cleared for the change'
  check 'the value he has is marked as changed since' '.fields["corroborated-by"].changed_since' okoye show "${R[market]}"
  check 'the withdrawal reached him, its reason did not' '.withdrawn and .reason == null' okoye show "${R[again]}"
  next 'what to do with a value that was changed: ask the panel'
  local who name
  for who in adeko:'Tunde Adeko' brandt:'Ana Brandt' lind:'Mara Lind'; do
    name=${who#*:} who=${who%%:*}
    as "$who" reconcile "${POST[$name]}"
    check "the settled serial number reached $name" '.fields.serial.value == "3187724"' "$who" show "${R[type56]}"
    check "$name sees no conflict" '.records | length == 0' "$who" conflicts
  done
}

play_custodian () {
  chapter '10. The source custodian'
  scene 'Only the custodian can read who HERON is, with the passphrase of her vault. She sees nothing else of it.'
  as farah reconcile "${POST[Ines Farah]}"
  as farah show "${R[heron]}" --sealed
  check 'the name, and the contact that the coordinator kept without reading it' \
    '.fields["source-name"].opened == "Amina Doré" and (.fields["source-contact"].opened | startswith("No longer"))' \
    farah show "${R[heron]}" --sealed
  check 'but not what HERON said' '.fields.account == null' farah show "${R[heron]}"
  next 'that the look was noted'
  as farah log
}
