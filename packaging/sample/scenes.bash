# scenes.bash - what the sample case's photos show
#
# SPDX-License-Identifier: GPL-3.0-or-later

scenes=(crate receiver certificate headstamp container truck ship tins)

# room SEED WALL-DARK WALL-LIGHT FLOOR-DARK FLOOR-LIGHT HORIZON: wall and floor
room () {
  ground wall "$width" "$6" "$1" "$2" "$3"
  ground floor "$width" "$((height - $6))" "$(($1 + 1))" "$4" "$5"
  convert wall.miff floor.miff -append scene.miff
  convert scene.miff \( -size "${width}x$height" xc:none -fill '#00000070' \
    -draw "rectangle 0,$(($6 - 6)) $width,$(($6 + 14))" -resize 25% -blur 0x2.3 -resize "${width}x$height!" \) -compose Over -composite \
    -blur 0x1.5 scene.miff
}

draw_crate () {
  room 11 '#3a3a33' '#7d7768' '#4d463b' '#97897a' 420
  wood front 1060 470 21 '#2d3119' '#7f8550' 4
  wear front 41 13 '#8a6f47'
  stencil front 31 '#e6e2cc' 74 'LOT 07-KSR-19' 60 34
  stencil front 32 '#e6e2cc' 56 '7,62 X 39 MM  BALL' 60 144
  stencil front 33 '#e6e2cc' 50 'QTY 1260   CASE 14/60' 60 250
  stencil front 34 '#e6e2cc' 40 'NW 38 KG   GW 43 KG' 60 362
  stencil front 35 '#b5442e' 92 'B-7' 850 330
  convert front.miff -fill '#23241f' -draw 'rectangle 18,0 52,470 rectangle 1008,0 1042,470' \
    -fill '#8b897c' -draw "$(for y in 40 150 270 430; do for x in 35 1025; do
      echo "circle $x,$y $((x + 6)),$y"; done; done)" front.miff
  light front 200 '#6f6f6f' '#ffffff'
  wood lid 1060 300 22 '#3c4022' '#989c66' 3
  wear lid 42 15 '#8a6f47'
  wood side 420 470 23 '#1d2010' '#565a35' 4
  light side 90 '#5c5c5c' '#c8c8c8'
  convert side.miff -fill none -stroke '#a48a5c' -strokewidth 18 \
    -draw 'bezier 120,180 140,330 270,330 300,180' -stroke '#6d5a39' -strokewidth 4 \
    -draw 'bezier 120,188 142,338 270,338 300,188' side.miff
  shadow scene 26 0.75 'polygon 150,1010 1180,1070 1560,900 1540,850 200,900'
  place scene lid 300,365 1330,395 1170,560 120,520
  place scene side 1170,560 1330,395 1345,800 1185,1045
  place scene front 120,520 1170,560 1185,1045 150,985
  rule scene 470 1080 -3 cm
  develop scene 51 3 crate.jpg -1.2
}

draw_receiver () {
  steel plate "$width" "$height" 12 '#0d0f12' '#4a4e52'
  convert plate.miff \( -size "${width}x$height" xc:black \
    -sparse-color Barycentric '0,0 gray35 0,1200 gray15' \
    \( -size "${width}x520" gradient:gray85-gray40 \) -geometry +0+180 -compose Screen -composite \
    -resize 25% -blur 0x10 -resize "${width}x$height!" \) -compose Overlay -composite scene.miff
  # the stock below, the cover above
  wood stock "$width" 330 13 '#2a1409' '#8b4d25' 1
  light stock 180 '#3f3f3f' '#ffffff'
  place scene stock 0,930 1600,880 1600,1200 0,1240
  shadow scene 12 0.8 'polygon 0,900 1600,850 1600,890 0,945'
  steel cover "$width" 210 14 '#15181b' '#5c6065'
  light cover 0 '#8a8a8a' '#404040'
  place scene cover 0,0 1600,0 1600,150 0,205
  shadow scene 8 0.85 'polygon 0,200 1600,145 1600,172 0,228'
  convert scene.miff -fill none -stroke '#00000090' -strokewidth 7 \
    -draw 'path "M 180,840 L 180,560 Q 180,520 220,520 L 420,520"' \
    -stroke '#ffffff28' -strokewidth 3 -draw 'path "M 188,840 L 188,566 Q 188,528 224,528 L 420,528"' scene.miff
  for rivet in 330,760 1240,700 1420,350 300,330; do
    convert scene.miff \( -size 96x96 radial-gradient:'#7d8286'-'#14171a' \
      \( -size 96x96 xc:black -fill white -draw 'circle 48,48 48,6' -blur 0x1 \) \
      -alpha off -compose CopyOpacity -composite \) \
      -geometry "+$((${rivet%,*} - 48))+$((${rivet#*,} - 48))" -compose Over -composite scene.miff
  done
  stamp scene 132 'KB 471937' 470 400
  stamp scene 70 '1988' 1190 440
  convert scene.miff -fill none -stroke '#050505c0' -strokewidth 7 \
    -draw 'polygon 500,640 580,580 660,640 580,700' -stroke '#ffffff50' -strokewidth 2 \
    -draw 'polygon 504,646 584,586 664,646 584,706' scene.miff
  stamp scene 46 'B7' 553 612
  stamp scene 58 'CAL 7.62' 760 610
  wear scene 43 11 '#6b3a1c'
  convert scene.miff \( -size "${width}x$height" xc:none -stroke '#c9cdd055' -strokewidth 2 -fill none \
    -draw "$(awk 'BEGIN { srand (7); for (i = 0; i < 46; i++) { x = rand () * 1600; y = rand () * 800 + 150;
      printf "line %d,%d %d,%d ", x, y, x + 40 + rand () * 190, y + rand () * 60 - 40 } }')" -blur 0x0.8 \) \
    -compose Over -composite scene.miff
  rule scene 640 990 -2 mm
  develop scene 52 2 receiver.jpg 2.1
}

certificate_lines=(
  'We, the undersigned, certify that the goods named below,'
  'bought from TALIM GENERAL TRADING, Port Talim, are for the'
  'sole use of the armed forces of this Republic and will not be'
  're-exported, sold or lent without written consent.'
  ''
  '   1.  Cartridges 7.62 x 39 mm, ball          1 260 000'
  '   2.  Rifles, automatic, 7.62 mm                   400'
  '   3.  Magazines, 30 rounds                       1 600'
  ''
  'Contract  TGT/26/0093        Vessel  TALIM STAR'
  'Place of delivery  Depot No. 4, Kasira'
)

draw_certificate () {
  local y=560 line
  wood scene "$width" "$height" 15 '#2b1a10' '#7a5232' 5
  convert -seed 16 -size 250x350 plasma:fractal -colorspace Gray -blur 0x12.5 -resize 1000x1400! -normalize \
    \( -size 1000x1400 xc:gray50 -attenuate 0.35 +noise Gaussian -colorspace Gray -blur 0x0.8 \) \
    -compose Overlay -composite +level-colors '#d8d0b8','#f6f2e2' paper.miff
  convert paper.miff -fill '#22242c' -gravity North -font "$bold" -pointsize 40 -annotate +0+90 'REPUBLIC OF BELUA' \
    -font "$sans" -pointsize 28 -annotate +0+150 'Ministry of Defence  ·  Directorate of Supply' \
    -strokewidth 3 -stroke '#22242c' -draw 'line 90,215 910,215' -stroke none \
    -font "$bold" -pointsize 46 -annotate +0+270 'END-USER CERTIFICATE' \
    -font "$mono" -pointsize 28 -annotate +0+350 'No. 0417/MOD/26        12 March 2026' \
    -font "$sans" -pointsize 26 -annotate +0+440 'TO WHOM IT MAY CONCERN' -gravity NorthWest paper.miff
  for line in "${certificate_lines[@]}"; do
    [[ -z $line ]] || convert paper.miff -fill '#2a2a33' -font DejaVu-Sans-Mono -pointsize 22 \
      -annotate "+95+$y" "$line" paper.miff
    y=$((y + 42))
  done
  # a round stamp, its words along the edge, and a signature across it
  convert \( -background none -fill '#2c3f9a' -font "$bold" -pointsize 30 \
    label:' DIRECTORATE OF SUPPLY  ·  BELUA  · ' -virtual-pixel none -distort Arc '352 0 146 112' +repage \) \
    -gravity Center -background none -extent 320x320 -fill none -stroke '#2c3f9a' -strokewidth 5 \
    -draw 'circle 160,160 160,6 circle 160,160 160,58' -stroke none -fill '#2c3f9a' -font "$bold" \
    -pointsize 44 -annotate 0 'D.S.' -rotate -14 -channel A -evaluate multiply 0.72 +channel -blur 0x0.8 seal.miff
  convert paper.miff seal.miff -geometry +160+1045 -compose Multiply -composite \
    -fill none -stroke '#1d2b78' -strokewidth 5 \
    -draw 'path "M 470,1230 C 520,1110 560,1110 545,1210 S 600,1260 640,1160 S 690,1130 690,1210 S 760,1240 880,1150"' \
    -stroke none -fill '#2a2a33' -font "$sans" -pointsize 24 -annotate +500+1310 'Col. J. Maruto, Director of Supply' \
    \( -size 1000x1400 xc:none -stroke '#00000038' -strokewidth 5 -draw 'line 0,466 1000,470 line 0,934 1000,930' \
       -stroke '#ffffff90' -strokewidth 3 -draw 'line 0,472 1000,476 line 0,940 1000,936' -blur 0x2 \) \
    -compose Over -composite paper.miff
  light paper 150 '#b9b2a4' '#ffffff'
  shadow scene 20 0.7 'polygon 330,60 1270,80 1420,1190 215,1200'
  place scene paper 330,45 1245,70 1385,1180 190,1165
  develop scene 53 4 certificate.png 0.8 Zip
}

draw_headstamp () {
  local mark
  ground scene "$width" "$height" 17 '#3d3a31' '#8f8a76'
  convert scene.miff -blur 0x5 scene.miff
  shadow scene 30 0.8 'circle 830,640 830,110'
  convert -size 1000x1000 radial-gradient:'#e3bf6c'-'#8a6224' \
    \( -seed 18 -size 250x250 plasma:fractal -colorspace Gray -blur 0x3 -resize 1000x1000! -normalize +level 30%,70% \) \
    -compose Overlay -composite \
    \( -size 24x1000 xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray -resize '1000x1000!' \
       -virtual-pixel HorizontalTile -distort Polar 0 -normalize +level 32%,68% \) -compose Overlay -composite \
    \( -size 1000x1000 xc:none -fill none -stroke '#3e2a0cc0' -strokewidth 12 -draw 'circle 500,500 500,62' \
       -stroke '#fff0c060' -strokewidth 6 -draw 'circle 500,504 500,80' -blur 0x4 \) -compose Over -composite \
    \( -size 330x330 radial-gradient:'#e9d7a4'-'#9a7433' \
       \( -size 330x330 xc:black -fill white -draw 'circle 165,165 165,4' \) -alpha off -compose CopyOpacity -composite \) \
    -gravity Center -compose Over -composite \
    \( -size 1000x1000 xc:none -fill none -stroke '#231504e0' -strokewidth 11 -draw 'circle 500,500 500,335' \
       -stroke '#7a2a2ac0' -strokewidth 7 -draw 'circle 500,500 500,326' \
       -fill '#3a2a1090' -stroke none -draw 'circle 520,488 520,446' -blur 0x3 \) -compose Over -composite head.miff
  # the marks stand upright at 12, 3, 6 and 9 o'clock, tops outward
  for mark in '0 KA' '90 7.62' '180 19' '270 39'; do
    convert -size 1000x1000 xc:none -font "$mono" -pointsize 108 -gravity North \
      -fill '#fff3c4a0' -annotate +3+126 "${mark#* }" -fill '#2a1904e8' -annotate +0+121 "${mark#* }" \
      -blur 0x1.6 -distort SRT "${mark% *}" mark.miff
    convert head.miff mark.miff -compose Over -composite head.miff
  done
  wear head 44 10 '#5a3c16'
  convert head.miff \( -size 1000x1000 xc:black -fill white -draw 'circle 500,500 500,20' -blur 0x1.5 \) \
    -alpha off -compose CopyOpacity -composite head.miff
  place scene head 300,95 1310,95 1315,1105 295,1110
  convert scene.miff \( -size "${width}x$height" xc:none -fill '#ffffff50' \
    -draw 'ellipse 620,330 260,90 0,360' -resize 10% -blur 0x5 -resize "${width}x$height!" \) -compose Screen -composite scene.miff
  rule scene 1030 1080 -6 mm
  develop scene 54 3 headstamp.tif 0 LZW
}

draw_container () {
  local x
  paint doors "$width" "$height" 19 '#123a52' '#2f7396'
  # corrugation
  for ((x = 20; x < width; x += 130)); do
    convert doors.miff \( -size 60x"$height" xc:'#00000055' \) \
      -geometry "+$x+0" -compose Over -composite \
      \( -size 10x"$height" xc:'#ffffff35' -blur 0x2 \) -geometry "+$((x + 60))+0" -compose Over -composite doors.miff
  done
  convert doors.miff -blur 0x1.5 -fill '#06141d' -draw 'rectangle 792,0 808,1200' doors.miff
  for x in 250 640 940 1440; do
    convert -size "17x$height" -define gradient:angle=90 gradient:gray22-gray85 \( +clone -flop \) +append bar.miff
    convert doors.miff \( -size 70x"$height" xc:none -fill '#00000090' -draw 'rectangle 26,0 60,1200' -blur 0x8 \) \
      -geometry "+$((x - 10))+0" -compose Over -composite bar.miff -geometry "+$x+0" -compose Over -composite \
      -fill '#20323d' -stroke '#0a141a' -strokewidth 3 \
      -draw "rectangle $((x - 24)),180 $((x + 58)),222 rectangle $((x - 24)),930 $((x + 58)),972" \
      -stroke none -fill '#8c9498' -draw "circle $((x - 10)),201 $((x - 5)),201 circle $((x + 44)),201 $((x + 49)),201
        circle $((x - 10)),951 $((x - 5)),951 circle $((x + 44)),951 $((x + 49)),951" doors.miff
  done
  for x in 657 957; do
    convert doors.miff -fill '#7f888c' -stroke '#1a2126' -strokewidth 4 \
      -draw "path 'M $x,690 L $((x + 165)),664 L $((x + 168)),702 L $x,730 Z'" doors.miff
  done
  wear doors 45 8 '#7a3f1d'
  stencil doors 36 '#f1f3ee' 64 'CSQU 305438' 995 118
  stencil doors 37 '#f1f3ee' 64 '3' 1500 118
  convert doors.miff -fill none -stroke '#f1f3ee' -strokewidth 5 -draw 'rectangle 1488,116 1548,196' doors.miff
  stencil doors 38 '#f1f3ee' 60 '22G1' 995 270
  stencil doors 39 '#f1f3ee' 32 $'MAX.GR.   30 480 KG\nTARE       2 230 KG\nNET       28 250 KG\nCU.CAP.   33.2 CU.M' 995 390
  convert doors.miff \( -seed 46 -size 160x5 xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray \
    -resize "${width}x$height!" -normalize -level 62%,100% -background '#6a3516' -alpha shape \
    -channel A -evaluate multiply 0.5 +channel \) -compose Over -composite scene.miff
  # the bolt seal and its tag
  convert scene.miff \( -size 260x300 xc:none -fill '#00000080' -draw 'roundrectangle 64,96 244,186 10,10' -blur 0x7 \
    -fill '#b9bfc2' -stroke '#31383c' -strokewidth 4 -draw 'roundrectangle 96,20 126,250 8,8' \
    -fill '#e2b11c' -draw 'roundrectangle 50,80 232,170 10,10' -stroke none -fill '#181818' -font "$mono" \
    -pointsize 30 -annotate +62+118 'BLA' -annotate +62+156 '0044 17' -blur 0x0.5 \) \
    -geometry +760+640 -compose Over -composite scene.miff
  light scene 160 '#8d8d8d' '#ffffff'
  convert scene.miff -virtual-pixel mirror -distort Perspective '0,0 -30,10 1600,0 1590,-60 1600,1200 1650,1260 0,1200 20,1180' scene.miff
  develop scene 55 2 container.jpg -0.9
}

# wheel X Y RADIUS
wheel () {
  convert scene.miff \( -size "$((2 * $3))x$((2 * $3))" radial-gradient:'#3b3b38'-'#0d0d0d' \
    \( +clone -fill black -colorize 100 -fill white -draw "circle $3,$3 $3,2" \) -alpha off -compose CopyOpacity -composite \
    -fill '#56594c' -stroke '#1b1c18' -strokewidth 6 -draw "circle $3,$3 $3,$(($3 * 45 / 100))" \
    -fill '#2c2e27' -draw "circle $3,$3 $3,$(($3 * 78 / 100))" -stroke none -fill '#8e8b7c' \
    -draw "$(for a in 0 60 120 180 240 300; do awk -v a="$a" -v r="$3" 'BEGIN { t = a * 3.14159 / 180;
      x = r + r * 0.38 * cos (t); y = r + r * 0.38 * sin (t); printf "circle %d,%d %d,%d ", x, y, x + 5, y }'; done)" \) \
    -geometry "+$(($1 - $3))+$(($2 - $3))" -compose Over -composite scene.miff
}

draw_truck () {
  local x
  convert -size "${width}x520" gradient:'#8fb0cc'-'#e6dcc6' \
    \( -seed 61 -size "$((width / 4))x130" plasma:fractal -colorspace Gray -blur 0x6 -resize "${width}x520!" -normalize -level 45%,100% \
       -background white -alpha shape -channel A -evaluate multiply 0.7 +channel \) -compose Over -composite sky.miff
  ground yard "$width" 680 62 '#7d6245' '#c9a97e'
  convert sky.miff yard.miff -append scene.miff
  # the depot's shed, its doors, and hills behind
  convert scene.miff -fill '#7b8a8c' -draw 'path "M 0,430 Q 300,330 620,420 T 1200,390 T 1600,430 L 1600,540 L 0,540 Z"' \
    -blur 0x3 scene.miff
  paint shed 1100 330 63 '#7c7768' '#b9b29c'
  for ((x = 0; x < 1100; x += 22)); do
    convert shed.miff -fill '#00000028' -draw "rectangle $x,0 $((x + 9)),330" shed.miff
  done
  convert shed.miff -fill '#2c2e2b' -draw 'rectangle 120,110 330,330 rectangle 760,110 980,330' \
    -fill '#3f433f' -draw 'rectangle 330,110 395,330' shed.miff
  wear shed 64 18 '#7a4b2a'
  stencil shed 65 '#2a3a52' 64 'DEPOT 4' 430 130
  place scene shed 470,250 1600,215 1600,600 470,580
  convert scene.miff -fill '#5d5648' -draw 'polygon 440,262 1600,196 1600,226 440,282' scene.miff
  shadow scene 22 0.85 'ellipse 770,960 660,50 0,360'
  # body, tarpaulin, cab
  paint tarp 760 330 66 '#33401f' '#6d7a45'
  for ((x = 60; x < 760; x += 130)); do
    convert tarp.miff \( -size 60x330 xc:none -fill '#00000060' -draw 'rectangle 22,0 34,330' -blur 0x7 \) \
      -geometry "+$x+0" -compose Over -composite \
      \( -size 60x330 xc:none -fill '#ffffff45' -draw 'rectangle 38,0 46,330' -blur 0x6 \) \
      -geometry "+$x+0" -compose Over -composite tarp.miff
  done
  light tarp 180 '#6a6a6a' '#ffffff'
  place scene tarp 150,425 905,405 915,735 140,745
  wood bed 780 110 67 '#23281a' '#5b6140' 3
  place scene bed 130,740 925,730 925,835 130,850
  convert scene.miff -fill '#1c1e17' -draw 'rectangle 150,845 1360,885' scene.miff
  paint cab 430 400 68 '#3a4525' '#727d4b'
  light cab 170 '#6e6e6e' '#ffffff'
  convert cab.miff \( -size 430x400 xc:black -fill white \
    -draw 'path "M 0,0 L 205,0 Q 235,4 250,40 L 285,170 L 400,190 Q 428,196 428,230 L 428,400 L 0,400 Z"' -blur 0x1 \) \
    -alpha off -compose CopyOpacity -composite \
    -fill '#1d2a30' -stroke '#15180f' -strokewidth 5 -draw 'path "M 40,40 L 190,40 Q 212,44 220,66 L 246,168 L 40,168 Z"' \
    -fill '#9fb4bd80' -stroke none -draw 'polygon 60,50 120,50 70,160 60,160' \
    -fill none -stroke '#20251399' -strokewidth 4 -draw 'path "M 24,24 L 24,340 L 262,340 L 262,180"' \
    -fill '#c8c8bc' -stroke '#20241a' -strokewidth 4 -draw 'circle 404,262 404,238' \
    -fill '#15180f' -stroke none -draw 'roundrectangle 44,196 84,208 4,4 rectangle 352,330 430,366' cab.miff
  stencil cab 69 '#ecead8' 40 'K-214' 66 250
  place scene cab 945,455 1385,470 1385,880 945,880
  convert scene.miff -fill '#e9e6d6' -stroke '#222' -strokewidth 3 -draw 'rectangle 1268,842 1410,882' \
    -stroke none -fill '#1b1b1b' -font "$mono" -pointsize 25 -annotate +1276+872 'KSR 4471' \
    -fill '#1c1e17' -draw 'rectangle 925,500 940,860' scene.miff
  for x in 300 470 1180; do
    shadow scene 6 0.8 "ellipse $x,880 104,96 180,360"
    wheel "$x" 895 92
  done
  develop scene 56 5 truck-developed.png 0.7 Zip
  heif-enc -q 60 "$out/truck-developed.png" -o "$out/truck.heic" >heif.log 2>&1
  rm "$out/truck-developed.png"
}

# deck WIDTH HEIGHT SEED X1,Y1 X2,Y2 X3,Y3 X4,Y4 WINDOWS: one storey of the ship's house
deck () {
  local step=$(($1 / ($8 + 1))) windows="" i
  for ((i = 1; i <= $8; i++)); do
    windows+=" roundrectangle $((i * step - 12)),$(($2 / 3)) $((i * step + 12)),$(($2 / 3 + 34)) 4,4"
  done
  paint house "$1" "$2" "$3" '#b9bcb4' '#f0f1ea'
  wear house "$(($3 + 20))" 7 '#a0714c'
  light house 100 '#8f9698' '#ffffff'
  convert house.miff -fill '#1c2a31' -stroke '#6f7672' -strokewidth 2 -draw "$windows" \
    -stroke none -fill '#00000070' -draw "rectangle 0,0 $1,14" -fill '#dfe2da' -draw "rectangle 0,0 $1,7" \
    -fill '#5b3a2555' -draw "rectangle $(($1 / 3)),20 $(($1 / 3 + 5)),$2 rectangle $(($1 * 3 / 4)),40 $(($1 * 3 / 4 + 4)),$2" house.miff
  place scene house "$4" "$5" "$6" "$7"
}

draw_ship () {
  convert -size "${width}x560" gradient:'#7f9bb3'-'#dfe3e0' \
    \( -seed 71 -size "$((width / 4))x140" plasma:fractal -colorspace Gray -blur 0x7.5 -resize "${width}x560!" -normalize -level 40%,100% \
       -background white -alpha shape -channel A -evaluate multiply 0.75 +channel \) -compose Over -composite sky.miff
  convert -seed 72 -size 110x320 xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray -resize "${width}x640!" \
    -blur 0x1.5 -normalize +level-colors '#16323c','#5f8590' \
    \( -size "${width}x640" gradient:'#ffffff'-'#8a9a9c' \) -compose Multiply -composite sea.miff
  convert sky.miff sea.miff -append scene.miff
  convert scene.miff -fill '#6d7d83' -draw 'path "M 0,540 Q 200,500 420,545 L 420,566 L 0,566 Z"' -blur 0x2 \
    -stroke '#3c4648' -strokewidth 9 -draw 'line 420,500 420,120 line 1190,500 1190,120' \
    -strokewidth 3 -draw 'line 420,130 700,300 line 1190,130 900,300 line 420,130 250,480 line 1190,130 1350,480' scene.miff
  paint funnel 170 200 82 '#7d3413' '#d0692c'
  light funnel 90 '#4c4c4c' '#ffffff'
  convert funnel.miff -fill '#1c1f22' -draw 'rectangle 0,0 170,34' -fill '#d9d9d0' -draw 'rectangle 0,80 170,112' funnel.miff
  place scene funnel 735,30 885,30 900,200 720,200
  deck 430 170 83 590,160 1010,160 1018,300 582,300 9
  deck 560 210 84 500,290 1100,290 1112,440 488,440 12
  deck 760 160 85 400,430 1205,430 1215,560 390,560 15
  convert scene.miff -stroke '#e4e6df' -strokewidth 5 -fill none -draw 'line 215,505 1395,520 line 215,470 1395,485' \
    -draw "$(for ((x = 215; x <= 1395; x += 59)); do echo "line $x,470 $x,560"; done)" -blur 0x0.8 scene.miff
  paint hull 1240 620 73 '#101a24' '#33495c'
  convert hull.miff \( -size 1240x620 xc:none -fill '#7a2f22' -draw 'rectangle 0,430 1240,620' \) -compose Over -composite \
    \( -seed 74 -size 120x4 xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray -resize '1240x620!' -normalize \
       -level 60%,100% -background '#8a4a22' -alpha shape -channel A -evaluate multiply 0.7 +channel \) \
    -compose Over -composite \
    -fill none -stroke '#00000066' -strokewidth 3 -draw 'line 0,120 1240,120 line 0,270 1240,270 line 0,420 1240,420' \
    -stroke '#ffffff22' -strokewidth 2 -draw 'line 0,124 1240,124 line 0,274 1240,274' hull.miff
  wear hull 75 9 '#6d3a1c'
  stencil hull 76 '#eef0ea' 96 'TALIM STAR' 335 74
  stencil hull 77 '#eef0ea' 60 'PORT TALIM' 440 200
  stencil hull 78 '#eef0ea' 54 'IMO 1234567' 442 300
  convert hull.miff \( -size 1240x620 xc:none -fill '#000000c0' -draw 'rectangle 0,0 70,620 rectangle 1170,0 1240,620' \
      -resize 10% -blur 0x9 -resize '1240x620!' \) \
    -compose Over -composite \
    \( -size 1240x620 xc:black -fill white \
       -draw 'path "M 0,10 Q 620,-40 1240,10 Q 1232,190 1120,330 Q 1010,450 900,620 L 340,620 Q 230,450 120,330 Q 8,190 0,10 Z"' -blur 0x1.5 \) \
    -alpha off -compose CopyOpacity -composite hull.miff
  place scene hull 170,515 1440,535 1430,1190 180,1160
  # the waterline, broken by waves, and what the water mirrors
  convert scene.miff \( -seed 79 -size 90x130 xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray \
    -resize "${width}x300!" -blur 0x2 -normalize +level-colors '#0e2028','#486a74' \
    \( -size "${width}x300" gradient:black-white -level 0,18% \) -alpha off -compose CopyOpacity -composite \) \
    -geometry +0+985 -compose Over -composite \
    \( -seed 80 -size 400x40 xc:gray50 -attenuate 3 +noise Gaussian -colorspace Gray -resize "${width}x70!" -blur 0x2 \
       -normalize -level 72%,100% -background white -alpha shape -channel A -evaluate multiply 0.6 +channel \) \
    -geometry +0+1000 -compose Over -composite scene.miff
  convert scene.miff -blur 0x0.6 -fill '#cfd8da' -colorize 8 scene.miff
  develop scene 57 1 ship.jpg -1.6
}

# tin X Y SEED LOT: one soldered tin with its lid, 520 wide
tin () {
  paint face 620 330 "$3" '#3a4a2c' '#74855a'
  wear face "$(($3 + 4))" 13 '#8b8f86'
  stencil face "$(($3 + 1))" '#14160f' 60 '7.62X39' 46 36
  stencil face "$(($3 + 2))" '#14160f' 48 "$4" 46 130
  stencil face "$(($3 + 3))" '#14160f' 46 '700 RDS' 46 216
  light face 190 '#6e6e6e' '#ffffff'
  convert face.miff -fill none -stroke '#1d2516' -strokewidth 6 -draw 'rectangle 3,3 616,326' \
    -stroke '#a9b38f80' -strokewidth 3 -draw 'line 10,12 610,12 line 12,10 12,318' face.miff
  paint lid 620 240 "$(($3 + 5))" '#516241' '#92a377'
  wear lid "$(($3 + 6))" 15 '#a3a79d'
  convert lid.miff -fill none -stroke '#2b3521' -strokewidth 5 -draw 'roundrectangle 26,22 594,218 22,22' \
    -stroke '#c6cfac80' -strokewidth 3 -draw 'roundrectangle 32,28 588,212 20,20' lid.miff
  paint end 240 330 "$(($3 + 7))" '#222c19' '#465336'
  light end 90 '#565656' '#b5b5b5'
  shadow scene 20 0.75 "polygon $(($1 - 30)),$(($2 + 340)) $(($1 + 520)),$(($2 + 362)) $(($1 + 690)),$(($2 + 250)) $(($1 + 660)),$(($2 + 190)) $(($1 + 20)),$(($2 + 300))"
  place scene lid $(($1 + 120)),$(($2 - 92)) $(($1 + 632)),$(($2 - 80)) $(($1 + 520)),$(($2 + 14)) "$1,$2"
  place scene end $(($1 + 520)),$(($2 + 14)) $(($1 + 632)),$(($2 - 80)) $(($1 + 638)),$(($2 + 190)) $(($1 + 524)),$(($2 + 316))
  place scene face "$1,$2" $(($1 + 520)),$(($2 + 14)) $(($1 + 524)),$(($2 + 316)) $(($1 + 6)),$(($2 + 296))
}

draw_tins () {
  room 81 '#4b4237' '#8d7f6c' '#5e513f' '#ab9776' 360
  tin 850 470 110 'LOT 07-KSR'
  tin 210 610 90 'LOT 19-KSR'
  tin 262 300 130 'LOT 07-KSR'
  tin 800 800 150 'LOT 22-KSR'
  rule scene 190 1080 3 cm
  develop scene 58 4 tins.jpg 1.4
}
