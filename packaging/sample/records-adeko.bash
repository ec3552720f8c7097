# records-adeko.bash - what Tunde Adeko records inland: the depot, the market, a source
#
# SPDX-License-Identifier: GPL-3.0-or-later

play_depot () {
  scene 'The depot, seen with his own eyes; what lies in it are records of their own, found in it.'
  record depot adeko sighting title='Depot No. 4, Kasira' \
    place='told=The long shed north of the parade ground; name=Depot 4, Kasira; at=2.214417 S 9.342194 W; accuracy=6; method=gps' \
    seen='2026-04-14 10:15 -01:00' seen-until='2026-04-14 11:20 -01:00' how-known=own-eyes \
    observers='Tunde Adeko; Capt. L. Sarr (mission escort)' \
    description='Shed of 40 by 12 m, roof whole. Crates stacked four high along the west wall, tins loose by the door. A truck backed up to the ramp, engine warm.' \
    condition=active hazards='unstable; armed-people' hazards-note='Rusted tins under the west window: nobody moves them.' \
    access-risk=medium controller-type=state-military controller='Directorate of Supply' guarding=guarded \
    guarding-note='Six soldiers, two at the gate' supply-direction=stored supply-from='Port Talim' \
    source-grade=A information-grade=1 perishability=days actionable=yes \
    action-proposed='Ask for access again within 48 hours, before the truck has left.'
  record crates adeko item --parent "${R[depot]}" kind=ammunition ammunition-kind=cartridge calibre=7.62x39 \
    quantity=60 count-method=counted quantity-note='Crates; each says 1260 rounds' lot=07-KSR-19 \
    condition=new consignee='DEPOT 4' marking-method=painted marking-state=intact \
    marking-note='LOT 07-KSR-19 / 7,62 X 39 MM BALL / QTY 1260 CASE 14/60 / NW 38 KG GW 43 KG / B-7'
  record rifle adeko item --parent "${R[depot]}" kind=weapon category=assault-rifle model='AKM' calibre=7.62x39 \
    quantity=1 count-method=counted serial='KB 471937' serial-script=Latn marking-location=receiver-left \
    marking-method=stamped marking-state=worn factory-mark='B7 in a rhombus' year-made=1988 \
    marking-note='KB 471937, 1988, B7 in a rhombus, CAL 7.62' stock='Wood, dark, repaired with a screw'
  record pkm adeko item --parent "${R[depot]}" kind=weapon category=light-machine-gun model=PKM calibre=7.62x54r \
    quantity=2 count-method=counted marking-location=receiver-left marking-state=ground-off \
    marking-note='Both ground off, fresh: bright metal, no rust' features='Ribbed feed covers, fluted barrels'
  record cartridge adeko item --parent "${R[depot]}" kind=ammunition ammunition-kind=cartridge calibre=7.62x39 \
    quantity=1 count-method=counted headstamp='KA 7.62 19 39' headstamp-12=KA headstamp-3=7.62 headstamp-6=19 \
    headstamp-9=39 maker-code=KA case-material=steel-lacquered annulus-colour=red primer='Berdan' lot=07-KSR-19
  record crate adeko package --parent "${R[depot]}" kind=crate quantity=60 count-method=counted \
    package-number='14/60' lot=07-KSR-19 calibre=7.62x39 rounds=1260 net-weight='38 kg' gross-weight='43 kg' \
    marking-state=intact opened=yes marks='B-7' found='Two tins of 630 rounds, soldered, and an opener'
  record tin adeko package --parent "${R[crate]}" kind=tin quantity=2 count-method=counted lot=07-KSR-19 \
    rounds=630 condition=good marking-state=intact opened=no
  record truck adeko conveyance kind=truck registration='KSR 4471' make='not known' \
    model='Six wheels, canvas top' colour='Olive; K-214 on the door' \
    place='at=2.214417 S 9.342194 W; method=gps' seen='2026-04-14 11:02 -01:00' route='Port Talim; Kasira' \
    records="${R[depot]}"
  as adeko edit "${R[depot]}" conveyances="${R[truck]}"
}

play_market () {
  scene 'At the market one digit of a serial number is doubtful: it is kept as read, in brackets.'
  record market adeko sighting title='Rifles for sale, Belua market' \
    place='told=Behind the grain stalls; name=Belua market; at=2.251361 S 9.402222 W; accuracy=12; method=gps' \
    seen='2026-04-17 15:00 -01:00' how-known=own-eyes hazards=none-seen condition=active \
    description='Three rifles on a cloth, tins under it. The seller says that they come "from the shed with the number".' \
    markings='Tins: 7.62X39, LOT 07-KSR, 700 RDS' controller-type=civilian guarding=none \
    supply-direction=outgoing supply-from='Kasira' source-grade=B information-grade=2 \
    corroborated-by="${R[depot]}" perishability=hours actionable=no
  seal adeko "${R[market]}" who-told 'The seller, called Baba Ko; his stall is the third behind the well'
  record type56 adeko item --parent "${R[market]}" kind=weapon category=assault-rifle model='Type 56-1' \
    calibre=7.62x39 quantity=1 count-method=counted serial='31877[2]4' serial-script=Latn \
    marking-location=receiver-left marking-method=stamped marking-state=worn factory-mark='66 in a triangle' \
    country-made='CN' stock='Folding, under' modifications='Sling of telephone wire'
  record tins adeko item --parent "${R[market]}" kind=ammunition ammunition-kind=cartridge calibre=7.62x39 \
    quantity=4 count-method=counted quantity-note='Tins of 700 rounds' lot='07-KSR; 19-KSR; 22-KSR' condition=worn
}

play_heron () {
  scene 'HERON talks, and does not want the mission to know: what HERON told is withheld with it.'
  record heron adeko interview codename=HERON started='2026-04-16 19:30 -01:00' ended='2026-04-16 21:05 -01:00' \
    place='told=A kitchen in the upper town' place-type=home conducted-by='Tunde Adeko' present='WREN (interpreter)' \
    language=sw interpreter=WREN interpreter-language='Swahili and English' interpreter-oath=yes \
    account='Every second night since February two trucks come up from the port without lights. They unload at the shed with the number 4. The papers say spare parts. I counted sixty boxes on the last night.' \
    account-form=interpreted summary='Night convoys from Port Talim to Depot 4 since February; sixty boxes on 12 April.' \
    knowledge=witnessed period='February to April 2026' recording-medium=notes read-back=yes \
    consent.record=yes consent.record.date=2026-04-16 consent.confidence=yes consent.confidence.date=2026-04-16 \
    consent.quote-anonymous=yes consent.quote-named=no consent.mission=no consent.mission.date=2026-04-16 \
    consent.mission.note='Knows somebody who works for the mission' consent.panel=not-asked consent.successor=yes \
    consent.court=not-asked protection-level=high reprisal-risk=high reprisal-note='Of the depot guards' \
    promise='No name, no quarter of the town.' follow-up='Ask for the number plates' follow-up-due=2026-05-20 \
    source-grade=B information-grade=2 grading-reason='Knew the number of crates before we had counted them' \
    about="${R[depot]}" corroborated-by="${R[depot]}" release=panel-only
  seal adeko "${R[heron]}" source-name 'Amina Doré'
  seal adeko "${R[heron]}" source-contact 'Through the pharmacy at the upper gate, after dark'
  seal adeko "${R[heron]}" knowing-circle 'Her brother-in-law and the cook of the guard'
  next 'that the vault keeps it: the daily passphrase does not open these fields'
  as adeko show "${R[heron]}"
  says 'a sealed value is not shown' 'sealed'
  check 'three fields are sealed' '[.fields[] | select(.sealed)] | length == 3' adeko show "${R[heron]}"
  check 'the index does not know the name' '.records | length == 0' adeko search Amina

  record convoy adeko sighting title='Night convoy from Port Talim' told-in="${R[heron]}" \
    place='told=The bend below the upper town; name=Kasira road' seen='2026-04-12 23:40 -01:00' \
    told='2026-04-16 20:10 -01:00' how-known=told hazards='armed-people; surveillance' \
    description='Two trucks without lights, a pick-up with a mounted gun behind.' supply-direction=incoming \
    supply-from='Port Talim' supply-to='Depot 4' source-grade=B information-grade=3 perishability=days actionable=yes \
    action-proposed='Watch the bend on even nights.'
  record rpg adeko item --parent "${R[convoy]}" kind=weapon category=anti-tank-launcher model=RPG-7 quantity=6 \
    count-method=told told-in="${R[heron]}" quantity-note='"Six long ones, wrapped"'
}

play_people () {
  scene 'Who is behind it, what is asked of whom, and two notes.'
  record directorate adeko organization name='Directorate of Supply' acronym=DS kind=state-armed-forces \
    role='end-user; consignee' country=Belua leaders-named='Col. J. Maruto' records="${R[depot]}" \
    summary='Signs for what arrives at the depots of the armed forces of Belua.' listed=no-entry-found list-date=2026-02-27
  record maruto adeko person name='J. Maruto' title=Colonel role='official; end-user' \
    position='Director of Supply' nationality=Belua organizations="${R[directorate]}" records="${R[depot]}" \
    summary='Signed the end-user certificate of 12 March 2026.' listed=not-screened
  record tracing adeko note title='Tracing request, rifle KB 471937' kind=request when=2026-04-18 \
    text='To the State named by the factory mark: when and to whom was the rifle KB 471937 of 1988 delivered?' \
    reference='PoE/BLA/2026/OC.31' due=2026-06-18 done=no records="${R[rifle]}"
  record deputy adeko note --class strictly-confidential title='Meeting with the deputy commander' kind=meeting \
    when=2026-04-18 with='Lt.-Col. T. Ndaro' records="${R[depot]}" \
    text='Says that one crate in three goes on to the market, and that his commander knows.'
  record again adeko sighting title='Depot 4 (second entry)' place='told=Depot 4, Kasira' \
    seen='2026-04-14 10:15 -01:00' how-known=own-eyes hazards=not-known
}

play_adeko () {
  chapter '2. Tunde Adeko records in the field'
  play_depot
  play_market
  play_heron
  play_people
}
