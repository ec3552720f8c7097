# records-brandt.bash - what Ana Brandt records at the port: a container, its papers, a source
#
# SPDX-License-Identifier: GPL-3.0-or-later

play_container () {
  scene 'She is on two cases, so she says which. An inspection, and what was in the container, package by package.'
  record supplier brandt organization --case belua-2713 name='Talim General Trading' acronym=TGT kind=company \
    role='supplier; shipper' country=Talim addresses='Quay Street 4, Port Talim' registration='PT-2019-0441' \
    phones='+000 555 0142' summary='Named as supplier in the end-user certificate; an office of one room.' listed=no-entry-found
  record ship brandt conveyance --case belua-2713 kind=vessel name='TALIM STAR' imo=1234567 home-port='Port Talim' \
    flag='not seen' colour='Black hull, white bridge' operator="${R[supplier]}" seen='2026-04-21 08:15' \
    place='name=Port Talim, berth 3; at=1.980306 S 8.844083 W; method=gps' route='Port Talim; Port Belua' \
    transponder='Off from 8 to 11 April, says the port log'
  check 'the check digit of the IMO number is judged, never the ship' '.record != null' brandt show "${R[ship]}"
  record inspection brandt inspection --case belua-2713 title='Container CSQU3054383, Port Talim' \
    place='name=Port Talim, berth 3; at=1.980306 S 8.844083 W; accuracy=5; method=gps' \
    started='2026-04-21 07:30 -01:00' ended='2026-04-21 09:10 -01:00' authority='Port customs, with the Panel present' \
    present='Ana Brandt; Inspector M. Osei' how-known=own-eyes \
    grounds='The manifest says spare parts; the weight says otherwise. Manifest and bill of lading name different consignees.' \
    legal-basis='S/RES/2713 (2023), paragraph 9' result=items-found cooperation=partial \
    cooperation-note='The doors were opened after two hours and a telephone call.' \
    findings='Behind four pallets of brake drums: crates of cartridges, painted over.' seizure=yes \
    seized-by='Port customs' seized-on=2026-04-21 seizure-number='PT/SZ/0093' origin='not stated' \
    intended-destination='Depot No. 4, Kasira' end-user='Directorate of Supply' disposal=stored \
    disposal-note='Customs shed 2, two locks' report-due=2026-05-21 notification='None found' \
    conveyances="${R[ship]}" vessel='TALIM STAR' imo=1234567 port-loading='not stated' port-discharge='Port Talim' \
    container=CSQU3054383 seal='BLA 0044 17' seal-state=replaced bill-of-lading='TGT-26-0093' \
    shipper='Talim General Trading' consignee='Kasira Motors' goods-declared='Spare parts for trucks' packages=44 \
    gross-weight='21400 kg' hs-code=870899 un-number=0012 source-grade=A information-grade=1 actionable=yes
  record container brandt package --parent "${R[inspection]}" kind=container container=CSQU3054383 quantity=1 \
    count-method=counted seal='BLA 0044 17' seal-state=replaced declared='Spare parts for trucks' opened=yes \
    found='Four pallets of brake drums, forty crates of cartridges' gross-weight='21400 kg'
  record hidden brandt package --parent "${R[container]}" kind=crate quantity=40 count-method=counted \
    lot='19-KSR' rounds=1260 net-weight='38 kg' gross-weight='43 kg' marking-state=painted-over \
    un-number=0012 condition=new
  record rounds brandt item --parent "${R[hidden]}" kind=ammunition ammunition-kind=cartridge calibre=7.62x39 \
    quantity=50400 count-method=estimated quantity-note='40 crates of 1260; two were opened and counted' lot=19-KSR \
    headstamp='KA 7.62 19 39' maker-code=KA case-material=steel-lacquered
}

play_papers () {
  scene 'The papers. The certificate has been sent to the State that is said to have issued it.'
  record euc brandt document --case belua-2713 kind=end-user-certificate title='End-user certificate 0417/MOD/26' \
    number='0417/MOD/26' register-number='0417/MOD/26' issued=2026-03-12 issuer='Ministry of Defence, Directorate of Supply' \
    issuing-country=Belua signatory='Col. J. Maruto' parties='Talim General Trading; Directorate of Supply' \
    supplier='Talim General Trading' end-user='Armed forces of Belua' end-use='Sole use; no re-export' \
    goods='Cartridges 7.62 x 39 mm, ball: 1 260 000; rifles, automatic, 7.62 mm: 400; magazines: 1 600' \
    vessel='TALIM STAR' delivery-place='Depot No. 4, Kasira' state=photo stamps='Round, blue: Directorate of Supply, D.S.' \
    authentication=sent authentication-date=2026-04-22 \
    authentication-note='Letter PoE/BLA/2026/OC.33 to the Permanent Mission of Belua: was it issued, to whom, for what?' \
    delivery-verification=asked records="${R[inspection]}"
  record lading brandt document --case belua-2713 kind=bill-of-lading title='Bill of lading TGT-26-0093' number=TGT-26-0093 \
    issued=2026-04-07 shipper='Talim General Trading' consignee='Kasira Motors' notify-party='same' \
    carrier='Master of the TALIM STAR' vessel='TALIM STAR' imo=1234567 container=CSQU3054383 seal='BLA 0044 12' \
    goods='Spare parts for trucks' packages=44 gross-weight='21400 kg' state=copy records="${R[inspection]}"
  record waybill brandt document --case belua-2713 kind=air-waybill title='Air waybill 501-1234567 5' air-waybill='501-12345675' \
    issued=2026-03-30 shipper='Talim General Trading' consignee='Directorate of Supply' goods='Magazines, 16 cartons' \
    packages=16 gross-weight='212 kg' state=copy records="${R[supplier]}"
  record notification brandt document --case belua-2713 kind=notification title='Advance notification to the Committee' \
    number='S/AC.51/2026/NOTE.12' issued=2026-03-20 issuer='Permanent Mission of Belua' notified-to='Committee' \
    manufacturer='not stated' supplier='Talim General Trading' goods='Cartridges 7.62 x 39 mm, 200 000' \
    lots-serials='07-KSR-19' transport-means='Vessel' delivery-date=2026-04-10 delivery-place='Port Talim' \
    destination-unit='2nd Battalion' state=copy records="${R[inspection]}" \
    summary='Names a fifth of the quantity in the certificate, another place and another unit; three working days ahead, not five.'
  as brandt edit "${R[inspection]}" documents="${R[euc]};${R[lading]};${R[notification]}"
  record analysis brandt note --case belua-2713 kind=analysis title='Certificate against container' \
    text='Certificate: 1 260 000 rounds to Depot 4. Notification: 200 000 to the 2nd Battalion. Container: about 50 400 declared as spare parts. The three do not describe one delivery.' \
    records="${R[inspection]};${R[euc]}"
}

play_kestrel () {
  scene 'KESTREL agrees that the mission may know: what KESTREL told goes to JMAC, KESTREL does not.'
  record kestrel brandt interview --case belua-2713 codename=KESTREL started='2026-04-20 18:00 -01:00' ended='2026-04-20 18:50 -01:00' \
    place='told=A car outside the port' place-type=vehicle conducted-by='Ana Brandt' language=fr \
    account='The crates come off first, before the customs shift starts at seven. A man in a blue cap signs for them.' \
    account-form=summary summary='Crates leave berth 3 before the customs shift.' knowledge=witnessed recording-medium=notes \
    read-back=yes consent.record=yes consent.confidence=yes consent.quote-anonymous=no consent.quote-named=no \
    consent.mission=yes consent.mission.date=2026-04-20 consent.panel=no consent.successor=no consent.court=not-asked \
    protection-level=standard reprisal-risk=medium source-grade=C information-grade=2 about="${R[ship]}" release=mission
  seal brandt "${R[kestrel]}" source-name 'Paul Enzo'
  seal brandt "${R[kestrel]}" source-employer 'Crane driver, berth 3'
  record berth brandt sighting --case belua-2713 title='Unloading at berth 3 before seven' told-in="${R[kestrel]}" \
    place='name=Port Talim, berth 3' seen='2026-04-19 05:30 -01:00' told='2026-04-20 18:20 -01:00' how-known=told \
    hazards=none-seen description='Crates go onto a truck with K-214 on its door.' supply-direction=through \
    source-grade=C information-grade=2 perishability=days actionable=yes action-proposed='Patrol at the port gate from five.'
}

play_talim () {
  scene 'Two records of the other case: whoever is not on it learns no more than that entries exist.'
  record charcoal brandt sighting --case talim-1591 title='Charcoal for rifles, Talim beach' \
    place='name=Talim beach; at=1.9921 S 8.8604 W; accuracy=40; method=map' seen='2026-04-22' how-known=document \
    hazards=not-known description='Receipt book: 300 sacks against four rifles.'
  record dhow brandt conveyance --case talim-1591 kind=dhow name='Good Patience' registration='TLM 118' \
    records="${R[charcoal]}"
}

play_brandt () {
  chapter '3. Ana Brandt records at the port'
  play_container
  play_papers
  play_kestrel
  play_talim
}
